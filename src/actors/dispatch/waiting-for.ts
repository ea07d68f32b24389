import type { Waiting } from '../../machines/campaign/campaign-machine.ts';
import { campaignKey } from '../../rules/limits/limits.ts';
import type { QuotaPeriod } from '../../rules/limits/quota.ts';
import { warmUpCap } from '../../rules/limits/warm-up.ts';
import type { Block } from './take-slots.ts';
import type { WorkingSet } from '../turn/working-set/working-set.ts';

/** The interval of checks for what is not announced: slots that other instances return, and contacts that become due. */
export const unannouncedMs = 2_000;

/** Whether the exhausted quota is the cap that the campaign's warm-up sets for this day. */
function isWarmingUp({ record, counters }: WorkingSet, { day }: QuotaPeriod, { scope }: Block): boolean {
  const { rateLimits } = record.definition;
  return (
    scope === campaignKey(record.id) && warmUpCap({ rateLimits, sending: counters.sending, day }) !== null
  );
}

/** Returns why nothing more starts while a limit is used up, and when to check again. */
export function waitingFor({ set, period, block }: { set: WorkingSet; period: QuotaPeriod; block: Block }): {
  waiting: Waiting | null;
  lookAgainAt: number | null;
} {
  switch (block.limit) {
    case 'per-day':
      return {
        waiting: {
          reason: isWarmingUp(set, period, block) ? 'quota.warm-up' : 'quota.daily',
          until: period.nextDayAt,
        },
        lookAgainAt: period.nextDayAt,
      };
    case 'per-hour':
      return {
        waiting: { reason: 'quota.hourly', until: period.nextHourAt },
        lookAgainAt: period.nextHourAt,
      };
    case 'per-second':
      return { waiting: null, lookAgainAt: block.until };
    case 'concurrent':
      return {
        // Slots of its own attempts are announced, also those returned until this turn.
        waiting:
          block.reason === 'limit.concurrent' && set.counters.open + set.closed().length > 0
            ? null
            : { reason: block.reason, until: null },
        lookAgainAt: set.at + unannouncedMs,
      };
  }
}
