import type { LimitCap, LimitReading } from '../../persistence/contract/attempts/limits.ts';
import type { QuotaPeriod } from '../../rules/limits/quota.ts';

/** The unused starts of the quotas of one scope in the current hour and day; Infinity without a quota. */
export function quotaLeft({
  cap,
  reading,
  period,
}: {
  cap: LimitCap;
  reading: LimitReading | undefined;
  period: QuotaPeriod;
}): { hour: number; day: number } {
  // An hour or day later than the counted one starts at zero; an earlier one counts into it, as in the store.
  const hourUsed = reading && reading.hour >= period.hour ? reading.hourUsed : 0;
  const dayUsed = reading && reading.day >= period.day ? reading.dayUsed : 0;
  return {
    hour: cap.perHour === null ? Infinity : Math.max(0, cap.perHour - hourUsed),
    day: cap.perDay === null ? Infinity : Math.max(0, cap.perDay - dayUsed),
  };
}
