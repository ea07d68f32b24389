import { sendingDayNumber, warmUpCap } from '../../rules/limits/warm-up.ts';
import type { CampaignFacts } from '../campaign-facts.ts';

/** Where the campaign is in its warm-up; null where its cap is not the lowest daily quota of the campaign. */
export function warmUpOf({
  record,
  period: { day },
}: Pick<CampaignFacts, 'record' | 'period'>): { day: number; cap: number; started: number } | null {
  const { sending } = record.counters;
  const cap = warmUpCap({ rateLimits: record.definition.rateLimits, sending, day });
  if (cap === null) return null;
  const started = sending && day <= sending.day ? sending.started : 0;
  return { day: sendingDayNumber({ sending, day }), cap, started };
}
