import type { RingmasterErrorInput } from '../../domain/errors.ts';
import type { ReadContactsInput } from '../import-reader.ts';

/** What the thread reads. The bytes of the list follow in messages. */
export type ReadingOrder = Pick<ReadContactsInput, 'definition' | 'format'> & {
  encoding: string | null;
  startAfterRow: number;
  takenDigest: string | null;
  chunkRows: number;
};

/** A message to the thread: the next bytes of the list (null after the last), or the permission for one more chunk. */
export type ToReader = { type: 'bytes'; bytes: Uint8Array | null } | { type: 'next' };

/**
 * A message from the thread: it needs the next bytes, it has read a chunk, it has read all, or it failed with a
 * RingmasterError. A chunk is JSON: reading one text costs the main thread less than reading a cloned object.
 */
export type FromReader =
  | { type: 'more' }
  | { type: 'chunk'; json: string }
  | { type: 'end' }
  | { type: 'failed'; error: RingmasterErrorInput };

/** The number of chunks that the thread reads before the main thread has taken one. */
export const chunksAhead = 3;
