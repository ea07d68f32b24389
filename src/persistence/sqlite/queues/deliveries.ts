import type {
  DeadLetters,
  DeliveryQueue,
  DeliveryStore,
  NewDelivery,
  Settlement,
} from '../../contract/queues/deliveries.ts';
import type { Cell, Connection } from '../connection/connection.ts';
import { readCursor, toPage } from '../../contract/cursors.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { deliveries } from '../rows/queues/delivery-rows.ts';
import type { SyncStore } from '../sync-store.ts';

type Verbs = Pick<SyncStore, keyof DeliveryStore>;

/** Stores deliveries to outside programs. A delivery that was taken is due again when its lease ends. */
export function createDeliveries({ connection }: { connection: Connection }): Verbs & {
  /** Adds deliveries in the current transaction. */
  addDeliveries: (deliveries: readonly NewDelivery[]) => void;
} {
  const { prepare, transact, countChanges } = connection;
  const insert = prepare(`${insertInto('deliveries', deliveries.names)} ON CONFLICT (id) DO NOTHING`);
  const dueOf = `target = ? AND state = 'waiting' AND due_at <= ?`;
  const take = prepare(
    `UPDATE deliveries SET due_at = ?, tries = tries + 1 WHERE id IN
       (SELECT id FROM deliveries WHERE ${dueOf} ORDER BY due_at, id LIMIT ?)
     RETURNING ${deliveries.select()}`,
  );
  const dueTimes = prepare(`SELECT id FROM deliveries WHERE ${dueOf} ORDER BY due_at, id LIMIT ?`);
  const isDue = prepare(`SELECT 1 FROM deliveries WHERE ${dueOf} LIMIT 1`);
  const expire = prepare(
    `UPDATE deliveries SET state = 'dead', last_error = ? WHERE id IN
       (SELECT id FROM deliveries WHERE ${dueOf} AND until <= ? ORDER BY due_at, id LIMIT ?)`,
  );
  const read = prepare(`SELECT ${deliveries.select()} FROM deliveries WHERE id = ?`);
  const addDeliveries = (added: readonly NewDelivery[]): void => {
    for (const delivery of added) {
      const fresh = { state: 'waiting', tries: 0, failures: 0, lastError: null, answer: null } as const;
      insert.get(...deliveries.cells({ ...delivery, ...fresh }));
    }
  };
  return {
    addDeliveries,
    putDeliveries: (added) => transact(() => countChanges(() => addDeliveries(added))),
    listDueTargets: ({ targets, now }) => targets.filter((target) => isDue.get(target, now) !== undefined),
    takeDueDeliveries: ({ target, now, leasedUntil, limit }) => {
      if (isDue.get(target, now) === undefined) return [];
      return transact(() => {
        const order = dueTimes.all(target, now, limit).map(([id]) => id);
        const found = new Map(
          take.all(leasedUntil, target, now, limit).map((row) => {
            const delivery = deliveries.read(row);
            return [delivery.id, delivery] as const;
          }),
        );
        return order.flatMap((id) => found.get(id as string) ?? []);
      });
    },
    settleDeliveries: createSettle(connection),
    expireDeliveries: ({ target, now, error, limit }) =>
      transact(() => Number(expire.run(error, target, now, now, limit).changes)),
    ...createDeadLetters(connection),
    readDelivery: (id) => read.all(id).map(deliveries.read)[0] ?? null,
    listDeliveries: createList(connection),
    readDeliveryQueues: createReadQueues(connection),
  };
}

function createSettle({ prepare, transact }: Connection): Verbs['settleDeliveries'] {
  const taken = `id = ? AND tries = ? AND state = 'waiting'`;
  const received = prepare(`DELETE FROM deliveries WHERE ${taken}`);
  const failed = prepare(
    `UPDATE deliveries SET due_at = ?, last_error = ?, answer = ?, failures = failures + 1 WHERE ${taken}`,
  );
  const givenUp = prepare(
    `UPDATE deliveries SET state = 'dead', last_error = ?, answer = ?, failures = failures + 1 WHERE ${taken}`,
  );
  const returned = prepare(`UPDATE deliveries SET due_at = ? WHERE ${taken}`);
  const settle = (one: Settlement): boolean => {
    const { id, tries } = one;
    const answer = 'answer' in one && one.answer ? JSON.stringify(one.answer) : null;
    const run = (): { changes: number | bigint } => {
      if (one.outcome === 'received') return received.run(id, tries);
      if (one.outcome === 'returned') return returned.run(one.dueAt, id, tries);
      if (one.outcome === 'failed') return failed.run(one.dueAt, one.error, answer, id, tries);
      return givenUp.run(one.error, answer, id, tries);
    };
    return run().changes === 1;
  };
  return (settled) => (settled.length === 0 ? [] : transact(() => settled.filter(settle)));
}

