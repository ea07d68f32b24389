import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { SendingDays } from '../domain/campaign/campaign.ts';

type WarmUpRules = Pick<CampaignDefinition['rateLimits'], 'perDay' | 'warmupEnabled' | 'warmupSchedule'>;

/** Which day of sending `day` is, or would be, from 1. An earlier day than was counted last counts into that one. */
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

/** The days of sending with `started` more attempts, or less where some were never placed, on this day. */
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

/** The caps of the coming days of sending, beginning with `day`; empty where no warm-up is in force. */
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

/** The cap of this day, if it is lower than the campaign's own daily quota; else null. */
export function warmUpCap(input: Parameters<typeof warmUpCaps>[0]): number | null {
  const [cap] = warmUpCaps(input);
  return cap === undefined || cap >= (input.rateLimits.perDay ?? Infinity) ? null : cap;
}
