import type { NoSender } from '../../rules/senders/choose.ts';
import { heldSteps } from './assign-senders.ts';
import type { HeldSteps } from './assign-senders.ts';
import type { MintCandidate } from '../decide/mint/candidate.ts';
import { notDispatched } from './dispatched.ts';
import type { Dispatched } from './dispatched.ts';
import type { Block, DispatchInput } from './take-slots.ts';
import { waitingFor } from './waiting-for.ts';

/** Returns the steps without a sender that may be used now. Each single call has its own step, so none is known before. */
export function readHeldSteps({
  senders,
  deciding: { set, kit },
}: DispatchInput): HeldSteps & { isAll: boolean } {
  const { steps } = set.record.definition;
  if (!set.record.listed) return { steps: new Set(), until: null, isAll: false };
  const held = heldSteps({ senders, steps, at: set.at });
  const isAll =
    held.steps.size > 0 &&
    steps.every((step, index) => held.steps.has(index) || !kit.channels.stepContacts(step));
  return { ...held, isAll };
}

/** Returns the steps that may start, of those that circuit breakers let pass (null: all). */
export function withoutHeld(
  { deciding: { set } }: DispatchInput,
  free: readonly number[] | null,
  { steps: held }: HeldSteps,
): readonly number[] | null {
  if (held.size === 0) return free;
  const all = free ?? set.record.definition.steps.map((_, index) => index);
  return all.filter((index) => !held.has(index));
}

/** Why contacts wait that have no sender which may be used. */
export function waitForSenders({ deciding: { set } }: DispatchInput, until: number | null): Dispatched {
  return {
    ...notDispatched,
    waiting: { reason: 'sender.none-available', until },
    lookAgainAt: until === null ? null : Math.max(until, set.at + 1),
  };
}

/** Why contacts wait whose senders are all at their limits, or may not be used. */
export function waitForMissing(input: DispatchInput, missing: NoSender): Dispatched {
  if (missing.reason === 'none-available') return waitForSenders(input, missing.until);
  const { deciding, period } = input;
  const block: Block = { scope: '', limit: missing.reason, until: null, reason: 'limit.concurrent' };
  return { ...notDispatched, ...waitingFor({ set: deciding.set, period, block }), starved: true };
}

/** Notes that the senders of candidates without a start were not used. */
export function noteUnused({ deciding: { set } }: DispatchInput, assigned: readonly MintCandidate[]): void {
  for (const { enrollment, takeBack } of assigned.toReversed())
    if (!set.isTouched(enrollment.position)) takeBack?.();
}
