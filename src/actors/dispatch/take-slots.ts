import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import type { LimitedTouch, SharedLimits } from '../../domain/campaign/limit-scope.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { EmergencyStop } from '../../domain/emergency-stop.ts';
import type { LimitBlock } from '../../persistence/contract/attempts/limits.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { limitCaps, limitSettings } from '../../rules/limits/limits.ts';
import type { QuotaPeriod } from '../../rules/limits/quota.ts';
import { countStarts } from '../../rules/limits/warm-up.ts';
import type { Deciding } from '../decide/steps.ts';
import { withMargin } from '../sending/pacing/pace.ts';
import type { Preparing } from '../sending/preparing.ts';
import type { Reserve } from '../sending/reserve.ts';
import type { CandidatesInput } from './candidates.ts';
import type { Fairness } from './fairness.ts';

/** Slots taken from shared limits in one reservation, and how many of them became attempts. */
export type Taken = { scopes: readonly string[]; count: number; used: number; period: QuotaPeriod };

export type DispatchInput = CandidatesInput & {
  deciding: Deciding;
  store: Store;
  reserve: Reserve;
  shared: SharedLimits;
  client: ClientSettings;
  period: QuotaPeriod;
  fairness: Fairness;
  stops: readonly EmergencyStop[];
  /** What this process has prepared. */
  preparing: Pick<Preparing, 'isReady'>;
  /** The time until which the provider asked to wait. */
  throttledUntil: number;
  permitUntil: number;
  /** See `Dispatching`. */
  isTimeKnown: boolean;
  batch: number;
  /** When this process took the campaign over from another owner; null if it had no owner before. */
  takenAt: number | null;
  /** The distance between starts in addition to their pace. */
  marginMs: number;
};

/** The maximum time ahead for which starts are reserved, so that they are still valid when their permit expires. */
export const horizonMs = 1_000;

/** Returns the emergency stop that applies to the campaign. */
export function stopOf({ deciding: { set }, stops }: DispatchInput): EmergencyStop | undefined {
  return stops.find(({ client }) => client === everyClient || client === set.record.client);
}

/**
 * Reserves starts for touches with the same limits and passes them to `use`, which returns how many it used. The slots
 * that it did not use are returned after the turn.
 */
export async function takeSlots(
  input: DispatchInput,
  {
    touch,
    want: asked,
    use,
  }: { touch: LimitedTouch; want: number; use: (starts: readonly number[]) => number },
): Promise<{ taken: Taken | null; block: LimitBlock | null }> {
  const { deciding, reserve, shared, client, period, fairness, takenAt, marginMs } = input;
  const { set, kit } = deciding;
  const { record } = set.memory;
  const caps = limitCaps({
    channels: kit.channels,
    touch,
    settings: limitSettings({ record: set.record, client, shared, day: period.day }),
  });
  const claimant = { campaign: record.id, client: record.client, weight: record.definition.priority };
  const want = fairness.allow({ ...claimant, want: asked, now: set.at });
  if (want === 0) return { taken: null, block: null };
  const { starts, block } = await reserve({
    campaign: record.id,
    epoch: record.epoch,
    // Starts are reserved at the distances at which they are sent. Otherwise the sends would be later and later.
    caps: withMargin({ caps, marginMs }),
    want,
    now: set.at,
    ...(takenAt !== null && { since: takenAt }),
    horizonMs,
    hour: period.hour,
    day: period.day,
  });
  const used = use(starts);
  set.counters.sending = countStarts({ sending: set.counters.sending, day: period.day, started: used });
  fairness.took({ ...claimant, count: used });
  const scopes = caps.map(({ scope }) => scope);
  return { taken: { scopes, count: starts.length, used, period }, block };
}
