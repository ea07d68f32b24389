import type { Store } from '../contract/store.ts';
import { openConnection } from '../sqlite/connection/open.ts';
import type { Connection } from '../sqlite/connection/connection.ts';
import { readMove, writeMove } from '../sqlite/connection/move-mark.ts';
import type { Move } from '../sqlite/rows/move-rows.ts';
import { createSqliteStore } from '../sqlite/sqlite-store.ts';

/** The embedded store that is moved. No other process can open its file meanwhile. */
export type MoveSource = {
  connection: Connection;
  /** Its verbs, for the verification. */
  store: Store;
  /** The mark of a move, or null. */
  move: () => Move | null;
  /** Marks the store, so that it is not opened any more; null removes the mark. */
  mark: (move: Move | null) => void;
};

const sweptRows = 10_000;

/**
 * Opens the store in a file and finishes the removal of its drafts. Throws `store.locked` if a service uses it, and the
 * other errors of a store that cannot be opened.
 */
export async function openMoveSource({ path }: { path: string }): Promise<MoveSource> {
  const connection = openConnection({ path });
  const store = createSqliteStore({ connection, path });
  try {
    while (await store.sweepRemoved({ limit: sweptRows }));
  } catch (error) {
    await store.close();
    throw error;
  }
  return {
    connection,
    store,
    move: () => readMove(connection),
    mark: (move) => writeMove(connection, move),
  };
}
