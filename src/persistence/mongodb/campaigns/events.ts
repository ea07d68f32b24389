import type { ClientSession } from 'mongodb';
import type { CampaignEvent } from '../../../domain/events/campaign-event.ts';
import { chunksOf, eventsOfChunk, largestChunk } from '../../contract/campaigns/event-log.ts';
import type { EventLogStore, LogChunk } from '../../contract/campaigns/event-log.ts';
import type { ChunkDoc, Collections } from '../documents/collections.ts';
import { keyOf, numberOf } from '../../common/keys.ts';
import { keysAfter } from '../documents/keys.ts';
import type { ReadHead } from './campaign-heads.ts';

export type EventLog = EventLogStore & {
  /** Writes events, within the running transaction, and resolves with the hash of the last chunk. */
  append: (
    log: { campaign: number; previous: string; events: readonly CampaignEvent[] },
    session: ClientSession,
  ) => Promise<string>;
};

/**
 * Stores the log of each campaign. A document contains the events of one turn, or some of them, under the seq of the
 * last one.
 */
export function createEvents({
  collections: { chunks, enrollments },
  readHead,
}: {
  collections: Pick<Collections, 'chunks' | 'enrollments'>;
  readHead: ReadHead;
}): EventLog {
  const readChunks = async (campaign: number, afterSeq: number, limit: number): Promise<LogChunk[]> => {
    const found = await chunks
      .find({ _id: keysAfter(campaign, afterSeq) })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    return found.map(chunkFrom);
  };

  /** Resolves with events after a seq in order: at least `wanted` of them, or all if there are fewer. */
  const readOn = async (campaign: number, afterSeq: number, wanted: number): Promise<CampaignEvent[]> => {
    const events: CampaignEvent[] = [];
    let from = afterSeq;
    while (events.length < wanted) {
      const limit = Math.ceil((wanted - events.length) / largestChunk);
      const read = await readChunks(campaign, from, limit);
      if (read.length === 0) break;
      events.push(...read.flatMap(eventsOfChunk).filter(({ seq }) => seq > afterSeq));
      from = read.at(-1)?.lastSeq ?? from;
    }
    return events;
  };

  const readOfContact = async (
    campaign: number,
    { position, afterSeq, limit }: { position: number; afterSeq: number; limit: number },
  ): Promise<CampaignEvent[]> => {
    const found = await enrollments.findOne(
      { _id: keyOf(campaign, position) },
      { projection: { 'trail.events': 1 } },
    );
    const seqs = (found?.trail.events ?? []).filter((seq) => seq > afterSeq).slice(0, limit);
    const read = await Promise.all(seqs.map((seq) => readOn(campaign, seq - 1, 1)));
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
      const head = await readHead(campaign);
      if (!head || limit <= 0) return [];
      if (position !== undefined) return readOfContact(head.number, { position, afterSeq, limit });
      return (await readOn(head.number, afterSeq, limit)).slice(0, limit);
    },
    async readLogChunks({ campaign, afterSeq, limit }) {
      const head = await readHead(campaign);
      return head && limit > 0 ? readChunks(head.number, afterSeq, limit) : [];
    },
  };
}

function chunkFrom({ _id, body, hash }: ChunkDoc): LogChunk {
  return { lastSeq: numberOf(_id), body, hash };
}
