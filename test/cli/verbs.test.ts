import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { readAddress } from '../../src/cli/folder/address-file.ts';
import { dataFolder } from '../../src/cli/folder/data-folder.ts';
import { createConnection } from '../../src/persistence/sqlite/connection/connection.ts';
import { migrate as bringUp } from '../../src/persistence/sqlite/connection/migrate.ts';
import { migrations } from '../../src/persistence/sqlite/migrations/index.ts';
import { readFileJournal } from '../../src/simulator/index.ts';
import { createFakeCli, runHere } from './support/fake-cli.ts';
import { writeCampaign, writeList } from './support/lists.ts';
import { temporaryFolder } from './support/process.ts';
import { serveHere } from './support/serve-here.ts';
import { runCommand } from '../../src/cli/main.ts';

/** The notice that each verb writes first if calls are simulated. */
const notice = 'carrier SIMULATOR, no real calls\n';

describe('verbs that call a service', () => {
  test('call a special number only where its type is named, and dial an extension after the answer', async () => {
    const { type, environment } = await serveHere();
    const rest = '--from +12025550100 --outside-hours test --say Hello';
    const refusals = [
      ['+449098790123', 'premium-rate'],
      ['+611300975707', 'shared-cost'],
      ['+870776000000', 'satellite'],
    ] as const;
    for (const [number, kind] of refusals) {
      const { code, stderr } = await type(`call ${number} ${rest}`);
      expect(code).toBe(2);
      expect(stderr).toContain(`To call it anyway, add --allow-number-types ${kind}.`);
      expect(stderr).toContain(`[contact.phone-${kind}]`);
      expect((await type(`call ${number} ${rest} --allow-number-types ${kind}`)).code).toBe(0);
    }
    const nowhere = await type(
      'call +870776000000 --from +12025550100 --say Hi --allow-number-types satellite',
    );
    expect(nowhere.stderr).toContain('belongs to no time zone. Add --timezone, such as America/New_York,');
    expect((await type(`call +12125550113x4021 ${rest}`)).code).toBe(0);
    const { journal } = dataFolder({ path: environment.DATA_DIR ?? '' });
    const placed = () => readFileJournal({ path: journal }).filter((entry) => entry.type === 'placed');
    await expect.poll(() => placed().length, { timeout: 10_000 }).toBe(4);
    expect(placed().map(({ to, request }) => [to, request.send_digits])).toEqual([
      ['449098790123', undefined],
      ['611300975707', undefined],
      ['870776000000', undefined],
      ['12125550113', 'WW4021'],
    ]);
  });

  test('make one call, show it, and hang it up', async () => {
    const { type } = await serveHere();
    const order = 'call +12125550113 --from +12025550100 --outside-hours test --say Hello';
    const { code, stdout } = await type(`${order} --json`);
    expect(code).toBe(0);
    const { id } = (JSON.parse(stdout) as { call: { id: string } }).call;
    const shown = await type('calls');
    expect(shown.stdout).toContain(id);
    expect(shown.stdout).toContain('+12125550113');
    const hungUp = await type(`hangup ${id}`);
    expect(hungUp).toEqual({ code: 0, stdout: `${id}: the hang-up was ordered.\n`, stderr: notice });
    for (;;) {
      const { items } = JSON.parse((await type('calls --json')).stdout) as { items: unknown[] };
      if (items.length === 0) break;
      await delay(20);
    }
    expect(await type('hangup att_none')).toMatchObject({ code: 4 });
  });

  test('manage the do-not-contact list', async () => {
    const { type } = await serveHere();
    expect((await type('suppress +12125550147')).code).toBe(0);
    const { stdout } = await type('suppress');
    expect(stdout).toMatch(/\+12125550147 +every client +asked not to be contacted/);
    const refused = await type('call +12125550147 --from +12025550100 --outside-hours test --say Hello');
    expect(refused.stderr).toMatch(/do-not-contact list.*\[call.suppressed\]/);
    expect(refused.code).toBe(4);
    expect((await type('suppress +12125550147 --remove')).code).toBe(0);
    expect((await type('suppress +12125550147 --remove')).code).toBe(4);
  });

  test('stop everything, and lift the stop', async () => {
    const { type } = await serveHere();
    expect((await type('pause --all --reason fire')).stdout).toBe(
      'Emergency stop of every client: ordered, no new call starts.\n',
    );
    expect((await type('pause --all')).stdout).toBe('Emergency stop of every client: already in force.\n');
    expect((await type('resume --all')).stdout).toBe('Emergency stop of every client: lifted.\n');
    expect((await type('pause --client acme')).stdout).toBe(
      'Emergency stop of client acme: ordered, no new call starts.\n',
    );
  });

  test('show who ordered and lifted emergency stops, and why', async () => {
    const { type } = await serveHere();
    const none = await type('stops');
    expect(none).toEqual({ code: 0, stdout: '', stderr: `${notice}There were no emergency stops.\n` });
    await type('pause --all --reason fire');
    await type('resume --all --reason drill');
    await type('pause --client acme');
    const { stdout } = await type('stops');
    expect(stdout.split('\n').map((line) => line.replace(/^\d+ \w+ \d\d:\d\d +/, ''))).toEqual([
      expect.stringMatching(/^AT \(UTC\) +WHAT +CLIENT +BY +REASON$/),
      expect.stringMatching(/^ordered +acme +\S+$/),
      expect.stringMatching(/^lifted +every client +\S+ +drill$/),
      expect.stringMatching(/^ordered +every client +\S+ +fire$/),
      '',
    ]);
    expect((await type('stops --client beta')).stdout).not.toContain('acme');
    const { items } = JSON.parse((await type('stops --limit 1 --json')).stdout) as { items: unknown[] };
    expect(items).toMatchObject([{ client: 'acme', event: 'ordered', reason: null }]);
  });

  test('show the log of a client, and verify it', async () => {
    const { type } = await serveHere();
    await type('suppress +12125550147 --reason asked');
    await type('suppress +12125550147 --remove');
    await type('pause --client acme --reason fire');
    const own = await type('log acme');
    expect(own.stdout).toMatch(/^ {5}1 {2}\w+ .* {2}stop\.ordered {2}fire {2}\S+\n$/);
    const { stdout, code } = await type('log acme --verify');
    expect({ stdout, code }).toEqual({
      stdout: expect.stringMatching(/^acme: 1 event, unchanged; hash [0-9a-f]{64}\n$/),
      code: 0,
    });
    await type('resume --all');
    expect((await type('log --last 1')).stdout).toMatch(
      / {2}suppression\.removed {2}\+12125550147 \(asked\) {2}/,
    );
    const { items } = JSON.parse((await type('log --json')).stdout) as { items: unknown[] };
    expect(items).toMatchObject([{ seq: 1, type: 'suppression.removed', data: { reason: 'asked' } }]);
    expect((await type('log contoso')).stderr).toContain('The log is empty.');
  });

  test('name an emergency stop first and once, for each verb', async () => {
    const { type, folder, stop } = await serveHere();
    await type(`create ${writeCampaign({ folder })}`);
    await type(`import try-out ${writeList({ folder, people: 2 })}`);
    await type('pause --all --reason drill');
    const told =
      /^Emergency stop of every client since .* UTC, by local: drill\.\nTo lift it: ringmaster resume --all\n/;
    const times = (text: string): number => text.split('Emergency stop of').length - 1;
    for (const line of [
      'why try-out',
      'why try-out +12125550115',
      'start try-out',
      'status try-out',
      'list',
    ]) {
      const { stdout } = await type(line);
      expect(stdout, line).toMatch(told);
      expect(times(stdout), line).toBe(1);
    }
    expect((await type(`create ${writeCampaign({ folder })} --name second`)).stdout).toMatch(told);
    for (const line of [
      'contacts try-out',
      'events try-out',
      `import try-out ${writeList({ folder, people: 3 })}`,
    ])
      expect((await type(line)).stderr.slice(notice.length), line).toMatch(told);
    const named =
      /^✗ campaigns +Emergency stop of every client since .*, by local: drill\. To lift it: ringmaster resume --all\./;
    expect((await type('doctor')).stdout).toMatch(named);
    await stop();
    expect((await type('doctor')).stdout).toMatch(named);
    expect(times((await type('why try-out')).stdout)).toBe(1);
  });

  test('refuse results as JSON, because they are CSV', async () => {
    const { type } = await serveHere();
    const refused = await type('results try-out --json');
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('--json requires --out');
  });

  test('follow the log of a campaign until they are interrupted', async () => {
    const { type, folder, environment } = await serveHere();
    await type(`create ${writeCampaign({ folder })}`);
    await type(`import try-out ${writeList({ folder, people: 3 })}`);
    const interrupt = new AbortController();
    const { cli, stdout } = createFakeCli({ environment, interrupt: interrupt.signal });
    const following = runCommand({ cli, argv: ['events', 'try-out', '--follow', '--json'] });
    while (!stdout().includes('import.closed')) await delay(20);
    await type('start try-out');
    while (!stdout().includes('campaign.started')) await delay(20);
    interrupt.abort('SIGINT');
    await following;
    const seqs = stdout()
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { seq: number }).seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect((await type('cancel try-out --hang-up --yes --reason enough')).code).toBe(0);
  });

  test('show the machines', async () => {
    const { type } = await serveHere();
    expect((await type('machine')).stdout).toBe(`campaign\nenrollment\nattempt\n`);
    expect((await type('machine campaign')).stdout).toMatch(/^running.dispatching/m);
    const config = JSON.parse((await type('machine enrollment --config')).stdout) as object;
    expect(config).toMatchObject({ id: 'enrollment', initial: 'pending', states: { ended: {} } });
    expect((await type('machine show attempt --mermaid')).stdout).toMatch(/^stateDiagram-v2\n/);
    expect(await type('machine --config')).toMatchObject({ code: 2 });
    expect(await type('machine show')).toMatchObject({ code: 2 });
    expect(await type('machine campaign --mermaid')).toMatchObject({ code: 2 });
    expect(await type('machine steam')).toMatchObject({ code: 4 });
  });

  test('need a key where the service has keys', async () => {
    const hash = createHash('sha256').update('open-sesame').digest('hex');
    const { environment } = await serveHere({ API_KEYS: `eye:viewer:*:${hash}` });
    const refused = await runHere('list', { environment });
    expect(refused.stderr).toMatch(/requires a valid API key.*\[auth.key-required\]/);
    expect(refused.code).toBe(4);
    const keyed = { ...environment, RINGMASTER_KEY: 'open-sesame' };
    expect(await runHere('list', { environment: keyed })).toMatchObject({ code: 0 });
    expect(await runHere('pause --all', { environment: keyed })).toMatchObject({ code: 4 });
  });

  test('warn about a variable that the imported list does not fill', async () => {
    const { type, folder } = await serveHere();
    await type(`create ${writeCampaign({ folder, says: 'Hello {{first_nmae}}.' })}`);
    const list = writeList({ folder, people: 3 });
    const { code, stdout, stderr } = await type(`import try-out ${list} --json`);
    expect(stderr).toMatch(/^\{\{first_nmae\}\} in step call has no value: .* Did you mean first_name\?$/m);
    expect(JSON.parse(stdout)).toMatchObject({ enrolled: 3, warnings: [{ variable: 'first_nmae' }] });
    expect(code).toBe(0);
  });

  test('refuse a campaign that does not exist', async () => {
    const { type } = await serveHere();
    for (const verb of [
      'status',
      'why',
      'start',
      'pause',
      'resume',
      'cancel',
      'archive',
      'results',
      'events',
    ]) {
      const { code, stderr } = await type(`${verb} nothing`);
      expect(stderr).toMatch(/There is no campaign nothing\..*\[campaign.not-found\]/);
      expect(code, verb).toBe(4);
    }
  });
});

