import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../../../src/persistence/sqlite/migrations/index.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { verifyLog } from '../../../src/queries/log/verify-log.ts';
import type { LogVerification } from '../../../src/queries/index.ts';
import { runHere } from '../../cli/support/fake-cli.ts';
import type { Ran } from '../../cli/support/fake-cli.ts';
import { rowsOf } from '../../support/builders/contacts.ts';
import type { Script } from '../../support/service/channels/scripted-channel.ts';
import { startScriptedService } from '../../support/service/start-scripted-service.ts';
import { copyAsOlder } from '../../persistence/sqlite/support/copy-as-older.ts';

const minute = 60_000;
const name = 'spring-checkup';

describe('the verification of a log', () => {
  const folders: string[] = [];
  let folder = '';
  let campaign = '';
  const path = (): string => join(folder, 'ringmaster.db');

  /** Plays a campaign of five contacts with retries, a pause and an end, and closes the store. */
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ringmaster-log-'));
    folders.push(folder);
    const tried = new Set<string>();
    const script: Script = ({ address }) => {
      const disposition = tried.has(address) ? 'answered' : 'busy';
      tried.add(address);
      return { afterMs: 30_000, disposition };
    };
    const service = await startScriptedService({ path: path(), script });
    ({ id: campaign } = await service.create({ name, retry: { maxAttempts: 3 } }));
    await service.enroll({ campaign, rows: rowsOf(5) });
    await service.startCampaign(campaign);
    await service.pass(10 * minute);
    const pause = { cause: 'operator', by: 'test', reason: 'lunch' } as const;
    await service.engine.command({ campaign, command: { name: 'pause', pause }, by: 'test' });
    await service.engine.command({ campaign, command: { name: 'resume' }, by: 'test' });
    await service.pass(24 * 60 * minute);
    const { state } = await service.record(campaign);
    if (state !== 'completed') throw new Error(`the campaign is ${state}`);
    await service.stop();
  });
  afterEach(() => {
    for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
  });

  const inFile = <Result>(work: (database: DatabaseSync) => Result): Result => {
    const database = new DatabaseSync(path());
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  type Stored = { key: number; body: string; hash: string | null };
  const chunks = (): Stored[] =>
    inFile((database) =>
      database.prepare('SELECT key, body, hash FROM event_batches ORDER BY key').all(),
    ) as Stored[];
  const seqOf = ({ key }: Stored): number => key % 2 ** 32;
  const firstSeqOf = (chunk: Stored): number =>
    seqOf(chunk) - (JSON.parse(chunk.body) as unknown[]).length + 1;
  const put = ({ key, body, hash }: Stored): void =>
    inFile((database) => {
      database.prepare('UPDATE event_batches SET body = ?, hash = ? WHERE key = ?').run(body, hash, key);
    });
  const verified = async (): Promise<LogVerification> => {
    const store = await openSqliteStore({ path: path() });
    const record = await store.readCampaign(campaign);
    if (!record) throw new Error('the campaign is gone');
    const found = await verifyLog({ store, record });
    await store.close();
    return found;
  };
  /** Runs a verb on a copy of the folder, which it keeps open until this process ends. */
  const run = (...argv: string[]): Promise<Ran> => {
    const copy = mkdtempSync(join(tmpdir(), 'ringmaster-log-'));
    folders.push(copy);
    cpSync(folder, copy, { recursive: true });
    return runHere(argv, { environment: { DATA_DIR: copy } });
  };
  const verifyByCli = (...args: string[]): Promise<Ran> => run('verify', ...args);

  test('finds a log whole whose campaign has run to its end', async () => {
    const all = chunks();
    expect(all.length).toBeGreaterThan(10);
    const found = await verified();
    expect(found).toMatchObject({
      ok: true,
      events: seqOf(all.at(-1) as Stored),
      chainedFrom: 1,
      head: all.at(-1)?.hash,
      counted: true,
      broken: null,
      differences: [],
    });
    const { code, stdout } = await verifyByCli();
    expect(stdout).toBe(
      `${name}: ${found.events} events, unchanged since event 1, counters agree; hash ${found.head}\n`,
    );
    expect(code).toBe(0);
  });

  test('names the first event of a chunk in which one byte was changed', async () => {
    const chunk = chunks()[5] as Stored;
    put({ ...chunk, body: chunk.body.replace('busy', 'bust').replace(/\[\[(\d)/, '[[9') });
    const { broken, ok, counted } = await verified();
    expect({ ok, counted }).toEqual({ ok: false, counted: false });
    expect(broken?.seq).toBe(firstSeqOf(chunk));
    expect(broken?.detail).toContain('does not match its hash');
    const { code, stdout } = await verifyByCli(name);
    expect(stdout).toContain(`${name}: BROKEN at event ${firstSeqOf(chunk)} of`);
    expect(code).toBe(8);
  });

  test('names a chunk whose text is no JSON any more', async () => {
    const chunk = chunks()[3] as Stored;
    put({ ...chunk, body: chunk.body.slice(1) });
    expect((await verified()).broken).toEqual({
      seq: firstSeqOf(chunk),
      detail: 'the stored text cannot be read',
    });
  });

  test('names the first event that was removed, in the middle and at either end', async () => {
    const all = chunks();
    for (const index of [all.length - 1, 4, 0]) {
      const chunk = all[index] as Stored;
      inFile((database) => void database.prepare('DELETE FROM event_batches WHERE key = ?').run(chunk.key));
      const { broken } = await verified();
      expect(broken).toEqual({
        seq: firstSeqOf(chunk),
        detail: `events ${firstSeqOf(chunk)} to ${seqOf(chunk)} are missing`,
      });
    }
  });

  test('names the first of two chunks that were swapped, of one length and of two', async () => {
    const all = chunks();
    const lengthOf = ({ body }: Stored): number => (JSON.parse(body) as unknown[]).length;
    const first = all[2] as Stored;
    const alike = all.findLast((chunk) => lengthOf(chunk) === lengthOf(first)) as Stored;
    const other = all.findLast((chunk) => lengthOf(chunk) !== lengthOf(first)) as Stored;
    for (const second of [alike, other]) {
      put({ ...first, body: second.body, hash: second.hash });
      put({ ...second, body: first.body, hash: first.hash });
      expect((await verified()).broken?.seq).toBe(firstSeqOf(first));
      for (const chunk of [first, second]) put(chunk);
      expect((await verified()).ok).toBe(true);
    }
  });

  test('does not take a hash that was removed for a chunk of an earlier version', async () => {
    const chunk = chunks()[4] as Stored;
    put({ ...chunk, hash: null });
    expect((await verified()).broken).toMatchObject({ seq: firstSeqOf(chunk) });
  });

  test('tells of counters and a state that are not what the log says', async () => {
    inFile((database) =>
      database.exec(
        `UPDATE campaigns SET counters = replace(counters, '"busy":5', '"busy":4'), state = 'cancelled'`,
      ),
    );
    const { ok, broken, differences } = await verified();
    expect({ ok, broken }).toEqual({ ok: false, broken: null });
    expect(differences).toEqual([
      'the campaign is cancelled, the log says completed',
      'attempts that ended busy: the campaign counts 4, the log 5',
    ]);
    const { code, stdout } = await verifyByCli(name);
    expect(stdout).toContain(`${name}: DIFFERS from its log: `);
    expect(code).toBe(8);
  });

  describe('of a store written by the version before', () => {
    const former: readonly (readonly [now: string, then: string])[] = [
      ['retry.waiting', 'retry'],
      ['step.waiting', 'step'],
    ];

    /** Gives the file the form that it had before logs had hashes, and the events the words they had then. */
    beforeEach(() => {
      const version = migrations.findIndex(({ name: step }) => step === 'log hashes');
      copyAsOlder({ from: path(), to: join(folder, 'older.db'), version });
      for (const end of ['', '-wal', '-shm']) rmSync(`${path()}${end}`, { force: true });
      renameSync(join(folder, 'older.db'), path());
      inFile((database) => {
        const rows = database.prepare('SELECT key, body FROM event_batches').all() as Stored[];
        const update = database.prepare('UPDATE event_batches SET body = ? WHERE key = ?');
        for (const { key, body } of rows) {
          const events = JSON.parse(body) as [
            number,
            string,
            unknown,
            unknown,
            unknown,
            Record<string, unknown>,
          ][];
          for (const [, , , , , data] of events) {
            for (const [now, then] of former) if (data['reason'] === now) data['reason'] = then;
            for (const field of ['startAt', 'channel', 'optedOut', 'until']) delete data[field];
          }
          update.run(JSON.stringify(events), key);
        }
      });
    });

    test('finds nothing missing, and the chain begins with the first event that is stored now', async () => {
      const { events } = await verified();
      expect(await verified()).toMatchObject({ ok: true, chainedFrom: null, head: null, counted: false });
      expect((await verifyByCli()).stdout).toBe(
        `${name}: ${events} events, none missing; stored without hashes by an earlier version\n`,
      );
      const service = await startScriptedService({
        path: path(),
        script: () => ({ afterMs: 1, disposition: 'busy' }),
      });
      await service.engine.command({ campaign, command: { name: 'archive' }, by: 'key:ops' });
      await service.stop();
      expect(await verified()).toMatchObject({ ok: true, events: events + 1, chainedFrom: events + 1 });
      const { code, stdout } = await verifyByCli();
      expect(stdout).toContain(
        `unchanged since event ${events + 1} (earlier events were stored without hashes by an earlier version`,
      );
      expect(code).toBe(0);
    });

    test('shows its events in the words of this version', async () => {
      const log = await run('events', name);
      expect(log.code).toBe(0);
      expect(log.stdout).toMatch(/attempt\.ended {2}.* {2}busy {2}retry\.waiting {2}became waiting {2}due /);
      expect(log.stdout).toContain('attempt.minted');
      const why = await run('why', name, '+12025550001');
      expect(why.stdout).toContain('reason retry.waiting');
    });
  });
});
