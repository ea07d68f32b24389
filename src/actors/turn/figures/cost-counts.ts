import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { Channels } from '../../../domain/campaign/channel-facts.ts';
import type { Counters } from '../../../domain/campaign/campaign.ts';
import { chargeOf, emptyCost, isUnpriced } from '../../../domain/cost/charge.ts';

/**
 * Adds the cost of an attempt to the counters, or takes it out. Each change of a row takes out what it cost before, so late
 * evidence is counted once, however often it arrives. An attempt that costs nothing adds nothing.
 */
export function countCost({
  channels,
  counters,
  attempt,
  by,
}: {
  channels: Pick<Channels, 'billOf'>;
  counters: Pick<Counters, 'cost'>;
  attempt: Attempt;
  by: 1 | -1;
}): void {
  const charge = chargeOf(attempt, channels);
  const unpriced = isUnpriced(attempt, channels);
  if (!charge && !unpriced) return;
  const cost = (counters.cost ??= emptyCost());
  if (unpriced) cost.unpriced += by;
  if (!charge) return;
  const { currency, micros, source } = charge;
  const sums = (cost.sums[currency] ??= { reported: 0, calculated: 0, reserved: 0 });
  sums[source] += by * micros;
  const { seconds } = channels.billOf(attempt);
  if (source === 'reserved' || seconds === null || seconds === 0) return;
  cost.billed.touches += by;
  cost.billed.seconds += by * seconds;
}
