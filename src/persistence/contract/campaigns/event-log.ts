import { hash } from 'node:crypto';
import type { CampaignEvent } from '../../../domain/events/campaign-event.ts';
import { inTodaysWords } from '../../../domain/events/former-event.ts';

/** The maximum number of events in a chunk: enough to make the log of a turn cheap, few enough to read one of them quickly. */
export const largestChunk = 100;

/** A part of a campaign's log as it is stored: the events of one turn, or some of them. */
export type LogChunk = {
  /** The seq of its last event. */
  lastSeq: number;
  /** Its events as text, as `chunkBody` writes it. */
  body: string;
  /** Links it to the chunk before: see `chunkHash`. Null if a version stored it that wrote no hashes. */
  hash: string | null;
};

/** The log of events of each campaign. Turns append to it: see `Turn.events`. */
export type EventLogStore = {
  /** Events after a seq, in order; of one contact only if `position` is given. */
  readEvents: (input: {
    campaign: string;
    afterSeq: number;
    position?: number;
    limit: number;
  }) => Promise<readonly CampaignEvent[]>;
  /**
   * The chunks of a campaign's log that end after a seq, in order, exactly as they are stored. The store writes each in the
   * commit of its events, with the hash that links it to the one before.
   */
  readLogChunks: (input: {
    campaign: string;
    afterSeq: number;
    limit: number;
  }) => Promise<readonly LogChunk[]>;
};

/** An event in the body of a chunk: its seq follows from its place. */
type StoredEvent = [
  at: number,
  type: CampaignEvent['type'],
  position: number | null,
  attempt: string | null,
  by: string | null,
  data: CampaignEvent['data'],
];

/** The text that a chunk of these events is stored as. */
export function chunkBody(events: readonly CampaignEvent[]): string {
  return JSON.stringify(
    events.map(({ at, type, position, attempt, by, data }): StoredEvent => [
      at,
      type,
      position,
      attempt,
      by,
      data,
    ]),
  );
}

/** The events of a chunk, in the words of this version. Throws a `SyntaxError` or `TypeError` if its body is damaged. */
export function eventsOfChunk({ lastSeq, body }: Pick<LogChunk, 'lastSeq' | 'body'>): CampaignEvent[] {
  const stored = JSON.parse(body) as StoredEvent[];
  const firstSeq = lastSeq - stored.length + 1;
  return stored.map(([at, type, position, attempt, by, data], index) =>
    inTodaysWords({ seq: firstSeq + index, at, type, position, attempt, by, data } as CampaignEvent),
  );
}

/** Chunks with these events in order, each linked to the one before. `previous`: the hash before the first one. */
export function chunksOf({
  previous,
  events,
}: {
  previous: string;
  events: readonly CampaignEvent[];
}): (LogChunk & { hash: string })[] {
  const chunks: (LogChunk & { hash: string })[] = [];
  for (let start = 0; start < events.length; start += largestChunk) {
    const part = events.slice(start, start + largestChunk);
    const body = chunkBody(part);
    const hash = chunkHash({ previous: chunks.at(-1)?.hash ?? previous, body });
    chunks.push({ lastSeq: part.at(-1)?.seq ?? 0, body, hash });
  }
  return chunks;
}

/**
 * The hash of a chunk: SHA-256, as hexadecimal text, over the hash of the chunk before, a line feed and the body. The first
 * chunk that has a hash takes the id of the campaign in place of the hash before.
 */
export function chunkHash({ previous, body }: { previous: string; body: string }): string {
  return hash('sha256', `${previous}\n${body}`);
}