/** The verbs of deliveries that were given up, or that are not wanted any more. */
function createDeadLetters({
  prepare,
  transact,
}: Connection): Pick<
  Verbs,
  'requeueDeliveries' | 'discardDeliveries' | 'dropDeliveries' | 'dropDeadDeliveries'
> {
  const queue = `SET state = 'waiting', due_at = ?, until = ?, failures = 0`;
  const some = `id IN (SELECT id FROM deliveries INDEXED BY deliveries_dead_of
    WHERE state = 'dead' AND target = ? AND created_at >= ? AND created_at < ? ORDER BY created_at, id LIMIT ?)`;
  const one = `id = ? AND target = ? AND state = 'dead' AND created_at >= ? AND created_at < ?`;
  const requeueSome = prepare(`UPDATE deliveries ${queue} WHERE ${some}`);
  const requeueOne = prepare(`UPDATE deliveries ${queue} WHERE ${one}`);
  const discardSome = prepare(`DELETE FROM deliveries WHERE ${some}`);
  const discardOne = prepare(`DELETE FROM deliveries WHERE ${one}`);
  const drop = prepare(
    `DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE target = ? LIMIT ?)`,
  );
  const dropDead = prepare(
    `DELETE FROM deliveries WHERE id IN
       (SELECT id FROM deliveries INDEXED BY deliveries_dead
        WHERE state = 'dead' AND created_at < ? ORDER BY created_at LIMIT ?)`,
  );
  const findDead = prepare(`SELECT 1 FROM deliveries WHERE state = 'dead' AND created_at < ? LIMIT 1`);
  const counted = (changes: number | bigint): number => Number(changes);
  const change = (
    { target, ids, from = 0, to = Number.MAX_SAFE_INTEGER, limit }: DeadLetters & { limit: number },
    statements: { some: typeof drop; one: typeof drop },
    set: readonly Cell[],
  ): number =>
    transact(() => {
      if (!ids) return counted(statements.some.run(...set, target, from, to, limit).changes);
      const changes = ids
        .slice(0, limit)
        .map((id) => counted(statements.one.run(...set, id, target, from, to).changes));
      return changes.reduce((sum, count) => sum + count, 0);
    });
  return {
    requeueDeliveries: ({ dueAt, until, ...letters }) =>
      change(letters, { some: requeueSome, one: requeueOne }, [dueAt, until]),
    discardDeliveries: (letters) => change(letters, { some: discardSome, one: discardOne }, []),
    dropDeliveries: ({ target, limit }) => transact(() => counted(drop.run(target, limit).changes)),
    dropDeadDeliveries: ({ before, limit }) =>
      transact(() => {
        dropDead.run(before, limit);
        return findDead.get(before) !== undefined;
      }),
  };
}

/** The targets are found one after another in the index, and the deliveries of each are counted there. */
function createReadQueues({ prepare }: Connection): Verbs['readDeliveryQueues'] {
  const nextTarget = prepare('SELECT min(target) FROM deliveries WHERE target > ?');
  const ofState = prepare('SELECT count(*), min(created_at) FROM deliveries WHERE target = ? AND state = ?');
  return () => {
    const queues: DeliveryQueue[] = [];
    for (let target = ''; ;) {
      const found = nextTarget.get(target)?.[0];
      if (typeof found !== 'string') return queues;
      target = found;
      const [waiting, oldestAt] = (ofState.get(target, 'waiting') ?? []) as [number, number | null];
      const [dead] = (ofState.get(target, 'dead') ?? []) as [number];
      queues.push({ target, waiting, dead, oldestAt });
    }
  };
}

function createList({ prepare }: Connection): Verbs['listDeliveries'] {
  const list = prepare(
    `SELECT ${deliveries.select()} FROM deliveries
     WHERE target = ? AND state = ? AND (due_at, id) > (?, ?) ORDER BY due_at, id LIMIT ?`,
  );
  return ({ target, state, after, limit }) => {
    const cursor = readCursor({ after, form: [0, ''] as const }) ?? [-Infinity, ''];
    const found = list.all(target, state, ...cursor, limit + 1).map(deliveries.read);
    return toPage({ found, limit, cursorOf: ({ dueAt, id }) => [dueAt, id] });
  };
}
