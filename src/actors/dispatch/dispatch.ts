import { dueClasses } from '../../domain/contact/enrollment.ts';
import type { DueClass } from '../../domain/contact/enrollment.ts';
import { lanesOf } from '../../rules/due-lanes.ts';
import { limitKeys } from '../../rules/limits/limits.ts';
import type { Gates } from '../../rules/provider-gates.ts';
import { stateOf } from '../turn/campaign-memory.ts';
import { assignSenders } from './assign-senders.ts';
import { byLimits, readCandidates, touchOf } from './candidates.ts';
import type { Candidate, MintCandidate } from '../decide/mint/candidate.ts';
import { mintTouches } from '../decide/mint/mint.ts';
import { withoutUnreachable } from '../decide/mint/without-touch.ts';
import { waitForBudget, withinBudgets } from '../cost/budget.ts';
import { awaitBreakers, hasOwnProbe, oneProbeEach, readGates, takeProbes } from './gates.ts';
import { awaitVerdict, canaryRoom, nextFirst, readFirstCandidates } from './canary.ts';
import { notDispatched } from './dispatched.ts';
import type { Dispatched } from './dispatched.ts';
import { earliest } from './earliest.ts';
import { nextDue } from './next-due.ts';
import {
  noteUnused,
  readHeldSteps,
  waitForHeld,
  waitForMissing,
  withoutAbandoned,
  withoutHeld,
} from './held-steps.ts';
import { sendPrepared } from './send-prepared.ts';
import type { Sent } from './send-prepared.ts';
import { stopOf, horizonMs, takeSlots } from './take-slots.ts';
import type { Block, DispatchInput, Taken } from './take-slots.ts';
import { unannouncedMs, waitingFor } from './waiting-for.ts';

/** Why the whole campaign cannot start anything, whichever contacts are due. */
function blockOf(input: DispatchInput): Dispatched | null {
  const { throttledUntil, isTimeKnown } = input;
  const { set } = input.deciding;
  if (stopOf(input)) return { ...notDispatched, waiting: { reason: 'emergency.stop', until: null } };
  if (!isTimeKnown) return { ...notDispatched, waiting: { reason: 'clock.unknown', until: null } };
  if (throttledUntil <= set.at) return null;
  const waiting = { reason: 'provider.throttled', until: throttledUntil } as const;
  return { ...notDispatched, waiting, lookAgainAt: throttledUntil };
}

/**
 * Returns the free slots of the campaign's own concurrency. Slots of attempts that end in this turn are returned after
 * its commit, so they are not free yet: `returning` is their number.
 */
function ownSlots({ deciding: { set } }: DispatchInput): { free: number; returning: number } {
  const returning = set.closed().length;
  return { free: set.record.definition.rateLimits.concurrent - set.counters.open - returning, returning };
}

/**
 * Why circuit breakers hold back every contact that is due. While the steps of another channel may start, contacts become
 * due at them without an announcement.
 */
function waitForProvider(
  { deciding }: DispatchInput,
  { probeAt, lapsesAt, isShut, isOnlyPreparers }: Gates,
): Dispatched {
  const changesAt = earliest(probeAt, lapsesAt);
  // The result of the campaign's own probe makes a turn due.
  if (isShut && hasOwnProbe(deciding)) return { ...notDispatched, lookAgainAt: changesAt };
  return {
    ...notDispatched,
    waiting: { reason: isOnlyPreparers ? 'bots.failing' : 'provider.down', until: probeAt },
    lookAgainAt: isShut ? changesAt : deciding.set.at + unannouncedMs,
  };
}

/**
 * Returns the classes and steps that may start. New contacts of the list are at the first step. If that step is held
 * back, they are not read.
 */
function freeOf(
  free: readonly number[] | null,
  classes: readonly DueClass[],
): { classes: readonly DueClass[]; steps?: readonly number[] } {
  if (free === null) return { classes };
  return { classes: classes.filter((one) => one !== dueClasses.new || free.includes(0)), steps: free };
}

