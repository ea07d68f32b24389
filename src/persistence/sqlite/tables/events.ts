import type { CampaignEvent } from '../../../domain/events/campaign-event.ts';
import { inTodaysWords } from '../../../domain/events/former-event.ts';
import type { ReadHead } from '../reads/campaign-heads.ts';
import type { Connection, Row } from '../connection/connection.ts';
import { campaignSpan, keyOf, keyRange } from '../rows/keys.ts';
import type { SyncStore } from '../sync-store.ts';
import { eventsOfTrail } from '../rows/trail.ts';

/** How many events share a row: enough to make a turn's log cheap, few enough to read one of them quickly. */
const batchSize = 100;

/** An event as it is stored: its seq follows from its place. */
type StoredEvent = [
  at: number,
  type: CampaignEvent['type'],
  position: number | null,
  attempt: string | null,
  by: string | null,
  data: CampaignEvent['data'],
];

export type EventLog = Pick<SyncStore, 'readEvents'> & {
  /** Appends a turn's events, whose seqs run on without a gap, to the log of the campaign with this number. */
  append: (campaign: number, events: readonly CampaignEvent[]) => void;
};

/** The log of each campaign. A row holds the events of one turn, or a part of them, under the seq of the last one. */
export function createEvents({
  connection,
  readHead,
}: {
  connection: Connection;
  readHead: ReadHead;
}): EventLog {
  const { prepare } = connection;
  const insert = prepare('INSERT INTO event_batches (key, body) VALUES (?, ?)');
  const readFrom = prepare(
    'SELECT key, body FROM event_batches WHERE key >= ? AND key <= ? ORDER BY key LIMIT ?',
  );
  const readTrail = prepare('SELECT trail FROM enrollments WHERE key = ?');

  /** Events after a seq in order, at least `wanted` of them if there are so many. */
  const readOn = (campaign: number, afterSeq: number, wanted: number): CampaignEvent[] => {
    const events: CampaignEvent[] = [];
    const { last } = keyRange(campaign);
    let from = keyOf(campaign, afterSeq + 1);
    while (events.length < wanted) {
      const rows = readFrom.all(from, last, Math.ceil((wanted - events.length) / batchSize));
      for (const row of rows) {
        events.push(...eventsFrom(row).filter(({ seq }) => seq > afterSeq));
        from = (row[0] as number) + 1;
      }
      if (rows.length === 0) break;
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
    append(campaign, events) {
      for (let start = 0; start < events.length; start += batchSize) {
        const batch = events.slice(start, start + batchSize);
        const lastSeq = batch.at(-1)?.seq;
        if (lastSeq !== undefined) insert.get(keyOf(campaign, lastSeq), JSON.stringify(batch.map(toStored)));
      }
    },
    readEvents({ campaign, afterSeq, position, limit }) {
      const head = readHead(campaign);
      if (!head || limit <= 0) return [];
      if (position !== undefined) return readOfPerson(head.number, position, afterSeq, limit);
      return readOn(head.number, afterSeq, limit).slice(0, limit);
    },
  };
}

function toStored({ at, type, position, attempt, by, data }: CampaignEvent): StoredEvent {
  return [at, type, position, attempt, by, data];
}

function eventsFrom(row: Row): CampaignEvent[] {
  const stored = JSON.parse(row[1] as string) as StoredEvent[];
  const firstSeq = ((row[0] as number) % campaignSpan) - stored.length + 1;
  return stored.map(([at, type, position, attempt, by, data], index) =>
    inTodaysWords({ seq: firstSeq + index, at, type, position, attempt, by, data } as CampaignEvent),
  );
}
