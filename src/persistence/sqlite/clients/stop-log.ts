import type { StopEvent } from '../../../domain/emergency-stop.ts';
import type { Connection, Row } from '../connection/connection.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { readCursor, toPage } from '../../contract/cursors.ts';
import { stopEvents } from '../rows/clients/setting-rows.ts';
import type { SyncStore } from '../sync-store.ts';

export type StopLog = Pick<SyncStore, 'listStopEvents'> & {
  /** Appends a line, within the transaction that orders or lifts the stop. */
  append: (event: StopEvent) => void;
};

/** Stores the log of emergency stops. It is kept after the stops are lifted. */
export function createStopLog({ connection }: { connection: Connection }): StopLog {
  const { prepare } = connection;
  const insert = prepare(insertInto('stop_events', stopEvents.names));
  const select = `SELECT ${stopEvents.select()}, number FROM stop_events`;
  const newest = prepare(`${select} WHERE number < ? ORDER BY number DESC LIMIT ?`);
  const newestOf = prepare(`${select} WHERE client = ? AND number < ? ORDER BY number DESC LIMIT ?`);
  return {
    append: (event) => void insert.get(...stopEvents.cells(event)),
    listStopEvents({ clients, after, limit }) {
      const [before] = readCursor({ after, form: [0] as const }) ?? [Number.MAX_SAFE_INTEGER];
      const rows =
        clients === undefined
          ? newest.all(before, limit + 1)
          : clients.flatMap((client) => newestOf.all(client, before, limit + 1));
      const found = rows.map(numbered).sort((left, right) => right.number - left.number);
      const page = toPage({ found, limit, cursorOf: ({ number }) => [number] });
      return { items: page.items.map(({ event }) => event), next: page.next };
    },
  };
}

function numbered(row: Row): { number: number; event: StopEvent } {
  return { number: row[stopEvents.names.length] as number, event: stopEvents.read(row) };
}
