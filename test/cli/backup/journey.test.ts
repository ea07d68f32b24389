import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { readAddress } from '../../../src/cli/folder/address-file.ts';
import { runCommand } from '../../../src/cli/main.ts';
import { createFakeCli, runHere } from '../support/fake-cli.ts';
import { writeCampaign, writeList } from '../support/lists.ts';
import { temporaryFolder } from '../support/process.ts';

const stopping: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stopping.splice(0)) await stop();
});

type Environment = Readonly<Record<string, string>>;

/** A service in this process. `stop` resolves with its exit code. */
async function serve(environment: Environment): Promise<() => Promise<number>> {
  const interrupt = new AbortController();
  const { cli, stderr } = createFakeCli({ environment, interrupt: interrupt.signal });
  const ended = runCommand({ cli, argv: ['serve', '--speed', '60'] });
  const stop = async (): Promise<number> => {
    interrupt.abort('SIGTERM');
    return ended;
  };
  stopping.push(async () => void (await stop()));
  while (!readAddress({ folder: environment['DATA_DIR'] ?? '' })) {
    const early = await Promise.race([ended, delay(20)]);
    if (early !== undefined) throw new Error(`serve ended with ${early}: ${stderr()}`);
  }
  return stop;
}

test('a store is backed up while the service runs, and restored into another folder', async () => {
  const folder = temporaryFolder();
  const settings = { PORT: '0', LOG_LEVEL: 'silent', UNKNOWN_HOLD_SECONDS: '60' };
  const first = { ...settings, DATA_DIR: join(folder, 'first') };
  const second = { ...settings, DATA_DIR: join(folder, 'second') };
  const file = join(folder, 'monday.db');
  const stopFirst = await serve(first);
  const inFirst = (line: string) => runHere(line, { environment: first });
  await inFirst(`create ${writeCampaign({ folder })}`);
  await inFirst(`import try-out ${writeList({ folder, people: 4 })}`);

  const made = await inFirst(`backup ${file}`);
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/1 campaign, schema \d+, checked/) });
  expect(await inFirst(`backup ${file}`)).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('exists'),
  });
  const running = await inFirst(`restore ${file} --replace`);
  expect(running).toMatchObject({ code: 4, stderr: expect.stringContaining('[store.locked]') });
  expect(await stopFirst()).toBe(0);

  const inSecond = (line: string) => runHere(line, { environment: second });
  writeFileSync(join(folder, 'junk.db'), 'no store');
  expect((await inSecond(`restore ${join(folder, 'junk.db')}`)).stderr).toContain('[store.corrupt]');
  expect((await inSecond(`restore ${join(folder, 'none.db')}`)).stderr).toContain('[backup.missing]');
  const restored = await inSecond(`restore ${file}`);
  expect(restored).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('0 campaigns paused. 0 contacts'),
  });
  const again = await inSecond(`restore ${file}`);
  expect(again).toMatchObject({ code: 4, stderr: expect.stringContaining('[restore.folder-not-empty]') });
  expect((await inSecond(`restore ${file} --replace`)).code).toBe(0);
  const aside = readdirSync(second.DATA_DIR).find((name) => name.startsWith('before-restore-'));
  expect(existsSync(join(second.DATA_DIR, aside ?? '', 'ringmaster.db'))).toBe(true);

  await serve(second);
  expect((await inSecond('restore --check')).stdout).toContain('cannot be started or resumed yet');
  const early = await inSecond('start try-out');
  expect(early).toMatchObject({ code: 4, stderr: expect.stringContaining('[restore.not-reconciled]') });
  await expect
    .poll(async () => (await inSecond('restore --check')).stdout, { timeout: 20_000 })
    .toContain('Campaigns can be resumed');
  expect((await inSecond('start try-out')).code).toBe(0);
});
