import type { CampaignEvent } from '../../../domain/events/campaign-event.ts';
import { chunksOf, eventsOfChunk, largestChunk } from '../../contract/campaigns/event-log.ts';
import type { EventLogStore, LogChunk } from '../../contract/campaigns/event-log.ts';
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
  /** Returns the hash of the last chunk of a log; the id of the campaign if there is none. */
  lastHash: (campaign: { number: number; id: string }) => string;
};

/** A log, by the number of its campaign. Chunks before the event `cutSeq` are removed, or will be. */
type Log = { number: number; cutSeq: number };

/**
 * Stores the log of each campaign. A row contains the events of one turn, or some of them, under the seq of the last
 * one.
 */
export function createEvents({ connection }: { connection: Connection }): EventLog {
  const { prepare } = connection;
  const insert = prepare(insertInto('event_batches', eventBatches.names));
  const readFrom = prepare(
    `SELECT ${eventBatches.select()} FROM event_batches WHERE key >= ? AND key <= ? ORDER BY key LIMIT ?`,
  );
  const readLastHash = prepare(
    'SELECT hash FROM event_batches WHERE key >= ? AND key <= ? ORDER BY key DESC LIMIT 1',
  );
  const readTrail = prepare('SELECT trail FROM enrollments WHERE key = ?');
  const readLog = prepare('SELECT number, cut_seq FROM campaigns WHERE id = ?');

  const logOf = (campaign: string): Log | null => {
    const row = readLog.get(campaign);
    return row ? { number: row[0] as number, cutSeq: row[1] as number } : null;
  };
  const readChunks = ({ number, cutSeq }: Log, afterSeq: number, limit: number): LogChunk[] =>
    readFrom.all(keyOf(number, Math.max(afterSeq + 1, cutSeq)), keyRange(number).last, limit).map(chunkFrom);

  /** Returns events after a seq in order: at least `wanted` of them, or all if there are fewer. */
  const readOn = (log: Log, afterSeq: number, wanted: number): CampaignEvent[] => {
    const events: CampaignEvent[] = [];
    let from = afterSeq;
    while (events.length < wanted) {
      const chunks = readChunks(log, from, Math.ceil((wanted - events.length) / largestChunk));
      for (const chunk of chunks) {
        events.push(...eventsOfChunk(chunk).filter(({ seq }) => seq > afterSeq));
        from = chunk.lastSeq;
      }
      if (chunks.length === 0) break;
    }
    return events;
  };

  const readOfPerson = (log: Log, position: number, afterSeq: number, limit: number): CampaignEvent[] => {
    const trail = readTrail.get(keyOf(log.number, position))?.[0] as string | undefined;
    const seqs = eventsOfTrail(trail ?? '').filter((seq) => seq > afterSeq && seq >= log.cutSeq);
    return seqs.slice(0, limit).flatMap((seq) => readOn(log, seq - 1, 1).slice(0, 1));
  };

  const lastHash: EventLog['lastHash'] = ({ number, id }) => {
    const { first, last } = keyRange(number);
    return (readLastHash.get(first, last)?.[0] ?? id) as string;
  };

  return {
    lastHash,
    append({ number, id }, events) {
      if (events.length === 0) return;
      const previous = lastHash({ number, id });
      for (const { lastSeq, body, hash } of chunksOf({ previous, events }))
        insert.get(...eventBatches.cells({ key: keyOf(number, lastSeq), body, hash }));
    },
    readEvents({ campaign, afterSeq, position, limit }) {
      const log = logOf(campaign);
      if (!log || limit <= 0) return [];
      if (position !== undefined) return readOfPerson(log, position, afterSeq, limit);
      return readOn(log, afterSeq, limit).slice(0, limit);
    },
    readLogChunks({ campaign, afterSeq, limit }) {
      const log = logOf(campaign);
      return log && limit > 0 ? readChunks(log, afterSeq, limit) : [];
    },
  };
}

function chunkFrom(row: Row): LogChunk {
  const { key, body, hash } = eventBatches.read(row);
  return { lastSeq: numberOf(key), body, hash };
}
