import { seriesStepMs } from '../../domain/campaign/series.ts';
import type { EstimateGroup, EstimateLimits } from '../../rules/estimate.ts';
import type { CampaignFacts } from '../campaign-facts.ts';

/** A slower campaign is held back by its limits, and not by its instance. */
const fastPerMinute = 1_000;
/** If the share of slots in use is smaller, the limit of slots does not hold the campaign back. */
const busyShare = 0.8;

/**
 * Returns the starts per second that the instance of a fast campaign manages; Infinity if limits decide. It is the rate of
 * the last minutes if slots are free and contacts are due, so that nothing but the instance and its provider can be the
 * reason for that rate.
 */
export function managedPerSecond({
  campaignFacts: { record, status, now },
  groups,
  limits,
  ratePerMinute,
}: {
  campaignFacts: Pick<CampaignFacts, 'record' | 'status' | 'now'>;
  groups: readonly EstimateGroup[];
  limits: EstimateLimits;
  /** The attempts started per minute in the last minutes; null if there were none. */
  ratePerMinute: number | null;
}): number {
  if (ratePerMinute === null || ratePerMinute < fastPerMinute) return Infinity;
  const { resumedAt } = status.context;
  const wasPaused = resumedAt !== null && resumedAt > now - seriesStepMs;
  const isBusy = record.counters.open >= busyShare * limits.concurrent;
  const mayStart = dueNow(groups, now) >= ratePerMinute;
  return wasPaused || isBusy || hasQuota(limits) || !mayStart ? Infinity : ratePerMinute / 60;
}

function hasQuota({ perHour, perDay, warmUp }: EstimateLimits): boolean {
  return perHour !== null || perDay !== null || (warmUp?.caps.length ?? 0) > 0;
}

/** Returns the number of contacts that are due in open windows. */
function dueNow(groups: readonly EstimateGroup[], now: number): number {
  const open = groups.filter(({ window }) => window.isOpen(now));
  const due = open.flatMap((group) => group.due.filter(({ at }) => at <= now));
  return (
    open.reduce((sum, { newcomers }) => sum + newcomers, 0) +
    due.reduce((sum, { contacts }) => sum + contacts, 0)
  );
}
