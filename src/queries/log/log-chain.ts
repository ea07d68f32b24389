import type { LogChunk } from '../../persistence/contract/campaigns/event-log.ts';
import { isFormerHash, textsHash } from '../../persistence/contract/campaigns/log-hashes.ts';
import { readChunk } from '../../persistence/contract/campaigns/read-chunk.ts';
import type { ReadChunk } from '../../persistence/contract/campaigns/read-chunk.ts';

/**
 * The first difference between a log and what was written. `seq` is the first event that is missing or cannot be
 * trusted.
 */
export type LogBreak = { seq: number; detail: string };

/** Events at the beginning of a log that were removed: the last one, and the chain of hashes up to it. */
export type Removal = { through: number; hash: string; chainedFrom: number | null };

/** A chunk that continues the one before unchanged, with its events. */
export type TakenChunk<Event> = { chunk: ReadChunk; events: readonly Event[] };

export type LogChain<Event> = {
  /** Checks the next chunk and returns it, or a break if it does not continue the one before unchanged. */
  take: (chunk: LogChunk) => TakenChunk<Event> | { broken: LogBreak };
  /** The seq that the next event must have. */
  next: () => number;
  /** The first event of a chunk that has a hash; null before there is one. */
  chainedFrom: () => number | null;
  /** The hash of the last chunk; null before there is one. */
  head: () => string | null;
};

/** Checks the chunks of one log, in order from the first: seqs, and the chain of hashes. */
export function createLogChain<Event>({
  origin,
  eventsOf,
  removalOf = () => null,
}: {
  /** The first hash uses this in place of the hash before: the campaign or client of the log. */
  origin: string;
  /** The events of a chunk. Throws if they are damaged. */
  eventsOf: (chunk: ReadChunk) => readonly Event[];
  /** What the event at the beginning of a chunk states about events before it that were removed; null without one. */
  removalOf?: (chunk: LogChunk) => Removal | null;
}): LogChain<Event> {
  let next = 1;
  let chainedFrom: number | null = null;
  let head: string | null = null;

  const hashFault = ({ body, texts, hash }: ReadChunk): string | null => {
    if (hash === null) return head === null ? null : 'has no hash, but the events before it have one';
    const previous = head ?? origin;
    if (hash === textsHash({ previous, texts: texts ?? [body] })) return null;
    if (isFormerHash({ previous, body, hash })) return null;
    return 'does not match its hash: it was changed, or what came before it was';
  };

  /** Null if the body is damaged. */
  const read = (stored: LogChunk): TakenChunk<Event> | null => {
    try {
      const chunk = readChunk(stored);
      return chunk && { chunk, events: eventsOf(chunk) };
    } catch {
      return null;
    }
  };

  return {
    take(stored) {
      const taken = read(stored);
      if (taken === null) return { broken: { seq: next, detail: 'the stored text cannot be read' } };
      const { chunk, events } = taken;
      const firstSeq = chunk.lastSeq - events.length + 1;
      const removal = next === 1 ? removalOf(chunk) : null;
      if (removal && removal.through === firstSeq - 1) {
        next = firstSeq;
        head = removal.hash;
        ({ chainedFrom } = removal);
      }
      if (firstSeq > next)
        return { broken: { seq: next, detail: `events ${next} to ${firstSeq - 1} are missing` } };
      const fault = firstSeq < next || events.length === 0 ? 'has the wrong length' : hashFault(chunk);
      if (fault !== null)
        return { broken: { seq: next, detail: `the chunk of events ${next} to ${chunk.lastSeq} ${fault}` } };
      if (chunk.hash !== null) chainedFrom ??= next;
      head = chunk.hash;
      next = chunk.lastSeq + 1;
      return taken;
    },
    next: () => next,
    chainedFrom: () => chainedFrom,
    head: () => head,
  };
}
