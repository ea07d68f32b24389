import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { moveStore, undoMove } from '../../../src/migration/move/move-store.ts';
import type { MoveInput, Moved } from '../../../src/migration/move/move-store.ts';
import { openMoveCopy, openMoveSource, openMoveTarget } from '../../../src/persistence/move/index.ts';
import { movedTables } from '../../../src/persistence/move/moved-tables.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import { runHere } from '../../cli/support/fake-cli.ts';
import { temporaryFolder } from '../../cli/support/process.ts';
import { openTestStore } from '../../persistence/mongodb/open-test-store.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';
import { dumpStore } from './dump-store.ts';
import { createFilledStore } from './filled-store.ts';
import { suppressionOf } from '../../support/builders/suppressions.ts';

const bin = requireServer('mongod');
const system = createSystemClock();

describe.runIf(bin !== null)('the move of an embedded store to MongoDB', () => {
  const set = useReplicaSet(bin);
  let folder: string;
  let filled: string;
  let path: string;
  let database: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ringmaster-move-'));
    filled = join(folder, 'filled.db');
    await createFilledStore(filled);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    path = join(temporaryFolder(), 'ringmaster.db');
    copyFileSync(filled, path);
    database = `test-${randomUUID()}`;
  });

  type Opened = Pick<MoveInput, 'source' | 'target'>;
  /** Opens both sides as one process does, and closes them. */
  const withBoth = async <Result>(work: (opened: Opened) => Promise<Result>, to = database) => {
    const source = await openMoveSource({ path });
    const target = await openMoveTarget({ uri: set().uri, database: to });
    try {
      return await work({ source, target });
    } finally {
      await target.close();
      await source.store.close();
    }
  };
  const inputOf = ({ source, target }: Opened): MoveInput => ({
    source,
    target,
    openCopy: () => openMoveCopy({ uri: set().uri, database, system, random: Math.random }),
    unsent: new Set(),
    newMoveId: () => `mov_${randomUUID()}`,
    now: () => 1,
  });
  const move = (changes: Partial<MoveInput> = {}): Promise<Moved> =>
    withBoth((opened) => moveStore({ ...inputOf(opened), ...changes }));
  const openTarget = () => openTestStore({ uri: set().uri, database });

  test('copies every table; all that the store returns is the same', async () => {
    const before = await openSqliteStore({ path });
    const expected = await dumpStore(before);
    await before.close();
    const empty = await withBoth(({ source: { connection } }) =>
      Promise.resolve(movedTables.flatMap(({ table, count }) => (count(connection) > 0 ? [] : [table]))),
    );
    expect(empty, 'tables without rows prove nothing').toEqual([]);

    const moved = await move();
    expect(moved).toMatchObject({ outcome: 'moved', campaigns: [{ ok: true }, { ok: true }] });
    const after = await openTarget();
    expect(await dumpStore(after)).toEqual(expected);
    await after.close();
    expect(await move()).toEqual({ outcome: 'unchanged' });
  });

  test('continues after a kill before and after each part of each table', async () => {
    const before = await openSqliteStore({ path });
    const expected = await dumpStore(before);
    await before.close();
    const seen = new Set<string>();
    const once = (point: string): void => {
      if (seen.has(point)) return;
      seen.add(point);
      throw new Error('killed');
    };
    let kills = 0;
    for (;;) {
      const ended = await withBoth(async ({ source, target }) =>
        moveStore({
          ...inputOf({ source, target }),
          onPart: (table) => once(`before ${table}`),
          target: {
            ...target,
            async noteCopied(table, to) {
              once(`inserted ${table}`);
              await target.noteCopied(table, to);
              once(`noted ${table}`);
            },
            async complete() {
              once('verified');
              await target.complete();
              once('completed');
            },
          },
        }).catch((error: unknown) => {
          if ((error as Error).message !== 'killed') throw error;
          return null;
        }),
      );
      if (ended) break;
      kills += 1;
      await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'store.moved' });
      if (!seen.has('completed')) await expect(openTarget()).rejects.toMatchObject({ code: 'store.moving' });
    }
    expect(kills).toBe(3 * movedTables.length + 2);
    const after = await openTarget();
    expect(await dumpStore(after)).toEqual(expected);
    await after.close();
  });

  test('a moved store is not opened any more, and an undo makes it usable as long as the database was not used', async () => {
    await move();
    await expect(openSqliteStore({ path })).rejects.toMatchObject({
      code: 'store.moved',
      message: expect.stringContaining(`database ${database}`) as unknown,
    });
    await withBoth(undoMove);
    await expect(openTarget()).rejects.toMatchObject({ code: 'store.move-undone' });
    const store = await openSqliteStore({ path });
    await store.close();
    await expect(withBoth(undoMove)).rejects.toMatchObject({ code: 'store.not-moved' });
    await expect(move()).rejects.toMatchObject({ code: 'store.not-empty' });
    await (await openSqliteStore({ path })).close();
  });

  test('an undo is refused once the database was used', async () => {
    await move();
    await (await openTarget()).close();
    await expect(withBoth(undoMove)).rejects.toMatchObject({ code: 'store.move-in-use' });
    await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'store.moved' });
  });

  test('an undo with the address of another database is refused', async () => {
    await move();
    const other = `test-${randomUUID()}`;
    await expect(withBoth(undoMove, other)).rejects.toMatchObject({ code: 'store.other-target' });
    await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'store.moved' });
  });

  test('a database with data or a running instance is refused, and the store stays usable', async () => {
    const store = await openTarget();
    await store.beat({ id: 'one', startedAt: 1, address: null, beatAt: null });
    await expect(move()).rejects.toMatchObject({ code: 'store.not-empty' });
    await store.removeInstance('one');
    await store.putSuppression(
      suppressionOf({ client: '*', address: '+12125550014', reason: 'x', by: 'test', at: 1 }),
    );
    await expect(move()).rejects.toMatchObject({ code: 'store.not-empty' });
    await store.close();
    await (await openSqliteStore({ path })).close();
  });

  test('a copy that lacks a row or has another log is found', async () => {
    const spoiled = (spoil: (opened: Opened) => Promise<unknown>) =>
      withBoth((opened) =>
        moveStore({
          ...inputOf(opened),
          async onPart(table) {
            if (table === 'campaigns') await spoil(opened);
          },
        }),
      );
    await expect(spoiled(({ target }) => target.collections.importRows.deleteOne({}))).rejects.toMatchObject({
      code: 'store.move-differs',
    });
    await expect(openTarget()).rejects.toMatchObject({ code: 'store.moving' });
    database = `test-${randomUUID()}`;
    copyFileSync(filled, path);
    await expect(
      spoiled(({ target }) => target.collections.chunks.updateOne({}, [{ $set: { body: '[]' } }])),
    ).rejects.toMatchObject({
      code: 'store.move-differs',
      message: expect.stringContaining('the log of ') as unknown,
    });
  });

  test('is a command; it refuses a store that is in use', async () => {
    const folder = temporaryFolder();
    path = join(folder, 'ringmaster.db');
    copyFileSync(filled, path);
    const uri = set().uri.replace('/?', `/${database}?`);
    const environment = { STORE: 'mongodb', MONGODB_URI: uri, DATA_DIR: temporaryFolder() };
    const held = await openSqliteStore({ path });
    const refused = await runHere(['migrate', '--from', folder], { environment });
    expect([refused.code, refused.stderr]).toEqual([4, expect.stringContaining('[store.locked]')]);
    await held.close();
    const { code, stdout, stderr } = await runHere(['migrate', '--from', folder], { environment });
    expect([code, stderr]).toEqual([0, expect.stringContaining('copying campaigns')]);
    expect(stdout).toMatch(/spring: \d+ events, unchanged since event 1, counters agree; hash /);
    expect(stdout).toContain(`rows of ${movedTables.length} tables copied.`);
    const serve = await runHere(['serve'], { environment: { DATA_DIR: folder, PORT: '0' } });
    expect([serve.code, serve.stderr]).toEqual([4, expect.stringContaining('[store.moved]')]);
    const undo = await runHere(['migrate', '--from', folder, '--undo', '--json'], { environment });
    expect(JSON.parse(undo.stdout)).toMatchObject({ outcome: 'undone', from: path });
    await (await openSqliteStore({ path })).close();
  });
});
