import { isOpen } from '../domain/attempt/attempt.ts';
import type { Attempt } from '../domain/attempt/attempt.ts';
import { canaryRates } from '../domain/campaign/canary.ts';
import type { CanaryFigures, CanaryLimits, CanaryRate } from '../domain/campaign/canary.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import { toMs } from '../domain/time/duration.ts';

const addressEnds: readonly unknown[] = ['invalid', 'bounced'];
const failures: readonly unknown[] = ['failed', 'unconfirmed'];

/**
 * Returns what an attempt adds to the figures of a canary start; null if it adds nothing, because it was not placed or
 * does not count against the contact.
 */
export function canaryShareOf({
  attempt,
  limits,
  channels,
}: {
  attempt: Attempt;
  limits: Pick<CanaryLimits, 'shortCall'>;
  channels: Pick<Channels, 'contacts' | 'leftAfterSeconds' | 'disposition'>;
}): CanaryFigures | null {
  const { channel, state, counts, disposition, outcome } = attempt;
  if (!channels.contacts(channel) || state === 'not-placed') return null;
  if (!isOpen(state) && !counts) return null;
  const none = { started: 1, results: 0, invalid: 0, optedOut: 0, failed: 0, answered: 0, short: 0 };
  if (isOpen(state) || disposition === null) return none;
  const { end } = channels.disposition({ channel, disposition });
  const isAnswered = disposition === 'answered';
  const seconds = channels.leftAfterSeconds(attempt);
  // A contact who has pressed a digit has listened long enough.
  const isShort =
    isAnswered && outcome === null && seconds !== null && seconds * 1_000 < toMs(limits.shortCall);
  return {
    started: 1,
    results: 1,
    invalid: Number(addressEnds.includes(end)),
    optedOut: Number(outcome === 'opt-out'),
    failed: Number(failures.includes(disposition)),
    answered: Number(isAnswered),
    short: Number(isShort),
  };
}

/** One rate of a canary start: `count` of `of` contacts, and the maximum share. */
export type CanaryReading = { rate: CanaryRate; count: number; of: number; limit: number; isOver: boolean };

const limitNames = {
  invalid: 'maxInvalid',
  optedOut: 'maxOptOut',
  failed: 'maxFailed',
  short: 'maxShort',
} as const satisfies Record<CanaryRate, keyof CanaryLimits>;

/** Compares the figures of a canary start with its limits. A rate of nothing is not over its limit. */
export function readCanary({
  figures,
  limits,
}: {
  figures: CanaryFigures;
  limits: CanaryLimits;
}): CanaryReading[] {
  return canaryRates.map((rate) => {
    const count = figures[rate];
    const of = rate === 'short' ? figures.answered : figures.results;
    const limit = limits[limitNames[rate]];
    return { rate, count, of, limit, isOver: count > limit * of };
  });
}

const things: Readonly<Record<CanaryRate, string>> = {
  invalid: 'addresses are invalid',
  optedOut: 'contacts opted out',
  failed: 'attempts failed',
  short: 'answered calls were short',
};

const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;

/** `3 of 20 addresses are invalid (15 %, limit 10 %)`. */
export function readingInWords({ rate, count, of, limit }: Omit<CanaryReading, 'isOver'>): string {
  const share = of === 0 ? '' : `${percent(count / of)}, `;
  return `${count} of ${of} ${things[rate]} (${share}limit ${percent(limit)})`;
}

/** The reason of the pause after a canary start that is over its limits. */
export function canaryReason(readings: readonly CanaryReading[]): string {
  const over = readings.filter(({ isOver }) => isOver).map(readingInWords);
  return `the canary start is over its limits: ${over.join('; ')}`;
}