/** The candidates have the same limits, except for those of their senders. */
async function takeAndMint(
  input: DispatchInput,
  candidates: readonly MintCandidate[],
): Promise<{ taken: readonly Taken[]; block: Block | null }> {
  const { deciding, permitUntil } = input;
  const { set, kit } = deciding;
  const { channels } = kit;
  const [first] = candidates;
  const mint = (some: readonly MintCandidate[], starts: readonly number[]): number => {
    const used = mintTouches(deciding, { candidates: some, starts, permitUntil });
    if (first && channels.stepContacts(first.step)) takeProbes(deciding, some);
    return used;
  };
  const atOnce = candidates.map(() => set.at);
  const withoutSlots = () => {
    mint(candidates, atOnce);
    return { taken: [], block: null };
  };
  if (!first || !channels.stepContacts(first.step)) return withoutSlots();
  const { record } = set.memory;
  const laneOf = (some: readonly MintCandidate[]) => ({
    touch: touchOf({ channels, record, candidate: some[0] as MintCandidate }),
    want: some.length,
    use: (starts: readonly number[]) => mint(some, starts),
  });
  if (!channels.prepares(first.step))
    return takeSlots(
      input,
      [...Map.groupBy(candidates, ({ sender }) => sender).values()].map(laneOf),
      'both',
    );
  // An attempt that is prepared first takes only the slots for its preparation. It takes the others when it is sent.
  const lane = laneOf(candidates);
  const isLimited = limitKeys({ channels, touch: lane.touch, phase: 'preparation' }).length > 0;
  return isLimited ? takeSlots(input, [lane], 'preparation') : withoutSlots();
}

/**
 * Chooses the next contacts and mints their attempts into the working set: contacts that are due in the open
 * calendars, in order, as many as all limits allow. Limits hold back only steps that contact the recipient.
 */
export async function dispatch(input: DispatchInput): Promise<Dispatched> {
  const {
    deciding: { set },
    fairness,
  } = input;
  const sent = await sendPrepared(input);
  const { state } = stateOf(set.position());
  if (state !== 'running' || set.record.rest !== null) {
    fairness.leave(set.record.id);
    return { ...notDispatched, taken: sent.taken };
  }
  const blocked = blockOf(input);
  if (blocked) return { ...blocked, taken: sent.taken };
  return withSent(input, sent, await dispatchLanes(input));
}

/** Adds the next check of prepared attempts that wait for a slot. */
function withSent({ deciding: { set }, period }: DispatchInput, sent: Sent, minted: Dispatched): Dispatched {
  const taken = [...sent.taken, ...minted.taken];
  if (!sent.isWaiting) return { ...minted, taken };
  const held = sent.block ? waitingFor({ set, period, block: sent.block }) : null;
  const lookAgainAt = earliest(minted.lookAgainAt, held?.lookAgainAt ?? set.at + horizonMs);
  return { ...minted, waiting: minted.waiting ?? held?.waiting ?? null, taken, lookAgainAt, starved: true };
}

/** Reads the contacts that are due. During a canary start these are contacts that were never contacted. */
function readDue(input: DispatchInput, read: Parameters<typeof readCandidates>[1]): Promise<Candidate[]> {
  const room = canaryRoom(input.deciding.set);
  return room ? readFirstCandidates(input, read, room) : readCandidates(input, read);
}

async function dispatchLanes(input: DispatchInput): Promise<Dispatched> {
  const {
    deciding: { set, kit },
    store,
  } = input;
  const { withoutContact, touches } = lanesOf({ steps: set.record.definition.steps, channels: kit.channels });
  if (withoutContact.length === 0) return dispatchTouches(input, { classes: touches, hasStarted: false });
  const hasStarted = await dispatchWithoutContact(input, withoutContact);
  const dispatched = await dispatchTouches(input, { classes: touches, hasStarted });
  if (hasStarted) return { ...dispatched, again: true };
  if (canaryRoom(set)) return dispatched;
  const { lookAgainAt } = await nextDue({ set, store, classes: withoutContact });
  return { ...dispatched, lookAgainAt: earliest(dispatched.lookAgainAt, lookAgainAt) };
}

