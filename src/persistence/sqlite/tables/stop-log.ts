import type { StopEvent } from '../../../domain/hold.ts';
import type { Connection, Row } from '../connection/connection.ts';
import { readCursor, toPage } from '../rows/cursors.ts';
import type { SyncStore } from '../sync-store.ts';

export type StopLog = Pick<SyncStore, 'listStopEvents'> & {
  /** Appends a line, within the transaction that orders or lifts the stop. */
  append: (event: StopEvent) => void;
};

/** The log of emergency stops; it outlives the stops themselves. */
export function createStopLog({ connection }: { connection: Connection }): StopLog {
  const { prepare } = connection;
  const insert = prepare('INSERT INTO stop_events (client, event, reason, by, at) VALUES (?, ?, ?, ?, ?)');
  const select = 'SELECT number, client, event, reason, by, at FROM stop_events';
  const newest = prepare(`${select} WHERE number < ? ORDER BY number DESC LIMIT ?`);
  const newestOf = prepare(`${select} WHERE client = ? AND number < ? ORDER BY number DESC LIMIT ?`);
  return {
    append: ({ client, event, reason, by, at }) => void insert.get(client, event, reason, by, at),
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

function numbered([number, client, event, reason, by, at]: Row): { number: number; event: StopEvent } {
  return { number: number as number, event: { client, event, reason, by, at } as StopEvent };
}
