import type { SharedLimits } from '../../actors/index.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { activeEnrollmentStates, enrollmentEnds } from '../../domain/contact/enrollment.ts';
import type { EnrollmentState } from '../../domain/contact/enrollment.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { Random } from '../../platform/random.ts';
import { progressOf } from '../../rules/progress.ts';
import type { Progress } from '../../rules/progress.ts';
import type { Notice, ReadNotices } from '../attention/notices.ts';
import type { CampaignStatus } from '../campaign-status.ts';
import { instantText } from '../instants.ts';
import type { CampaignAbandonment, ReadCampaignFacts } from '../campaign-facts.ts';
import { createSharedReads } from '../../platform/sharing/shared-reads.ts';
import { createEstimateEta } from './eta.ts';
import { warmUpOf } from './warm-up-view.ts';
import type { EstimateEta, Eta } from './eta.ts';
import { nextUp } from './next-up.ts';
import type { NextUp } from './next-up.ts';
import { startsPerMinute } from './pace.ts';

/** The progress of a campaign; instants are RFC 3339 in UTC. */
export type ProgressView = {
  notices: readonly Notice[];
  campaign: string;
  name: string;
  state: CampaignStatus['state'];
  doing: CampaignStatus['doing'];
  asOf: string;
} & Omit<Progress, 'attempted'> & {
    /** Attempts that have not ended. */
    inFlight: number;
    /** Contacts by state; states without contacts are left out. */
    contacts: Partial<Record<EnrollmentState, number>>;
    /** `started`, then ended attempts by disposition. */
    attempts: Record<string, number>;
    ratePerMinute: number | null;
    /** The current day of sending, what its warm-up allows on it, and what was started; null without a warm-up. */
    warmUp: { day: number; cap: number; started: number } | null;
    /** The abandoned calls of 30 days; null for a campaign without calls that need a bot or an agent. */
    abandonment: CampaignAbandonment | null;
    next: NextUp | null;
    eta: Eta | null;
  };

export type ShowProgress = (record: CampaignRecord) => Promise<ProgressView>;

/** States in the order of a contact's life. */
const stateOrder: readonly EnrollmentState[] = [...activeEnrollmentStates, ...enrollmentEnds];

export function contactsByState({ counters }: CampaignRecord): Partial<Record<EnrollmentState, number>> {
  return Object.fromEntries(
    stateOrder.flatMap((state) => (counters.states[state] ? [[state, counters.states[state]]] : [])),
  );
}

export function attemptsByDisposition({ counters }: CampaignRecord): Record<string, number> {
  const figures = Object.entries({ started: 0, ...counters.attempts });
  return Object.fromEntries(figures.map(([name, count]) => [name, count ?? 0]));
}

type ProgressParts = {
  store: Store;
  shared: SharedLimits;
  readCampaignFacts: ReadCampaignFacts;
  readNotices: ReadNotices;
  now: () => number;
  random: Random | undefined;
};

/**
 * Creates the reader of progress. Concurrent callers share reads, so that hundreds of clients cost little more than one;
 * each answer is read after it was requested.
 */
export function createShowProgress({ shared, random, ...parts }: ProgressParts): ShowProgress {
  const estimateEta = createEstimateEta({ shared, random });
  const share = createSharedReads<ProgressView>();
  return (record) => share(record.id, () => readProgress({ ...parts, estimateEta, record }));
}

async function readProgress({
  store,
  readCampaignFacts,
  readNotices,
  now: clock,
  estimateEta,
  record: known,
}: Omit<ProgressParts, 'shared' | 'random'> & {
  estimateEta: EstimateEta;
  record: CampaignRecord;
}): Promise<ProgressView> {
  const now = clock();
  const campaignFacts = await readCampaignFacts({ record: known, now });
  const { record, status } = campaignFacts;
  const { total, states, attempts } = record.counters;
  const { attempted: _, ...figures } = progressOf({ total, states, attempts });
  const [ratePerMinute, next, notices] = await Promise.all([
    startsPerMinute({ store, campaignFacts }),
    nextUp({ store, campaignFacts }),
    readNotices({ client: record.client, now }),
  ]);
  return {
    notices: notices.of(record),
    campaign: record.id,
    name: record.name,
    state: status.state,
    doing: status.doing,
    asOf: instantText(now),
    ...figures,
    inFlight: record.counters.open,
    contacts: contactsByState(record),
    attempts: attemptsByDisposition(record),
    ratePerMinute,
    warmUp: warmUpOf(campaignFacts),
    abandonment: campaignFacts.abandonment,
    next,
    eta: estimateEta({ campaignFacts, ratePerMinute }),
  };
}
