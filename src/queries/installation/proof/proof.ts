import { ownedStates } from '../../../domain/campaign/campaign.ts';
import type { Channels } from '../../../domain/campaign/channel-facts.ts';
import type { Store } from '../../../persistence/contract/store.ts';
import { progressOf } from '../../../rules/progress.ts';
import { callPage } from '../../call-page.ts';
import { instantOrNull, instantText } from '../../instants.ts';
import type { CarrierAudit } from './carrier-audit.ts';
import { differencesOf, isAccepted, maxCompared } from './differences.ts';
import type { Difference } from './differences.ts';
import { takeoversView } from './takeovers.ts';
import type { TakenCampaign, TakeoversView } from './takeovers.ts';

/** A call of the journal, from its acceptance to its end. */
export type JournalCall = { attempt: string | null; startedAt: string; endedAt: string | null };

/** The records of the service, and the journal of the carrier compared with them. */
export type ProofView = {
  asOf: string;
  /** The sums over all campaigns. */
  records: {
    campaigns: number;
    total: number;
    completed: number;
    failed: number;
    stopped: number;
    remaining: number;
  };
  /** The campaigns that came from one instance to another. */
  takeovers: TakeoversView;
  /** Null if the carrier has no journal that can be read. */
  journal: {
    placed: number;
    /** Attempts that the carrier accepted, according to the service; null if there are too many to compare. */
    recorded: number | null;
    /** Attempts that were placed more than once. */
    doubles: number;
    /** Pairs of calls to one number that were open at the same time. */
    overlaps: number;
    /** Placed by the carrier, and not known to the service. */
    unrecorded: number;
    /** Accepted according to the service, and not in the journal. */
    unplaced: number;
    maxAtOnce: number;
    maxPerSecond: number;
    /** The newest calls, in the order of their starts. `leftOut`: the number of earlier ones. */
    calls: { items: readonly JournalCall[]; leftOut: number };
    /** The first differences. `leftOut`: the number of the others. */
    differences: { items: readonly Difference[]; leftOut: number };
  } | null;
};

const maxCalls = 2_000;
const perPage = 500;

/** Compares the records of all campaigns with the journal of the carrier. */
export async function proofView({
  store,
  channels,
  readAudit,
  now,
}: {
  store: Store;
  channels: Channels;
  readAudit: (() => Promise<CarrierAudit>) | null;
  now: () => number;
}): Promise<ProofView> {
  const { records, campaigns } = await sumOf(store);
  const takeovers = await takeoversView({ store, campaigns });
  if (!readAudit) return { asOf: instantText(now()), records, takeovers, journal: null };
  // The journal is read last, so that it has every call that the records have.
  const recorded = await acceptedAttempts({ store, channels });
  const audit = await readAudit();
  const { counts, ...differences } = await differencesOf({ audit, recorded, store });
  return {
    asOf: instantText(now()),
    records,
    takeovers,
    journal: {
      placed: audit.placements,
      recorded: recorded?.size ?? null,
      doubles: counts.double,
      overlaps: counts.overlap,
      unrecorded: counts.unrecorded,
      unplaced: counts.unplaced,
      maxAtOnce: audit.maxConcurrent,
      maxPerSecond: audit.maxPlacementsPerSecond,
      calls: callsOf(audit),
      differences,
    },
  };
}

function callsOf({ calls }: CarrierAudit): { items: JournalCall[]; leftOut: number } {
  const items = calls.slice(-maxCalls).map(({ attempt, from, to }) => ({
    attempt,
    startedAt: instantText(from),
    endedAt: instantOrNull(to),
  }));
  return { items, leftOut: calls.length - items.length };
}

async function sumOf(
  store: Pick<Store, 'listCampaigns'>,
): Promise<{ records: ProofView['records']; campaigns: ReadonlyMap<string, TakenCampaign> }> {
  const records = { campaigns: 0, total: 0, completed: 0, failed: 0, stopped: 0, remaining: 0 };
  const campaigns = new Map<string, TakenCampaign>();
  let after: string | undefined;
  do {
    const page = await store.listCampaigns({ ...(after !== undefined && { after }), limit: perPage });
    for (const { id, name, state, counters } of page.items) {
      const { total, completed, failed, stopped, remaining } = progressOf(counters);
      campaigns.set(id, { name, isOwned: ownedStates.includes(state) });
      records.campaigns += 1;
      records.total += total;
      records.completed += completed;
      records.failed += failed;
      records.stopped += stopped;
      records.remaining += remaining;
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  return { records, campaigns };
}

/** The attempts with an id of the carrier; null if there are more than can be compared. */
async function acceptedAttempts({
  store,
  channels,
}: {
  store: Store;
  channels: Channels;
}): Promise<ReadonlySet<string> | null> {
  const accepted = new Set<string>();
  let after: string | undefined;
  do {
    const asked = { ...(after !== undefined && { after }), limit: perPage };
    const { items, next } = await callPage({ store, channels, ...asked });
    for (const call of items) if (isAccepted(call)) accepted.add(call.id);
    if (accepted.size > maxCompared) return null;
    after = next ?? undefined;
  } while (after !== undefined);
  return accepted;
}
