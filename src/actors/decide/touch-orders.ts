import type { TransferOutcome } from '../../channels/contract.ts';
import { isOpen } from '../../domain/attempt/attempt.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { transitionAttempt } from './steps.ts';
import type { Deciding } from './steps.ts';

function requireAttempt({ set }: Deciding, id: string): Attempt {
  const attempt = set.attempt(id);
  if (attempt) return attempt;
  throw new RingmasterError({
    code: 'call.not-found',
    family: 'not-found',
    message: `There is no call ${id}.`,
  });
}

/** Orders the end of a touch. Returns whether that changes anything. */
export function hangUp(deciding: Deciding, { attempt: id, by }: { attempt: string; by: string }): boolean {
  const { set } = deciding;
  const attempt = requireAttempt(deciding, id);
  const after = transitionAttempt(deciding, { row: attempt, event: { type: 'END_WANTED' } });
  if (after === attempt || attempt.endWanted) return false;
  set.log({ type: 'attempt.hang-up-ordered', position: attempt.position, attempt: id, by });
  return true;
}

/**
 * Records that a touch is to continue elsewhere. Its sender is the instance that received the order. Returns the id of the
 * try, so that a repeat of the request gets the id of the first one. Throws `call.not-under-way` for a touch that the provider does not have, that has ended, or whose end was ordered.
 */
export function orderTransfer(
  deciding: Deciding,
  { attempt: id, to, order, by }: { attempt: string; to: string; order: string; by: string },
): string {
  const attempt = requireAttempt(deciding, id);
  if (!isOpen(attempt.state) || !attempt.placed || attempt.endWanted) {
    const why = attempt.endWanted ? 'its end was ordered' : `it is ${attempt.state}`;
    throw new RingmasterError({
      code: 'call.not-under-way',
      family: 'conflict',
      message: `Call ${id} cannot be transferred: ${why}.`,
      hint: 'Only an answered call can be transferred.',
    });
  }
  const { set } = deciding;
  set.log({ type: 'attempt.transfer-ordered', position: attempt.position, attempt: id, by, data: { to } });
  return order;
}

/**
 * Records the result of a transfer, and returns it. The touch itself is not changed: its provider reports its end as usual.
 */
export function noteTransfer(
  deciding: Deciding,
  { attempt: id, outcome }: { attempt: string; outcome: TransferOutcome },
): TransferOutcome {
  const { position } = requireAttempt(deciding, id);
  const { set } = deciding;
  if (outcome.kind === 'transferred') set.log({ type: 'attempt.transferred', position, attempt: id });
  else {
    const { kind, detail } = outcome;
    set.log({
      type: 'attempt.not-transferred',
      position,
      attempt: id,
      data: { detail, certain: kind === 'refused' },
    });
  }
  return outcome;
}
