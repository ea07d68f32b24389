import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { createQuotaPeriods } from '../../rules/limits/quota.ts';
import { warmUpCaps } from '../../rules/limits/warm-up.ts';

/** Returns the definition for a rehearsal that begins at `at`: its warm-up has only the remaining days. */
export function withRestOfWarmUp({
  record: { definition, counters },
  timeZone,
  at,
}: {
  record: Pick<CampaignRecord, 'definition' | 'counters'>;
  timeZone: string;
  at: number;
}): CampaignDefinition {
  const { rateLimits } = definition;
  if (!rateLimits.warmupSchedule) return definition;
  const { day } = createQuotaPeriods({ timeZone })(at);
  const caps = warmUpCaps({ rateLimits, sending: counters.sending, day });
  const { warmupEnabled: _, warmupSchedule: __, ...others } = rateLimits;
  return { ...definition, rateLimits: caps.length === 0 ? others : { ...others, warmupSchedule: [...caps] } };
}