/**
 * Starts steps that contact no one as soon as they are due, regardless of limits and providers. Returns whether there
 * were any.
 */
async function dispatchWithoutContact(input: DispatchInput, classes: readonly DueClass[]): Promise<boolean> {
  const candidates = await readDue(input, { classes, limit: input.batch });
  const without = candidates.map((candidate): MintCandidate => ({ ...candidate, sender: null }));
  for (const group of byLimits(input.deciding, without)) await takeAndMint(input, group);
  return candidates.length > 0;
}

/** `hasStarted`: whether this turn has started steps that contact no one. */
type Touches = { classes: readonly DueClass[]; hasStarted: boolean };

async function dispatchTouches(input: DispatchInput, touches: Touches): Promise<Dispatched> {
  const gates = readGates(input.deciding);
  const dispatched = await dispatchThrough(input, gates, touches);
  return gates.free ? awaitBreakers(input.deciding, dispatched) : dispatched;
}

async function dispatchThrough(
  input: DispatchInput,
  gates: Gates,
  { classes, hasStarted }: Touches,
): Promise<Dispatched> {
  const {
    deciding: { set },
    store,
    fairness,
  } = input;
  const canary = canaryRoom(set);
  if (canary && canary.left <= 0) {
    fairness.leave(set.record.id);
    return awaitVerdict;
  }
  if (gates.isShut) return waitForProvider(input, gates);
  const held = readHeldSteps(input);
  if (held.isAll) return waitForHeld(input, held);
  const { free, returning } = ownSlots(input);
  // `starved` with a returned slot causes the next turn.
  if (free <= 0) return { ...notDispatched, starved: returning > 0 };
  const room = Math.min(input.batch, free, canary?.left ?? Infinity);
  const steps = withoutHeld(input, gates.free, held);
  const read = await readDue(input, { ...freeOf(steps, classes), limit: room });
  const candidates = oneProbeEach(input.deciding, withoutAbandoned(input, read));
  if (candidates.length === 0) {
    fairness.leave(set.record.id);
    if (gates.free) return waitForProvider(input, gates);
    if (held.isAny) return waitForHeld(input, held);
    if (hasStarted) return notDispatched;
    if (canary) return { ...awaitVerdict, ...(await nextFirst({ ...input, room: canary })) };
    return { ...notDispatched, ...(await nextDue({ set, store })) };
  }
  const taken: Taken[] = [];
  let block: Block | null = null;
  const { assigned, missing } = await assignSenders(input, withoutUnreachable(input.deciding, candidates));
  const { affordable, hold } = await withinBudgets(input, assigned);
  for (const group of byLimits(input.deciding, affordable)) {
    const result = await takeAndMint(input, group);
    taken.push(...result.taken);
    block = block ?? result.block;
  }
  noteUnused(input, assigned);
  const isMoved = ({ enrollment }: Candidate): boolean => set.isTouched(enrollment.position);
  const moved = candidates.some(isMoved);
  const starved = !moved || block?.limit === 'concurrent';
  // If every candidate was postponed, a limit is not why they wait.
  if (block && !candidates.every(isMoved))
    return { ...notDispatched, ...waitingFor({ set, period: input.period, block }), taken, starved };
  if (hold && !moved) return { ...waitForBudget(input, hold), taken };
  if (missing && !moved) return { ...waitForMissing(input, missing), taken };
  // Without a free slot the next start waits for the end of an attempt, and its event causes a turn.
  const again = moved && ownSlots(input).free + returning > 0;
  return { ...notDispatched, taken, again, starved, lookAgainAt: moved ? null : set.at + horizonMs };
}
