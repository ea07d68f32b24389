import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { progressOf } from '../../rules/progress.ts';
import { callPage } from '../call-page.ts';
import { instantText } from '../instants.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import { callView } from '../views/call-view.ts';

/** What a carrier's own journal says: the figures of the simulator's audit. */
export type CarrierAudit = {
  placements: number;
  /** The number of placements by attempt; those without an attempt are under "". */
  perAttempt: Readonly<Record<string, number>>;
  /** Attempts with more than one placement. */
  doubles: readonly string[];
  maxConcurrent: number;
  maxPlacementsPerSecond: number;
  /** Pairs of calls to one number that were open at the same time. */
  overlaps: readonly unknown[];
};

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
  /** Null if the carrier has no journal that can be read. */
  journal: {
    placed: number;
    /** Attempts that the carrier accepted, according to the service; null if there are too many to compare. */
    recorded: number | null;
    doubles: readonly string[];
    overlaps: number;
    /** Placed by the carrier, and not known to the service. */
    unrecorded: readonly string[];
    /** Accepted according to the service, and not in the journal. */
    unplaced: readonly string[];
    maxAtOnce: number;
    maxPerSecond: number;
  } | null;
};

/** The maximum number of attempts that are compared one by one, and of differences that are named. */
const maxCompared = 20_000;
const maxNamed = 100;
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
  const records = await sumOf(store);
  if (!readAudit) return { asOf: instantText(now()), records, journal: null };
  // The journal is read last, so that it has every call that the records have.
  const recorded = await acceptedAttempts({ store, channels });
  const audit = await readAudit();
  const { placements, perAttempt, doubles, overlaps, maxConcurrent, maxPlacementsPerSecond } = audit;
  const tokens = Object.keys(perAttempt);
  const isComparable = recorded !== null && tokens.length <= maxCompared;
  return {
    asOf: instantText(now()),
    records,
    journal: {
      placed: placements,
      recorded: recorded?.size ?? null,
      doubles: doubles.slice(0, maxNamed),
      overlaps: overlaps.length,
      unrecorded: isComparable ? await unknownOf({ store, tokens, recorded }) : [],
      unplaced: isComparable ? [...recorded].filter((id) => !(id in perAttempt)).slice(0, maxNamed) : [],
      maxAtOnce: maxConcurrent,
      maxPerSecond: maxPlacementsPerSecond,
    },
  };
}

async function sumOf(store: Pick<Store, 'listCampaigns'>): Promise<ProofView['records']> {
  const sum = { campaigns: 0, total: 0, completed: 0, failed: 0, stopped: 0, remaining: 0 };
  let after: string | undefined;
  do {
    const page = await store.listCampaigns({ ...(after !== undefined && { after }), limit: perPage });
    for (const { counters } of page.items) {
      const { total, completed, failed, stopped, remaining } = progressOf(counters);
      sum.campaigns += 1;
      sum.total += total;
      sum.completed += completed;
      sum.failed += failed;
      sum.stopped += stopped;
      sum.remaining += remaining;
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  return sum;
}

const isAccepted = (attempt: Attempt): boolean => {
  const { requestId, callId } = callView(attempt);
  return (requestId ?? callId) !== null;
};

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
    for (const { id, requestId, callId } of items) if ((requestId ?? callId) !== null) accepted.add(id);
    if (accepted.size > maxCompared) return null;
    after = next ?? undefined;
  } while (after !== undefined);
  return accepted;
}

/**
 * Returns the placements that the service does not know. An attempt whose request is still under way, or that was
 * accepted after the records were read, is known.
 */
async function unknownOf({
  store,
  tokens,
  recorded,
}: {
  store: Pick<Store, 'readAttempts'>;
  tokens: readonly string[];
  recorded: ReadonlySet<string>;
}): Promise<string[]> {
  const open = tokens.filter((token) => !recorded.has(token));
  const known = new Set<string>();
  for (let from = 0; from < open.length; from += perPage) {
    for (const attempt of await store.readAttempts(open.slice(from, from + perPage)))
      if (callView(attempt).active || isAccepted(attempt)) known.add(attempt.id);
  }
  return open.filter((token) => !known.has(token)).slice(0, maxNamed);
}
