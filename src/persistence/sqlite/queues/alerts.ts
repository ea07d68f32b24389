import type { AlertStore } from '../../contract/alerts.ts';
import type { NewDelivery } from '../../contract/queues/deliveries.ts';
import type { Connection } from '../connection/connection.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { alerts } from '../rows/alert-rows.ts';
import type { SyncStore } from '../sync-store.ts';

/** Stores the alerts in force. `add` adds deliveries in the current transaction. */
export function createAlerts({
  connection,
  add,
}: {
  connection: Connection;
  add: (deliveries: readonly NewDelivery[]) => void;
}): Pick<SyncStore, keyof AlertStore> {
  const { prepare, transact } = connection;
  const insert = prepare(`${insertInto('alerts', alerts.names)} ON CONFLICT (id) DO NOTHING`);
  const remove = prepare('DELETE FROM alerts WHERE id = ? AND told_at = ?');
  const list = prepare(`SELECT ${alerts.select()} FROM alerts ORDER BY id`);
  const isDone = (done: boolean): boolean => done;
  return {
    putAlert: ({ alert, toldAt, deliveries }) =>
      transact(() => {
        if (toldAt !== null && remove.run(alert.id, toldAt).changes === 0) return false;
        if (insert.run(...alerts.cells(alert)).changes === 0) return false;
        add(deliveries);
        return true;
      }, isDone),
    removeAlert: ({ id, toldAt, deliveries }) =>
      transact(() => {
        if (remove.run(id, toldAt).changes === 0) return false;
        add(deliveries);
        return true;
      }, isDone),
    listAlerts: () => list.all().map((row) => alerts.read(row)),
  };
}
