import { callBackDeadline, dueClasses } from '../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { NextDue } from '../../machines/enrollment/enrollment-machine.ts';
import { toStoredTime } from '../turn/campaign-memory.ts';
import { callBackOpening } from './attempt/call-back.ts';
import { skipEvent } from './skip.ts';
import { transitionEnrollment } from './steps.ts';
import type { Deciding } from './steps.ts';

/** Without its call-back the contact is due at once, in its usual order. */
export function dueWithoutCallBack({ set }: Deciding): NextDue {
  const dueAt = toStoredTime(set.position().context, set.at);
  return { dueAt, dueClass: dueClasses.again, waitReason: 'retry.waiting' };
}

/** Throws for a call-back that can never be made. */
export function requireCallBack(deciding: Deciding, { row, at }: { row: Enrollment; at: number }): void {
  const { set, kit } = deciding;
  const { listed, definition } = set.record;
  const step = listed ? definition.steps[row.step] : definition.steps[0];
  if (step && kit.channels.find(step.channel)?.addressKind !== 'phone') {
    throw new RingmasterError({
      code: 'contact.call-back-refused',
      family: 'conflict',
      message: `The contact is at the step ${step.id}, which makes no call.`,
      hint: 'A call-back repeats the step at which the contact is. Call the contact with a single call instead: ringmaster call.',
    });
  }
  if (callBackOpening(deciding, row, at) !== null) return;
  const until = new Date(callBackDeadline(at) ?? at).toISOString();
  throw new RingmasterError({
    code: 'contact.call-back-refused',
    family: 'conflict',
    message: `The hours of the contact do not open between the requested time and ${until}, or the campaign ends before.`,
    hint: 'Choose another time. `ringmaster why` shows when the hours open.',
  });
}

/** What the log says about an ordered call-back: the requested time, and the opening of the hours if that is later. */
export function callBackFacts(
  deciding: Deciding,
  row: Enrollment,
  at: number,
): { at: number; opensAt?: number } {
  const opensAt = callBackOpening(deciding, row, at);
  return { at, ...(opensAt !== null && opensAt > at && { opensAt }) };
}

/**
 * The call-back of a contact could not be made in time. If the step has reached the contact, or has no attempts left, the next
 * step follows; otherwise the step is tried again in the usual order.
 */
export function lapseCallBack(deciding: Deciding, row: Enrollment): void {
  const { set } = deciding;
  const isStepOver = row.reached || row.stepAttempts >= set.record.definition.retry.maxAttempts;
  const moved = transitionEnrollment(deciding, {
    row,
    event: isStepOver
      ? skipEvent(deciding, { row, unreached: 'exhausted' })
      : { type: 'CALL_BACK_LAPSED', due: dueWithoutCallBack(deciding) },
  });
  if (!moved) return;
  const data = { at: row.callBackAt ?? set.at, became: moved.state };
  set.log({ type: 'enrollment.call-back-lapsed', position: row.position, data });
}
