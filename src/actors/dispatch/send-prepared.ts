import { isEnd } from '../../domain/contact/enrollment.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import { withoutStart, withStart } from '../../domain/contact/person.ts';
import { limitKeys } from '../../rules/limits/limits.ts';
import { settle } from '../decide/evidence.ts';
import { transitionAttempt } from '../decide/steps.ts';
import type { Deciding } from '../decide/steps.ts';
import { limitedAttempt } from '../sending/limits.ts';
import { rowsOfOpen, stateOf } from '../turn/campaign-memory.ts';
import type { OpenAttempt } from '../turn/campaign-memory.ts';
import { stopOf, takeSlots } from './take-slots.ts';
import type { Block, DispatchInput, Taken } from './take-slots.ts';
import { passesBreaker } from './gates.ts';

/** The slots that were taken, the limit that holds back other attempts, and whether there are others. */
export type Sent = { taken: readonly Taken[]; block: Block | null; isWaiting: boolean };

const nothingSent: Sent = { taken: [], block: null, isWaiting: false };

/**
 * Sends prepared attempts. The commit of this turn issues the permits, so everything that a mint checks is checked
 * again for the time of the start: the campaign, the contact, the emergency stop, suppression, the window, and the
 * limits. An attempt that must not be sent any more becomes not-placed; an attempt that a limit or the provider holds
 * back stays prepared.
 */
export async function sendPrepared(input: DispatchInput): Promise<Sent> {
  const { set, kit } = input.deciding;
  // Each single call has its own step.
  const mayPrepare =
    !set.record.listed || set.record.definition.steps.some((step) => kit.channels.prepares(step));
  if (!mayPrepare) return nothingSent;
  const ready: Attempt[] = [];
  for (const open of set.memory.open.values()) {
    const attempt = set.attempt(open.attempt.id);
    if (attempt?.state !== 'preparing') continue;
    set.add(rowsOfOpen(open));
    if (mayNotBeSent(input, open, attempt)) release(input.deciding, attempt);
    else if (input.preparing.isReady(attempt.id) && isFree(input, attempt)) ready.push(attempt);
  }
  const taken: Taken[] = [];
  let block: Block | null = null;
  for (const group of byLimits(input.deciding, ready)) {
    const [first] = group;
    if (!first) continue;
    const touch = limitedAttempt(set.record, first);
    const use = (starts: readonly number[]) => sendAll(input, group, starts);
    const sent = await takeSlots(input, [{ touch, want: group.length, use }], 'send');
    taken.push(...sent.taken);
    block = block ?? sent.block;
  }
  return { taken, block, isWaiting: ready.some(({ id }) => set.attempt(id)?.state === 'preparing') };
}

/** The reasons to give up an attempt: it becomes not-placed, and its contact is due again. */
function mayNotBeSent(input: DispatchInput, open: OpenAttempt, attempt: Attempt): boolean {
  const { barred } = input;
  const { set } = input.deciding;
  const { state } = stateOf(set.position());
  const enrollment = set.enrollment(attempt.position) ?? open.enrollment;
  const person = set.person(enrollment.person) ?? open.person;
  const maySend = attempt.sender === null || input.senders.maySend(attempt.sender, set.at);
  const isBarred = person.optOut !== null || barred.has(attempt.position) || !maySend;
  const isWithdrawn = attempt.endWanted || enrollment.pauseWanted || isEnd(enrollment.state);
  const { channel, details: facts } = attempt;
  const { client } = set.record;
  const needsBot = input.deciding.kit.channels.preparerOf({ client, channel, facts }) !== null;
  if (input.isOverCap && needsBot) return true;
  const isStopped = state !== 'running' || set.record.rest !== null || stopOf(input) !== undefined;
  return isBarred || isWithdrawn || isStopped || !set.memory.windowOf(enrollment.calendar).isOpen(set.at);
}

/**
 * Whether the time is known and the provider allows a send: it has not asked to wait, and its circuit breaker lets the
 * attempt pass.
 */
function isFree({ deciding, throttledUntil, isTimeKnown }: DispatchInput, attempt: Attempt): boolean {
  return isTimeKnown && throttledUntil <= deciding.set.at && passesBreaker(deciding, attempt);
}

function release(deciding: Deciding, attempt: Attempt): void {
  const after = transitionAttempt(deciding, {
    row: attempt,
    event: { type: 'NOT_PLACED', at: deciding.set.at },
  });
  settle(deciding, { before: attempt, after });
}

function byLimits({ set: { record }, kit }: Deciding, attempts: readonly Attempt[]): Attempt[][] {
  const groups = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    const key = limitKeys({ channels: kit.channels, touch: limitedAttempt(record, attempt) }).join(' ');
    groups.set(key, [...(groups.get(key) ?? []), attempt]);
  }
  return [...groups.values()];
}

function sendAll(input: DispatchInput, attempts: readonly Attempt[], starts: readonly number[]): number {
  let used = 0;
  for (const attempt of attempts) {
    const startAt = starts[used];
    if (startAt === undefined) break;
    if (send(input, attempt, startAt)) used += 1;
  }
  return used;
}

/**
 * The touch of the person is recorded when the attempt is sent, not when it was minted. Other campaigns keep their
 * distance from that time.
 */
function noteTouch({ set }: Deciding, { position, campaign, channel, mintedAt }: Attempt, at: number): void {
  const person = set.person(set.enrollment(position)?.person ?? '');
  if (!person) return;
  // The attempt counts from the start of its touch, not from that of its preparation.
  const minted = withoutStart(person, { channel, from: mintedAt, until: mintedAt });
  set.putPerson({ ...withStart(minted, { channel, at: set.at }), lastTouch: { campaign, at } });
}

/** Issues the permit, unless the window is closed at the reserved start. */
function send(
  { deciding, permitUntil, preparing }: DispatchInput,
  attempt: Attempt,
  startAt: number,
): boolean {
  const { set } = deciding;
  const calendar = set.enrollment(attempt.position)?.calendar ?? 0;
  if (!set.memory.windowOf(calendar).isOpen(startAt)) {
    release(deciding, attempt);
    return false;
  }
  transitionAttempt(deciding, {
    row: attempt,
    event: { type: 'SEND', permitUntil, facts: preparing.factsOf(attempt.id) },
  });
  noteTouch(deciding, attempt, startAt);
  set.perform({ type: 'place-touch', attempt: attempt.id, startAt, touch: null });
  return true;
}
