import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { CampaignEvent } from '../../domain/events/campaign-event.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { eventsOfParts, removalIn } from '../../persistence/contract/campaigns/event-log.ts';
import type { LogChunk } from '../../persistence/contract/campaigns/event-log.ts';
import { createLogChain } from './log-chain.ts';
import type { LogBreak, LogChain, Removal, TakenChunk } from './log-chain.ts';
import { createLogCounts } from './log-counts.ts';
import type { LogCounts } from './log-counts.ts';

/** The result of a check of a campaign's log. */
export type LogVerification = {
  campaign: string;
  client: string;
  name: string;
  /** Whether the log is unchanged and the compared counters agree with it. */
  ok: boolean;
  /** The number of events that the campaign has logged. */
  events: number;
  /** The last event that was removed, because its retention period is over; null if none was. */
  removedThrough: number | null;
  /** The first event that the chain of hashes covers; null if the whole log was stored by earlier versions. */
  chainedFrom: number | null;
  /** The hash at the end of the chain. It represents the whole chain: keep a copy elsewhere to compare it later. */
  head: string | null;
  /** Whether state and counters were compared. This requires that the chain covers the whole log. */
  counted: boolean;
  /** Null if the log is unchanged and complete. */
  broken: LogBreak | null;
  /** The differences between state and counters and the log, as sentences. */
  differences: readonly string[];
};

const pageSize = 20;

export type ReadLog = {
  verification: LogVerification;
  /** What the events counted. */
  logged: ReturnType<LogCounts['logged']>;
};

/** Reads the whole log of a campaign up to this record, and checks that nothing was changed or removed. */
export async function verifyLog(input: {
  store: Pick<Store, 'readLogChunks'>;
  record: CampaignRecord;
}): Promise<LogVerification> {
  return (await readLog(input)).verification;
}

/** Verifies a log as `verifyLog` does, and returns what it counted. `breathe` is called after each page. */
export async function readLog({
  store,
  record,
  breathe = () => Promise.resolve(),
}: {
  store: Pick<Store, 'readLogChunks'>;
  record: CampaignRecord;
  breathe?: () => Promise<void>;
}): Promise<ReadLog> {
  let removedThrough: number | null = null;
  const removalOf = (chunk: LogChunk): Removal | null => {
    const removal = removalIn(chunk)?.data ?? null;
    if (removal) removedThrough = removal.through;
    return removal;
  };
  const chain = createLogChain({ origin: record.id, eventsOf: eventsOfParts, removalOf });
  const counts = createLogCounts();

  const broken = await walkLog({
    store,
    record,
    chain,
    breathe,
    onChunk: ({ events }) => events.forEach(counts.add),
  });
  const counted = broken === null && chain.chainedFrom() === 1;
  const differences = counted ? counts.differences(record) : [];
  const verification = {
    campaign: record.id,
    client: record.client,
    name: record.name,
    ok: broken === null && differences.length === 0,
    events: record.seq,
    removedThrough,
    chainedFrom: chain.chainedFrom(),
    head: chain.head(),
    counted,
    broken,
    differences,
  };
  return { verification, logged: counts.logged() };
}

/**
 * Takes every chunk of a log up to this record, in order. Returns the first break, after which no chunk is taken. `breathe`
 * is called after each page.
 */
export async function walkLog({
  store,
  record,
  chain,
  breathe,
  onChunk,
}: {
  store: Pick<Store, 'readLogChunks'>;
  record: Pick<CampaignRecord, 'id' | 'seq'>;
  chain: LogChain<CampaignEvent>;
  breathe: () => Promise<void>;
  onChunk: (taken: TakenChunk<CampaignEvent>) => void;
}): Promise<LogBreak | null> {
  while (chain.next() <= record.seq) {
    const afterSeq = chain.next() - 1;
    const chunks = await store.readLogChunks({ campaign: record.id, afterSeq, limit: pageSize });
    if (chunks.length === 0)
      return { seq: chain.next(), detail: `events ${chain.next()} to ${record.seq} are missing` };
    for (const chunk of chunks) {
      // Commits after the record was read are not checked.
      if (chain.next() > record.seq) break;
      const taken = chain.take(chunk);
      if ('broken' in taken) return taken.broken;
      onChunk(taken);
    }
    await breathe();
  }
  return null;
}