describe('a service', () => {
  test('ends with 0 on request, and removes its address file', async () => {
    const { stop, environment } = await serveHere();
    expect(await stop()).toBe(0);
    expect(existsSync(join(environment['DATA_DIR'] ?? '', 'address.json'))).toBe(false);
  });

  test('reports that the carrier is the simulator', async () => {
    const { environment } = await serveHere();
    const { url = '' } = readAddress({ folder: environment['DATA_DIR'] ?? '' }) ?? {};
    const ready = await (await fetch(new URL('/readyz', url))).text();
    expect(ready).toContain('the SIMULATOR answers: no real calls');
    expect(ready).not.toContain('Plivo');
  });

  test('passes the checks of doctor, while it runs and afterwards', async () => {
    const { stop, type } = await serveHere();
    const during = await type('doctor');
    expect(during.stdout).toMatch(/✓ store .*in use by the running service/);
    expect(during.stdout).toMatch(/✓ service .*the one at http\S+ answers/);
    expect(during.code).toBe(0);
    await stop();
    const after = await type('doctor --json');
    expect(JSON.parse(after.stdout)).toMatchObject({ ok: true });
    expect((await type('migrate')).stdout).toMatch(/ringmaster.db has schema \d+, as before: SQLite/);
  });
});

describe('migrate', () => {
  test('reports the old and the new schema of the store', async () => {
    const folder = temporaryFolder();
    const environment = { DATA_DIR: folder };
    const path = join(folder, 'ringmaster.db');
    const made = await runHere('migrate --json', { environment });
    const newest = migrations.length;
    expect(JSON.parse(made.stdout)).toEqual({ store: 'sqlite', file: path, before: 0, schema: newest });

    rmSync(path);
    const old = new DatabaseSync(path);
    bringUp({
      connection: createConnection({ database: old, synchronous: 'full' }),
      path,
      list: migrations.slice(0, 1),
    });
    old.close();
    const first = await runHere('migrate', { environment });
    expect(first.stdout).toContain(`ringmaster.db had schema 1 and now has ${newest}: SQLite`);
    const second = await runHere('migrate', { environment });
    expect(second.stdout).toContain(`ringmaster.db has schema ${newest}, as before: SQLite`);
  });

  test('refuses a store that a service has open', async () => {
    const { type } = await serveHere();
    const { code, stderr } = await type('migrate');
    expect(stderr).toMatch(/\[store\.locked\]/);
    expect(code).toBe(4);
  });
});
