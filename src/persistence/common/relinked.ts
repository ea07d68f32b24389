import { removalIn } from '../contract/campaigns/event-log.ts';
import { chunkHash } from '../contract/campaigns/log-hashes.ts';
import { numberOf } from './keys.ts';
import type { Redactor } from './redaction.ts';

type Chunk = { body: string; hash: string | null };

/** Returns the hash before the first chunk of a log whose beginning was removed; null if nothing was. */
export function hashBefore(first: { at: number; chunk: Chunk } | undefined): string | null {
  return first
    ? (removalIn({ lastSeq: numberOf(first.at), body: first.chunk.body })?.data.hash ?? null)
    : null;
}

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
  let isLinked = true;
  for (const { at, chunk } of chunks) {
    const body = redactor.text(chunk.body) ?? chunk.body;
    const isChanged = body !== chunk.body;
    // Chunks of versions without hashes keep none, and those before the first change keep theirs, of any version.
    if (chunk.hash !== null && isChanged) isLinked = false;
    const hash = isLinked || chunk.hash === null ? chunk.hash : chunkHash({ previous, body });
    if (isChanged || !isLinked) yield { at, chunk: { body, hash } };
    previous = hash ?? previous;
  }
}
