import type { LogChunk } from './event-log.ts';
import { textsOf } from './log-hashes.ts';

/** A chunk of a log with the content of its body. */
export type ReadChunk = LogChunk & {
  /** The values in the body: one for each event of a campaign; those of the one event of a client. */
  parts: readonly unknown[];
  /** The texts of the parts, of which the hash is made; null if the body is not exactly what was written. */
  texts: readonly string[] | null;
};

/** Parses the body of a chunk. Returns null if it is damaged. */
export function readChunk(chunk: LogChunk): ReadChunk | null {
  try {
    const parts: unknown = JSON.parse(chunk.body);
    return Array.isArray(parts) ? { ...chunk, parts, texts: textsOf(chunk.body, parts) } : null;
  } catch {
    return null;
  }
}
