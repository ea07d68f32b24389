import type { ClientEvent, NewClientEvent } from '../../../domain/client-event.ts';
import type { LogChunk } from '../campaigns/event-log.ts';

/**
 * The log of each client: drafts and suppressions that were removed, settings that were changed, emergency stops.
 * Events that concern all clients are in the log of `*`. The writes that make these changes append to the log in their
 * commit. Nothing is ever removed from it.
 */
export type ClientLogStore = {
  /** Returns the events after a seq, in order. */
  readClientLog: (input: {
    client: string;
    afterSeq: number;
    limit: number;
  }) => Promise<readonly ClientEvent[]>;
  /** Returns the seq of the last event; 0 if there is none. */
  readLastClientSeq: (client: string) => Promise<number>;
  /**
   * Returns the chunks of the log after a seq, in order, exactly as they are stored. Each chunk has one event, and its
   * hash links it to the chunk before, as in the log of a campaign. The first chunk uses the client instead of the
   * hash of the chunk before.
   */
  readClientLogChunks: (input: {
    client: string;
    afterSeq: number;
    limit: number;
  }) => Promise<readonly LogChunk[]>;
};

/** Returns the text that is stored for an event of a client's log. */
export function clientEventBody({ type, at, by, data }: NewClientEvent): string {
  return JSON.stringify([at, type, by, data]);
}

/** Returns the event of a chunk. Throws a `SyntaxError` or `TypeError` if its body is damaged. */
export function clientEventOf({ lastSeq, body }: Pick<LogChunk, 'lastSeq' | 'body'>): ClientEvent {
  return clientEventOfParts({ lastSeq, parts: JSON.parse(body) as unknown[] });
}

/** Returns the event of a chunk that was parsed. */
export function clientEventOfParts({
  lastSeq,
  parts,
}: {
  lastSeq: number;
  parts: readonly unknown[];
}): ClientEvent {
  const [at, type, by, data] = parts;
  return { seq: lastSeq, at, type, by, data } as ClientEvent;
}
