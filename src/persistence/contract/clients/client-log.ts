import type { ClientEvent, NewClientEvent } from '../../../domain/client-event.ts';
import type { LogChunk } from '../campaigns/event-log.ts';

/**
 * The log of each client: drafts and suppressions that were removed, settings that were changed, emergency stops. What
 * concerns all clients is in the log of `*`. The writes that make these changes append to it in their commit; nothing is
 * ever removed from it.
 */
export type ClientLogStore = {
  /** Events after a seq, in order. */
  readClientLog: (input: {
    client: string;
    afterSeq: number;
    limit: number;
  }) => Promise<readonly ClientEvent[]>;
  /** The seq of the last event; 0 where there is none. */
  readLastClientSeq: (client: string) => Promise<number>;
  /**
   * The chunks of the log after a seq, in order, exactly as they are stored. Each holds one event, and its hash links it
   * to the one before, as in the log of a campaign: the first takes the client in place of the hash before.
   */
  readClientLogChunks: (input: {
    client: string;
    afterSeq: number;
    limit: number;
  }) => Promise<readonly LogChunk[]>;
};

/** The text that an event of a client's log is stored as. */
export function clientEventBody({ type, at, by, data }: NewClientEvent): string {
  return JSON.stringify([at, type, by, data]);
}

/** The event of a chunk. Throws a `SyntaxError` or `TypeError` if its body is damaged. */
export function clientEventOf({ lastSeq, body }: Pick<LogChunk, 'lastSeq' | 'body'>): ClientEvent {
  const [at, type, by, data] = JSON.parse(body) as [number, string, string, object];
  return { seq: lastSeq, at, type, by, data } as ClientEvent;
}
