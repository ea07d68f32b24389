import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import { dueClasses } from '../../domain/contact/enrollment.ts';
import type { DueClass } from '../../domain/contact/enrollment.ts';
import type { Hold } from '../../domain/hold.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { Waiting } from '../../machines/campaign-machine.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { LimitBlock } from '../../persistence/contract/limits.ts';
import { lanesOf } from '../../rules/due-lanes.ts';
import { limitCaps, limitSettings } from '../../rules/limits.ts';
import type { Gates } from '../../rules/provider-gates.ts';
import type { QuotaPeriod } from '../../rules/quota.ts';
import { countStarts } from '../../rules/warm-up.ts';
import { stateOf } from '../turn/campaign-memory.ts';
import { byLimits, readCandidates, touchOf } from './candidates.ts';
import type { CandidatesInput } from './candidates.ts';
import { mintTouches, withoutUnreachable } from '../decide/mint.ts';
import type { Candidate } from '../decide/mint.ts';
import type { Deciding } from '../decide/steps.ts';
import type { Fairness } from './fairness.ts';
import type { SharedLimits } from '../../domain/campaign/limit-scope.ts';
import { hasOwnProbe, oneProbeEach, readGates, takeProbes } from './gates.ts';
import type { Reserve } from '../sending/reserve.ts';
import { earliest } from './earliest.ts';
import { nextDue } from './next-due.ts';
import { unannouncedMs, waitingFor } from './waiting-for.ts';
import { withMargin } from '../sending/pacing.ts';

/** Slots taken from shared limits in one reservation, and how many of them became attempts. */
export type Taken = { scopes: readonly string[]; count: number; used: number; period: QuotaPeriod };

export type Dispatched = {
  /** Why nothing can start now; null while something can, or does. */
  waiting: Waiting | null;
  /** Business time to look again, if nothing happens before. */
  lookAgainAt: number | null;
  /** Whether there is more to do at once. */
  again: boolean;
  /** Others hold what it needs: worth another look as soon as one of them takes or gives back. */
  starved: boolean;
  taken: readonly Taken[];
};

export type DispatchInput = CandidatesInput & {
  deciding: Deciding;
  store: Store;
  reserve: Reserve;
  shared: SharedLimits;
  client: ClientSettings;
  period: QuotaPeriod;
  fairness: Fairness;
  holds: readonly Hold[];
  /** The provider asked for patience until then. */
  throttledUntil: number;
  permitUntil: number;
  batch: number;
  /** When this process took the campaign over from another owner; null if it had none. */
  takenAt: number | null;
  /** How much more distance than its pace a start keeps. */
  marginMs: number;
};

/** Starts are handed out at most this far ahead, so that they are still good when their permit runs out. */
export const horizonMs = 1_000;
/** Nothing was looked at, and nothing stands in the way. */
export const notDispatched: Dispatched = {
  waiting: null,
  lookAgainAt: null,
  again: false,
  starved: false,
  taken: [],
};

/** What stops the whole campaign, whoever is due. */
function blockOf({ deciding: { set }, holds, throttledUntil }: DispatchInput): Dispatched | null {
  const hold = holds.find(({ client }) => client === everyClient || client === set.record.client);
  if (hold) return { ...notDispatched, waiting: { reason: 'emergency.stop', until: null } };
  if (throttledUntil > set.at) {
    return {
      ...notDispatched,
      waiting: { reason: 'provider.throttled', until: throttledUntil },
      lookAgainAt: throttledUntil,
    };
  }
  return null;
}

/** What is free of the campaign's own concurrency. */
function roomOf({ deciding: { set }, batch }: DispatchInput): number {
  return Math.min(batch, set.record.definition.rateLimits.concurrent - set.counters.open);
}

/** Circuit breakers hold back every contact that is due. The result of another campaign's probe is not announced. */
function waitForProvider({ deciding }: DispatchInput, { probeAt, lapsesAt, isShut }: Gates): Dispatched {
  // The result of its own probe wakes the campaign.
  if (isShut && hasOwnProbe(deciding)) return { ...notDispatched, lookAgainAt: earliest(probeAt, lapsesAt) };
  const isKnown = isShut && lapsesAt === null;
  return {
    ...notDispatched,
    waiting: { reason: 'provider.down', until: probeAt },
    lookAgainAt: isKnown ? probeAt : deciding.set.at + unannouncedMs,
    starved: true,
  };
}

/** What may start. Those new from the list are at the first step: if it is held back there is no need to look at them. */
function freeOf(
  { free }: Gates,
  classes: readonly DueClass[],
): { classes: readonly DueClass[]; steps?: readonly number[] } {
  if (free === null) return { classes };
  return { classes: classes.filter((one) => one !== dueClasses.new || free.includes(0)), steps: free };
}

