import type { DeliveryStore, NewDelivery } from '../../contract/queues/deliveries.ts';
import type { Connection } from '../connection/connection.ts';
import { createOrderedList } from '../lists/ordered-list.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { deliveries } from '../rows/queues/delivery-rows.ts';
import type { SyncStore } from '../sync-store.ts';

/** Stores deliveries to outside programs. A delivery that was taken is due again when its lease ends. */
export function createDeliveries({ connection }: { connection: Connection }): Pick<
  SyncStore,
  keyof DeliveryStore
> & {
  /** Adds deliveries in the current transaction. */
  addDeliveries: (deliveries: readonly NewDelivery[]) => void;
} {
  const { prepare, transact, countChanges } = connection;
  const insert = prepare(`${insertInto('deliveries', deliveries.names)} ON CONFLICT (id) DO NOTHING`);
  const take = prepare(
    `UPDATE deliveries SET due_at = ?, tries = tries + 1 WHERE id IN
       (SELECT id FROM deliveries WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at, id LIMIT ?)
     RETURNING ${deliveries.select()}`,
  );
  const dueTimes = prepare(
    `SELECT id, due_at FROM deliveries WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at, id LIMIT ?`,
  );
  const taken = `id = ? AND tries = ? AND state = 'waiting'`;
  const complete = prepare(`DELETE FROM deliveries WHERE ${taken}`);
  const fail = prepare(`UPDATE deliveries SET due_at = ?, last_error = ? WHERE ${taken}`);
  const giveUp = prepare(`UPDATE deliveries SET state = 'dead', last_error = ? WHERE ${taken}`);
  const requeue = prepare(
    `UPDATE deliveries SET state = 'waiting', due_at = ? WHERE id = ? AND state = 'dead'`,
  );
  const drop = prepare(
    `DELETE FROM deliveries WHERE id IN
       (SELECT id FROM deliveries INDEXED BY deliveries_dead
        WHERE state = 'dead' AND created_at < ? ORDER BY created_at LIMIT ?)`,
  );
  const findDead = prepare(`SELECT 1 FROM deliveries WHERE state = 'dead' AND created_at < ? LIMIT 1`);
  const list = createOrderedList({
    connection,
    table: deliveries,
    filters: ['client', 'state'],
    time: { column: 'due_at', of: ({ dueAt }) => dueAt },
  });
  const addDeliveries = (added: readonly NewDelivery[]): void => {
    for (const delivery of added)
      insert.get(...deliveries.cells({ ...delivery, state: 'waiting', tries: 0, lastError: null }));
  };
  return {
    addDeliveries,
    putDeliveries: (added) => transact(() => countChanges(() => addDeliveries(added))),
    takeDueDeliveries: ({ now, leasedUntil, limit }) =>
      transact(() => {
        const order = dueTimes.all(now, limit).map(([id]) => id);
        const found = new Map(
          take.all(leasedUntil, now, limit).map((row) => {
            const delivery = deliveries.read(row);
            return [delivery.id, delivery] as const;
          }),
        );
        return order.flatMap((id) => found.get(id as string) ?? []);
      }),
    completeDelivery: ({ id, tries }) => transact(() => complete.run(id, tries).changes === 1),
    failDelivery: ({ id, tries, dueAt, error }) =>
      transact(() => fail.run(dueAt, error, id, tries).changes === 1),
    giveUpDelivery: ({ id, tries, error }) => transact(() => giveUp.run(error, id, tries).changes === 1),
    requeueDelivery: ({ id, dueAt }) => transact(() => requeue.run(dueAt, id).changes === 1),
    listDeliveries: ({ client, state, after, limit }) => list({ match: { client, state }, after, limit }),
    dropDeadDeliveries: ({ before, limit }) =>
      transact(() => {
        drop.run(before, limit);
        return findDead.get(before) !== undefined;
      }),
  };
}
