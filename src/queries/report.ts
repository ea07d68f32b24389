import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { EnrollmentState } from '../domain/contact/enrollment.ts';
import type { Store } from '../persistence/contract/store.ts';
import { progressOf } from '../rules/progress.ts';
import { statusOf } from './campaign-status.ts';
import type { CampaignStatus } from './campaign-status.ts';
import { costFigures } from './cost/cost-view.ts';
import type { CostFigures } from './cost/cost-view.ts';
import { instantOrNull, instantText } from './instants.ts';
import { attemptsByDisposition, contactsByState } from './progress/progress-view.ts';

/** The figures of a campaign, final once it has ended; instants are RFC 3339 in UTC. */
export type ReportView = {
  campaign: string;
  client: string;
  name: string;
  state: CampaignStatus['state'];
  asOf: string;
  startedAt: string | null;
  endedAt: string | null;
  /** From the start to the end, or to now; null if it has not started. */
  durationSeconds: number | null;
  /** For how much of that time the campaign was paused. */
  pausedSeconds: number;
  /** The rows of all lists, and their results. */
  rows: { total: number; enrolled: number; suppressed: number; duplicates: number; rejected: number };
  /** Contacts by state; by end once the campaign has ended. */
  contacts: Partial<Record<EnrollmentState, number>>;
  total: number;
  completed: number;
  failed: number;
  stopped: number;
  remaining: number;
  percent: number;
  successRate: number | null;
  /** `started`, then ended attempts by disposition. */
  attempts: Record<string, number>;
} & CostFigures;

async function rowsOf(store: Store, campaign: string): Promise<ReportView['rows']> {
  const rows = { total: 0, enrolled: 0, suppressed: 0, duplicates: 0, rejected: 0 };
  for (const { enrolled, suppressed, duplicates, rejected } of await store.listImports(campaign)) {
    rows.total += enrolled + duplicates + rejected;
    rows.enrolled += enrolled;
    rows.suppressed += suppressed;
    rows.duplicates += duplicates;
    rows.rejected += rejected;
  }
  return rows;
}

export async function reportView({
  store,
  record,
  now,
}: {
  store: Store;
  record: CampaignRecord;
  now: number;
}): Promise<ReportView> {
  const { state, context } = statusOf({ record, now });
  const { startedAt, endedAt, pausedAt, heldMs } = context;
  const { total, states, attempts } = record.counters;
  const { attempted: _, ...figures } = progressOf({ total, states, attempts });
  const until = endedAt ?? now;
  const pausedNowMs = state === 'paused' ? until - (pausedAt ?? until) : 0;
  return {
    campaign: record.id,
    client: record.client,
    name: record.name,
    state,
    asOf: instantText(now),
    startedAt: instantOrNull(startedAt),
    endedAt: instantOrNull(endedAt),
    durationSeconds: startedAt === null ? null : Math.round((until - startedAt) / 1000),
    pausedSeconds: Math.round((heldMs + pausedNowMs) / 1000),
    rows: await rowsOf(store, record.id),
    contacts: contactsByState(record),
    ...figures,
    attempts: attemptsByDisposition(record),
    ...costFigures(record),
  };
}