async function takeAndMint(
  input: DispatchInput,
  candidates: readonly Candidate[],
): Promise<{ taken: Taken | null; block: LimitBlock | null }> {
  const { deciding, reserve, shared, client, period, fairness, permitUntil, takenAt, marginMs } = input;
  const { set, kit } = deciding;
  const { channels } = kit;
  const { record } = set.memory;
  const [first] = candidates;
  if (!first || !channels.stepContacts(first.step)) {
    mintTouches(deciding, { candidates, starts: candidates.map(() => set.at), permitUntil });
    return { taken: null, block: null };
  }
  const caps = limitCaps({
    channels,
    touch: touchOf({ channels, record, candidate: first }),
    settings: limitSettings({ record: set.record, client, shared, day: period.day }),
  });
  const claimant = { campaign: record.id, client: record.client, weight: record.definition.priority };
  const want = fairness.allow({ ...claimant, want: candidates.length, now: set.at });
  if (want === 0) return { taken: null, block: null };
  const { starts, block } = await reserve({
    campaign: record.id,
    epoch: record.epoch,
    // Given out as far apart as they are sent, or they would be sent later and later than they were given out.
    caps: withMargin({ caps, marginMs }),
    want,
    now: set.at,
    ...(takenAt !== null && { since: takenAt }),
    horizonMs,
    hour: period.hour,
    day: period.day,
  });
  const used = mintTouches(deciding, { candidates, starts, permitUntil });
  takeProbes(deciding, candidates);
  set.counters.sending = countStarts({ sending: set.counters.sending, day: period.day, started: used });
  fairness.took({ ...claimant, count: used });
  const scopes = caps.map(({ scope }) => scope);
  return { taken: { scopes, count: starts.length, used, period }, block };
}

/**
 * Chooses who is next and mints their attempts into the working set: of those due in the calendars open now, in order,
 * as many as all limits allow. Limits hold back only steps that contact somebody.
 */
export async function dispatch(input: DispatchInput): Promise<Dispatched> {
  const {
    deciding: { set, kit },
    store,
    fairness,
  } = input;
  const { state } = stateOf(set.position());
  if (state !== 'running' || set.record.rest !== null) {
    fairness.leave(set.record.id);
    return notDispatched;
  }
  const blocked = blockOf(input);
  if (blocked) return blocked;
  const { notes, touches } = lanesOf({ steps: set.record.definition.steps, channels: kit.channels });
  if (notes.length === 0) return dispatchTouches(input, { classes: touches, noted: false });
  const noted = await dispatchNotes(input, notes);
  const dispatched = await dispatchTouches(input, { classes: touches, noted });
  if (noted) return { ...dispatched, again: true };
  const { lookAgainAt } = await nextDue({ set, store, classes: notes });
  return { ...dispatched, lookAgainAt: earliest(dispatched.lookAgainAt, lookAgainAt) };
}

/** Steps that contact nobody start as soon as they are due, whatever limits and providers say. Whether there were any. */
async function dispatchNotes(input: DispatchInput, classes: readonly DueClass[]): Promise<boolean> {
  const candidates = await readCandidates(input, { classes, limit: input.batch });
  for (const group of byLimits(input.deciding, candidates)) await takeAndMint(input, group);
  return candidates.length > 0;
}

/** `noted`: this turn has started steps that contact nobody. */
async function dispatchTouches(
  input: DispatchInput,
  { classes, noted }: { classes: readonly DueClass[]; noted: boolean },
): Promise<Dispatched> {
  const {
    deciding: { set },
    store,
    fairness,
  } = input;
  const gates = readGates(input.deciding);
  if (gates.isShut) return waitForProvider(input, gates);
  const room = roomOf(input);
  if (room <= 0) return notDispatched;
  const read = await readCandidates(input, { ...freeOf(gates, classes), limit: room });
  const candidates = oneProbeEach(input.deciding, read);
  if (candidates.length === 0) {
    fairness.leave(set.record.id);
    if (gates.free) return waitForProvider(input, gates);
    return noted ? notDispatched : { ...notDispatched, ...(await nextDue({ set, store })) };
  }
  const taken: Taken[] = [];
  let block: LimitBlock | null = null;
  const eligible = withoutUnreachable(input.deciding, candidates);
  for (const group of byLimits(input.deciding, eligible)) {
    const result = await takeAndMint(input, group);
    if (result.taken) taken.push(result.taken);
    block = block ?? result.block;
  }
  const isMoved = ({ enrollment }: Candidate): boolean => set.isTouched(enrollment.position);
  const moved = candidates.some(isMoved);
  const starved = !moved || block?.limit === 'concurrent';
  // What stands in the way of more starts is nobody's reason to wait if everyone was put off anyhow.
  if (block && !candidates.every(isMoved))
    return { ...notDispatched, ...waitingFor({ set, period: input.period, block }), taken, starved };
  return { ...notDispatched, taken, again: moved, starved, lookAgainAt: moved ? null : set.at + horizonMs };
}
