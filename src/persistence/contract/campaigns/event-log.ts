import type { CampaignEvent, EventOf } from '../../../domain/events/campaign-event.ts';
import { inTodaysWords } from '../../../domain/events/former-event.ts';
import { bodyOf, textsHash } from './log-hashes.ts';

/**
 * The maximum number of events in a chunk. A larger chunk makes a turn's log cheaper to write and one event slower to
 * read.
 */
export const largestChunk = 100;

/** A part of a campaign's log as it is stored: some or all events of one turn. */
export type LogChunk = {
  /** The seq of the last event in the chunk. */
  lastSeq: number;
  /** The events as text, as `chunkBody` writes it. */
  body: string;
  /**
   * The hash that links the chunk to the one before: see `chunkHash`. Null in chunks of versions that wrote no hashes.
   */
  hash: string | null;
};

/**
 * Reads the log of events of each campaign. Turns append to it: see `Turn.events`. The beginning of the log of an ended
 * campaign may have been removed (`cutLog`): then it begins with the event `campaign.log-removed`.
 */
export type EventLogStore = {
  /** Returns the events after a seq, in order. With `position`, only the events of that contact. */
  readEvents: (input: {
    campaign: string;
    afterSeq: number;
    position?: number;
    limit: number;
  }) => Promise<readonly CampaignEvent[]>;
  /**
   * Returns the chunks of a campaign's log that end after a seq, in order, exactly as they are stored. The store
   * writes each chunk in the commit of its events, with the hash that links it to the chunk before.
   */
  readLogChunks: (input: {
    campaign: string;
    afterSeq: number;
    limit: number;
  }) => Promise<readonly LogChunk[]>;
};

/**
 * Returns the event with which a log begins whose earlier events were removed; null if the chunk does not begin with one.
 */
export function removalIn(chunk: Pick<LogChunk, 'lastSeq' | 'body'>): EventOf<'campaign.log-removed'> | null {
  const [first] = eventsOfChunk(chunk);
  return first?.type === 'campaign.log-removed' ? first : null;
}

/** An event in the body of a chunk. Its seq follows from its place. */
type StoredEvent = [
  at: number,
  type: CampaignEvent['type'],
  position: number | null,
  attempt: string | null,
  by: string | null,
  data: CampaignEvent['data'],
];

/** Returns the text that is stored for an event in the body of its chunk. */
export function eventText({ at, type, position, attempt, by, data }: CampaignEvent): string {
  return JSON.stringify([at, type, position, attempt, by, data] satisfies StoredEvent);
}

/** Returns the text that is stored for a chunk of these events. */
export function chunkBody(events: readonly CampaignEvent[]): string {
  return bodyOf(events.map(eventText));
}

/**
 * Returns the events of a chunk, with the event types of this version. Throws a `SyntaxError` or `TypeError` if its
 * body is damaged.
 */
export function eventsOfChunk({ lastSeq, body }: Pick<LogChunk, 'lastSeq' | 'body'>): CampaignEvent[] {
  return eventsOfParts({ lastSeq, parts: JSON.parse(body) as StoredEvent[] });
}

/** Returns the events of a chunk that was parsed. Throws a `TypeError` if they are damaged. */
export function eventsOfParts({
  lastSeq,
  parts,
}: {
  lastSeq: number;
  parts: readonly unknown[];
}): CampaignEvent[] {
  const stored = parts as readonly StoredEvent[];
  const firstSeq = lastSeq - stored.length + 1;
  return stored.map(([at, type, position, attempt, by, data], index) =>
    inTodaysWords({ seq: firstSeq + index, at, type, position, attempt, by, data } as CampaignEvent),
  );
}

/**
 * Divides events into chunks, in order, each linked to the one before. `previous` is the hash before the first chunk.
 */
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
    const texts = part.map(eventText);
    const hash = textsHash({ previous: chunks.at(-1)?.hash ?? previous, texts });
    chunks.push({ lastSeq: part.at(-1)?.seq ?? 0, body: bodyOf(texts), hash });
  }
  return chunks;
}
