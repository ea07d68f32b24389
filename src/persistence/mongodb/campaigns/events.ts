import type { ClientSession } from 'mongodb';
import type { CampaignEvent } from '../../../domain/events/campaign-event.ts';
import { chunksOf, eventsOfChunk, largestChunk } from '../../contract/campaigns/event-log.ts';
import type { EventLogStore, LogChunk } from '../../contract/campaigns/event-log.ts';
import type { ChunkDoc, Collections } from '../documents/collections.ts';
import { keyOf, numberOf } from '../../common/keys.ts';
import { keysAfter } from '../documents/keys.ts';

export type EventLog = EventLogStore & {
  /** Writes events, within the running transaction, and resolves with the hash of the last chunk. */
  append: (
    log: { campaign: number; previous: string; events: readonly CampaignEvent[] },
    session: ClientSession,
  ) => Promise<string>;
};

/** A log, by the number of its campaign. Chunks before the event `cutSeq` are removed, or will be. */
type Log = { number: number; cutSeq: number };

/**
 * Stores the log of each campaign. A document contains the events of one turn, or some of them, under the seq of the
 * last one.
 */
export function createEvents({
  campaigns,
  chunks,
  enrollments,
}: Pick<Collections, 'campaigns' | 'chunks' | 'enrollments'>): EventLog {
  const logOf = async (campaign: string): Promise<Log | null> => {
    const found = await campaigns.findOne({ _id: campaign }, { projection: { number: 1, cutSeq: 1 } });
    return found ? { number: found.number, cutSeq: found.cutSeq ?? 0 } : null;
  };

  const readChunks = async (
    { number, cutSeq }: Log,
    afterSeq: number,
    limit: number,
  ): Promise<LogChunk[]> => {
    const found = await chunks
      .find({ _id: keysAfter(number, Math.max(afterSeq, cutSeq - 1)) })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    return found.map(chunkFrom);
  };

  /** Resolves with events after a seq in order: at least `wanted` of them, or all if there are fewer. */
  const readOn = async (log: Log, afterSeq: number, wanted: number): Promise<CampaignEvent[]> => {
    const events: CampaignEvent[] = [];
    let from = afterSeq;
    while (events.length < wanted) {
      const limit = Math.ceil((wanted - events.length) / largestChunk);
      const read = await readChunks(log, from, limit);
      if (read.length === 0) break;
      events.push(...read.flatMap(eventsOfChunk).filter(({ seq }) => seq > afterSeq));
      from = read.at(-1)?.lastSeq ?? from;
    }
    return events;
  };

  const readOfContact = async (
    log: Log,
    { position, afterSeq, limit }: { position: number; afterSeq: number; limit: number },
  ): Promise<CampaignEvent[]> => {
    const found = await enrollments.findOne(
      { _id: keyOf(log.number, position) },
      { projection: { 'trail.events': 1 } },
    );
    const seqs = (found?.trail.events ?? []).filter((seq) => seq > afterSeq && seq >= log.cutSeq);
    const read = await Promise.all(seqs.slice(0, limit).map((seq) => readOn(log, seq - 1, 1)));
    return read.flatMap((events) => events.slice(0, 1));
  };

  return {
    async append({ campaign, previous, events }, session) {
      const added = chunksOf({ previous, events });
      const documents = added.map(({ lastSeq, body, hash }) => ({
        _id: keyOf(campaign, lastSeq),
        body,
        hash,
      }));
      if (documents.length > 0) await chunks.insertMany(documents, { session });
      return added.at(-1)?.hash ?? previous;
    },
    async readEvents({ campaign, afterSeq, position, limit }) {
      const log = await logOf(campaign);
      if (!log || limit <= 0) return [];
      if (position !== undefined) return readOfContact(log, { position, afterSeq, limit });
      return (await readOn(log, afterSeq, limit)).slice(0, limit);
    },
    async readLogChunks({ campaign, afterSeq, limit }) {
      const log = await logOf(campaign);
      return log && limit > 0 ? readChunks(log, afterSeq, limit) : [];
    },
  };
}

function chunkFrom({ _id, body, hash }: ChunkDoc): LogChunk {
  return { lastSeq: numberOf(_id), body, hash };
}
