import { chunkHash } from '../contract/campaigns/event-log.ts';
import type { Redactor } from './redaction.ts';

type Chunk = { body: string; hash: string | null };

/** Yields the chunks that change: those with a removed text, and all after the first of them. */
export function* relinked<At>({
  chunks,
  before,
  redactor,
}: {
  chunks: readonly { at: At; chunk: Chunk }[];
  /** The hash before the first chunk. */
  before: string;
  redactor: Redactor;
}): Generator<{ at: At; chunk: Chunk }, void, undefined> {
  let previous = before;
  for (const { at, chunk } of chunks) {
    const body = redactor.text(chunk.body) ?? chunk.body;
    // Chunks of versions without hashes keep none.
    const hash = chunk.hash === null ? null : chunkHash({ previous, body });
    if (body !== chunk.body || hash !== chunk.hash) yield { at, chunk: { body, hash } };
    previous = hash ?? previous;
  }
}
