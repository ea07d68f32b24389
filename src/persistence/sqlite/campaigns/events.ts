import type { CampaignEvent } from '../../../domain/events/campaign-event.ts';
import { chunksOf, eventsOfChunk, largestChunk } from '../../contract/campaigns/event-log.ts';
import type { EventLogStore, LogChunk } from '../../contract/campaigns/event-log.ts';
import type { ReadHead } from './campaign-heads.ts';
import type { Connection, Row } from '../connection/connection.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { eventBatches } from '../rows/campaigns/log-rows.ts';
import { keyOf, numberOf } from '../../common/keys.ts';
import { keyRange } from '../rows/keys.ts';
import type { SyncStore } from '../sync-store.ts';
import { eventsOfTrail } from '../rows/contacts/trail.ts';

export type EventLog = Pick<SyncStore, keyof EventLogStore> & {
  /** Appends events, whose seqs continue those of the log without a gap, to the log of a campaign. */
  append: (campaign: { number: number; id: string }, events: readonly CampaignEvent[]) => void;
};

/**
 * Stores the log of each campaign. A row contains the events of one turn, or some of them, under the seq of the last
 * one.
 */
export function createEvents({
  connection,
  readHead,
}: {
  connection: Connection;
  readHead: ReadHead;
}): EventLog {
  const { prepare } = connection;
  const insert = prepare(insertInto('event_batches', eventBatches.names));
  const readFrom = prepare(
    `SELECT ${eventBatches.select()} FROM event_batches WHERE key >= ? AND key <= ? ORDER BY key LIMIT ?`,
  );
  const readLastHash = prepare(
    'SELECT hash FROM event_batches WHERE key >= ? AND key <= ? ORDER BY key DESC LIMIT 1',
  );
  const readTrail = prepare('SELECT trail FROM enrollments WHERE key = ?');

  const readChunks = (campaign: number, afterSeq: number, limit: number): LogChunk[] =>
    readFrom.all(keyOf(campaign, afterSeq + 1), keyRange(campaign).last, limit).map(chunkFrom);

  /** Returns events after a seq in order: at least `wanted` of them, or all if there are fewer. */
  const readOn = (campaign: number, afterSeq: number, wanted: number): CampaignEvent[] => {
    const events: CampaignEvent[] = [];
    let from = afterSeq;
    while (events.length < wanted) {
      const chunks = readChunks(campaign, from, Math.ceil((wanted - events.length) / largestChunk));
      for (const chunk of chunks) {
        events.push(...eventsOfChunk(chunk).filter(({ seq }) => seq > afterSeq));
        from = chunk.lastSeq;
      }
      if (chunks.length === 0) break;
    }
    return events;
  };

  const readOfPerson = (
    campaign: number,
    position: number,
    afterSeq: number,
    limit: number,
  ): CampaignEvent[] => {
    const trail = readTrail.get(keyOf(campaign, position))?.[0] as string | undefined;
    const seqs = eventsOfTrail(trail ?? '').filter((seq) => seq > afterSeq);
    return seqs.slice(0, limit).flatMap((seq) => readOn(campaign, seq - 1, 1).slice(0, 1));
  };

  return {
    append({ number, id }, events) {
      if (events.length === 0) return;
      const { first, last } = keyRange(number);
      const previous = (readLastHash.get(first, last)?.[0] ?? id) as string;
      for (const { lastSeq, body, hash } of chunksOf({ previous, events }))
        insert.get(...eventBatches.cells({ key: keyOf(number, lastSeq), body, hash }));
    },
    readEvents({ campaign, afterSeq, position, limit }) {
      const head = readHead(campaign);
      if (!head || limit <= 0) return [];
      if (position !== undefined) return readOfPerson(head.number, position, afterSeq, limit);
      return readOn(head.number, afterSeq, limit).slice(0, limit);
    },
    readLogChunks({ campaign, afterSeq, limit }) {
      const head = readHead(campaign);
      return head && limit > 0 ? readChunks(head.number, afterSeq, limit) : [];
    },
  };
}

function chunkFrom(row: Row): LogChunk {
  const { key, body, hash } = eventBatches.read(row);
  return { lastSeq: numberOf(key), body, hash };
}
