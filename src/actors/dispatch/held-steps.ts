import type { NoSender } from '../../rules/senders/choose.ts';
import { heldSteps } from './assign-senders.ts';
import type { HeldSteps } from './assign-senders.ts';
import { notDispatched } from './dispatched.ts';
import type { Dispatched } from './dispatched.ts';
import type { Block, DispatchInput } from './take-slots.ts';
import { waitingFor } from './waiting-for.ts';
import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import { abandonmentPolicyOf, judgeAbandonment } from '../../rules/limits/abandonment.ts';
import type { Candidate, MintCandidate } from '../decide/mint/candidate.ts';
import type { Deciding } from '../decide/steps.ts';
import type { Dispatching } from '../turn/dispatching.ts';

/** The interval of looks at the rate while it holds steps back. It falls as calls become older than 30 days. */
export const abandonedMs = 60_000;

/**
 * Returns whether the calls of the client that need a bot or an agent stop, because too many were abandoned. It is read only
 * for campaigns with such calls. Each single call has its own step. Rejects with the errors of the store: then nothing starts.
 */
export async function readIsOverCap({
  deciding: { set, kit },
  dispatching,
  client,
}: {
  deciding: Deciding;
  dispatching: Pick<Dispatching, 'attendance'>;
  client: ClientSettings;
}): Promise<boolean> {
  const { listed, definition, client: name } = set.record;
  const mayNeed = !listed || definition.steps.some((step) => kit.channels.needsAttendant(step));
  if (!mayNeed) return false;
  const counts = await dispatching.attendance({ client: name, at: set.at });
  return judgeAbandonment(counts, abandonmentPolicyOf(client)).isOver;
}

/** Returns the candidates that may be called although too many calls of the client were abandoned. */
export function withoutAbandoned(
  { isOverCap, deciding }: DispatchInput,
  candidates: readonly Candidate[],
): readonly Candidate[] {
  if (!isOverCap) return candidates;
  return candidates.filter(({ step }) => !deciding.kit.channels.needsAttendant(step));
}

/** The steps that may not start now, apart from those that circuit breakers hold back, and why. */
export type Held = HeldSteps & {
  /** Whether any step is held back. */
  isAny: boolean;
  /** Whether all steps with contact are. */
  isAll: boolean;
  reason: 'sender.none-available' | 'abandonment.cap';
};

/**
 * Returns the steps without a sender that may be used now, and those that need a bot or an agent while too many calls were
 * abandoned. Each single call has its own step, so none is known before.
 */
export function readHeldSteps({ senders, isOverCap, deciding: { set, kit } }: DispatchInput): Held {
  const { channels } = kit;
  const { steps } = set.record.definition;
  const reason = isOverCap ? 'abandonment.cap' : 'sender.none-available';
  if (!set.record.listed) return { steps: new Set(), until: null, isAny: isOverCap, isAll: false, reason };
  const held = heldSteps({ senders, steps, at: set.at });
  const abandoned = steps.flatMap((step, index) =>
    isOverCap && channels.needsAttendant(step) ? [index] : [],
  );
  const all = new Set([...held.steps, ...abandoned]);
  const isAny = all.size > 0;
  const isAll = isAny && steps.every((step, index) => all.has(index) || !channels.stepContacts(step));
  return { steps: all, until: isOverCap ? null : held.until, isAny, isAll, reason };
}

/** Returns the steps that may start, of those that circuit breakers let pass (null: all). */
export function withoutHeld(
  { deciding: { set } }: DispatchInput,
  free: readonly number[] | null,
  { steps: held }: Pick<Held, 'steps'>,
): readonly number[] | null {
  if (held.size === 0) return free;
  const all = free ?? set.record.definition.steps.map((_, index) => index);
  return all.filter((index) => !held.has(index));
}

/** Why contacts wait whose steps are held back. */
export function waitForHeld(
  { deciding: { set } }: DispatchInput,
  { reason, until }: Pick<Held, 'reason' | 'until'>,
): Dispatched {
  const again = reason === 'abandonment.cap' ? set.at + abandonedMs : until;
  return {
    ...notDispatched,
    waiting: { reason, until },
    lookAgainAt: again === null ? null : Math.max(again, set.at + 1),
  };
}

/** Why contacts wait whose senders are all at their limits, or may not be used. */
export function waitForMissing(input: DispatchInput, missing: NoSender): Dispatched {
  if (missing.reason === 'none-available')
    return waitForHeld(input, { reason: 'sender.none-available', until: missing.until });
  const { deciding, period } = input;
  const block: Block = { scope: '', limit: missing.reason, until: null, reason: 'limit.concurrent' };
  return { ...notDispatched, ...waitingFor({ set: deciding.set, period, block }), starved: true };
}

/** Notes that the senders of candidates without a start were not used. */
export function noteUnused({ deciding: { set } }: DispatchInput, assigned: readonly MintCandidate[]): void {
  for (const { enrollment, takeBack } of assigned.toReversed())
    if (!set.isTouched(enrollment.position)) takeBack?.();
}
