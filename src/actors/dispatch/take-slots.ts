import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import type { LimitedTouch, SharedLimits } from '../../domain/campaign/limit-scope.ts';
import type { FindRate } from '../../domain/cost/find-rate.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { EmergencyStop } from '../../domain/emergency-stop.ts';
import type { LimitBlock, LimitCap, Reservation } from '../../persistence/contract/attempts/limits.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { limitCaps, limitSettings } from '../../rules/limits/limits.ts';
import type { ConcurrentReason, ReasonedCap, SlotPhase } from '../../rules/limits/limits.ts';
import type { QuotaPeriod } from '../../rules/limits/quota.ts';
import { countStarts } from '../../rules/limits/warm-up.ts';
import type { Deciding } from '../decide/steps.ts';
import { withMargin } from '../sending/pacing/pace.ts';
import type { Preparing } from '../sending/preparing.ts';
import type { Reserve } from '../sending/reserve.ts';
import type { ClientSenders } from '../senders/client-senders.ts';
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
  senders: ClientSenders;
  /** The rates of the client; null if none apply to it. */
  findRate: FindRate | null;
  period: QuotaPeriod;
  fairness: Fairness;
  stops: readonly EmergencyStop[];
  /** Whether touches that need a bot or an agent are held back: see `readIsOverCap`. */
  isOverCap: boolean;
  /** What this process has prepared. */
  preparing: Pick<Preparing, 'isReady' | 'factsOf'>;
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

/** A limit that allowed no more, and why contacts wait if it is one of attempts at once. */
export type Block = LimitBlock & { reason: ConcurrentReason };

/** Touches with the same limits, how many there are, and what to do with their starts: it returns how many it used. */
export type SlotLane = { touch: LimitedTouch; want: number; use: (starts: readonly number[]) => number };

/**
 * Reserves starts for touches whose limits are the same, except for those of their senders: one lane for each sender. `phase`:
 * the slots that are taken now. The slots that were not used are returned after the turn.
 */
export async function takeSlots(
  input: DispatchInput,
  lanes: readonly SlotLane[],
  phase: SlotPhase,
): Promise<{ taken: readonly Taken[]; block: Block | null }> {
  const { deciding, reserve, period, fairness, takenAt, marginMs } = input;
  const { set } = deciding;
  const { record } = set.memory;
  const capsPerLane = lanes.map(({ touch }) => capsOf(input, touch, phase));
  const claimant = { campaign: record.id, client: record.client, weight: record.definition.priority };
  const asked = lanes.reduce((sum, { want }) => sum + want, 0);
  const want = fairness.allow({ ...claimant, want: asked, now: set.at });
  if (want === 0) return { taken: [], block: null };
  const { common, own } = splitCaps(capsPerLane);
  const answer = await reserve({
    campaign: record.id,
    epoch: record.epoch,
    // Starts are reserved at the distances at which they are sent. Otherwise the sends would be later and later.
    caps: withMargin({ caps: common, marginMs }),
    ...(own && {
      among: withMargin({ caps: own, marginMs }).map((cap, index) => ({
        cap,
        want: lanes[index]?.want ?? 0,
      })),
    }),
    want,
    now: set.at,
    ...(takenAt !== null && { since: takenAt }),
    horizonMs,
    hour: period.hour,
    day: period.day,
  });
  const startsPerLane = own ? startsByPick(answer, lanes.length) : [answer.starts];
  const taken = lanes.map(({ use }, index): Taken => {
    const starts = startsPerLane[index] ?? [];
    const scopes = (capsPerLane[index] ?? []).map(({ scope }) => scope);
    return { scopes, count: starts.length, used: use(starts), period };
  });
  const used = taken.reduce((sum, lane) => sum + lane.used, 0);
  if (phase !== 'preparation') {
    set.counters.sending = countStarts({ sending: set.counters.sending, day: period.day, started: used });
    fairness.took({ ...claimant, count: used });
  }
  const { block } = answer;
  const blocking = capsPerLane.flat().find(({ scope }) => scope === block?.scope);
  return { taken, block: block && { ...block, reason: blocking?.reason ?? 'limit.concurrent' } };
}

function capsOf(
  { deciding, shared, client, senders, period }: DispatchInput,
  touch: LimitedTouch,
  phase: SlotPhase,
): ReasonedCap[] {
  const { set, kit } = deciding;
  const { limitsOf: senderOf } = senders;
  const settings = limitSettings({ record: set.record, client, shared, senderOf, day: period.day });
  return limitCaps({ channels: kit.channels, touch, phase, settings });
}

/** Splits the caps of several lanes into those that all of them share, and the one of each sender. */
function splitCaps(perLane: readonly LimitCap[][]): { common: LimitCap[]; own: LimitCap[] | null } {
  const [first = []] = perLane;
  if (perLane.length === 1) return { common: first, own: null };
  const isCommon = ({ scope }: LimitCap): boolean =>
    perLane.every((caps) => caps.some((cap) => cap.scope === scope));
  const common = first.filter(isCommon);
  return { common, own: perLane.flatMap((caps) => caps.filter((cap) => !isCommon(cap))) };
}

/** Returns the starts of each lane. */
function startsByPick({ starts, picks }: Reservation, lanes: number): number[][] {
  const byPick: number[][] = Array.from({ length: lanes }, () => []);
  picks?.forEach((pick, index) => byPick[pick]?.push(starts[index] as number));
  return byPick;
}
