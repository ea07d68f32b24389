import type { Connection } from '../connection/connection.ts';
import type { SyncStore } from '../sync-store.ts';

/** Rebuilding a file of this size takes less than a second. */
const mostBytes = 128 * 1024 * 1024;

/** Removes the remains of deleted data. A file of more than `mostBytesAtOnce` is only rebuilt by an order for the whole file. */
export function createScrub({
  connection: { readOne, emptyLog },
  mostBytesAtOnce = mostBytes,
}: {
  connection: Pick<Connection, 'readOne' | 'emptyLog'>;
  mostBytesAtOnce?: number;
}): SyncStore['scrub'] {
  return ({ whole }) => {
    const bytes = Number(readOne('PRAGMA page_count')) * Number(readOne('PRAGMA page_size'));
    const rebuild = whole || bytes <= mostBytesAtOnce;
    emptyLog({ rebuild });
    return rebuild;
  };
}
