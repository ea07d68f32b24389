import { isOpen } from '../../../domain/attempt/attempt.ts';
import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { Channels } from '../../../domain/campaign/channel-facts.ts';
import type { Counters } from '../../../domain/campaign/campaign.ts';
import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import { tallyBucketMs } from '../../../persistence/contract/store.ts';
import { countCost } from './cost-counts.ts';
import type { DueTally } from '../../../persistence/contract/store.ts';

/** Changes a figure. A figure that becomes zero is removed. */
export function bump<Key extends string>(figures: Partial<Record<Key, number>>, key: Key, by: number): void {
  const next = (figures[key] ?? 0) + by;
  if (next === 0) delete figures[key];
  else figures[key] = next;
}

/** Adds the row of an attempt to the counters. An attempt that contacts no one adds nothing. */
export function countAttempt({
  channels,
  counters,
  attempt,
  by,
}: {
  channels: Pick<Channels, 'contacts' | 'billOf'>;
  counters: Counters;
  attempt: Attempt;
  by: 1 | -1;
}): void {
  if (!channels.contacts(attempt.channel)) return;
  countCost({ channels, counters, attempt, by });
  if (isOpen(attempt.state)) counters.open += by;
  if (attempt.state === 'not-placed') return;
  bump(counters.attempts, 'started', by);
  if (attempt.state !== 'ended') return;
  if (attempt.disposition) bump(counters.attempts, attempt.disposition, by);
  counters.occupiedMs += by * Math.max(0, (attempt.endedAt ?? attempt.mintedAt) - attempt.mintedAt);
}

/** Returns the tally of a contact that is, or will be, due. */
export function tallyOf({ calendar, dueClass, waitReason, dueAt }: Enrollment): Omit<DueTally, 'contacts'> {
  return { calendar, dueClass, waitReason, bucket: Math.floor(dueAt / tallyBucketMs) };
}
