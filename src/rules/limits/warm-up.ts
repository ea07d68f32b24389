import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import type { SendingDays } from '../../domain/campaign/campaign.ts';

type WarmUpRules = Pick<CampaignDefinition['rateLimits'], 'perDay' | 'warmupEnabled' | 'warmupSchedule'>;

/**
 * Returns the number of `day` among the days of sending, from 1. A day before the last counted one counts as the last
 * one.
 */
export function sendingDayNumber({
  sending,
  day,
}: {
  sending: SendingDays | undefined;
  day: string;
}): number {
  if (!sending) return 1;
  if (day <= sending.day || sending.started === 0) return sending.number;
  return sending.number + 1;
}

/**
 * Returns the days of sending after `started` more attempts on this day. A negative number removes attempts that were
 * never placed.
 */
export function countStarts({
  sending,
  day,
  started,
}: {
  sending: SendingDays | undefined;
  day: string;
  started: number;
}): SendingDays | undefined {
  if (sending && day <= sending.day) return { ...sending, started: Math.max(0, sending.started + started) };
  return started > 0 ? { day, number: sendingDayNumber({ sending, day }), started } : sending;
}

/** Returns the caps of the coming days of sending, from `day` on; empty without a warm-up. */
export function warmUpCaps({
  rateLimits: { warmupEnabled, warmupSchedule },
  sending,
  day,
}: {
  rateLimits: WarmUpRules;
  sending: SendingDays | undefined;
  day: string;
}): readonly number[] {
  if (warmupEnabled === false || !warmupSchedule) return [];
  return warmupSchedule.slice(sendingDayNumber({ sending, day }) - 1);
}

/** Returns the warm-up cap of this day if it is lower than the daily quota of the campaign; otherwise null. */
export function warmUpCap(input: Parameters<typeof warmUpCaps>[0]): number | null {
  const [cap] = warmUpCaps(input);
  return cap === undefined || cap >= (input.rateLimits.perDay ?? Infinity) ? null : cap;
}
