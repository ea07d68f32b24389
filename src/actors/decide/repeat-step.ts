import type { Attempt } from '../../domain/attempt/attempt.ts';
import { isEnd } from '../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { EnrollmentMachineEvent } from '../../machines/enrollment/enrollment-machine.ts';
import { stateOf } from '../turn/campaign-memory.ts';
import { transitionEnrollment } from './steps.ts';
import type { Deciding } from './steps.ts';

function refused(message: string, hint: string): RingmasterError {
  return new RingmasterError({ code: 'call.retry-refused', family: 'conflict', message, hint });
}

function rowOf({ set }: Deciding, { id, position }: Attempt): Enrollment {
  const row = set.enrollment(position);
  if (!row) throw new TypeError(`the enrollment of ${id} was not read`);
  return row;
}

/** Throws `call.retry-refused` if the step of an ended attempt cannot be repeated. */
export function requireRepeatable(deciding: Deciding, attempt: Attempt): void {
  const { set, kit } = deciding;
  const row = rowOf(deciding, attempt);
  const { state } = stateOf(set.position());
  if (set.record.rest !== null || (state !== 'running' && state !== 'paused'))
    throw refused('The campaign has ended, so no contact of it is called again.', 'Use `ringmaster call`.');
  if ((set.person(row.person)?.optOut ?? null) !== null)
    throw refused('The contact has opted out.', 'An opt-out is not withdrawn by a retry.');
  const isBehind = row.step !== attempt.step;
  if (isBehind && (row.step !== attempt.step + 1 || row.stepAttempts > 0))
    throw refused(
      'A later step of the contact has been tried already, so the step of this call is not repeated.',
      'Use `ringmaster call` for a single call.',
    );
  if (kit.machines.enrollment({ row, event: repeatEvent(deciding, row, attempt) }).changed) return;
  throw refused(
    `A contact whose state is ${row.state} is not called again.`,
    'A contact that was removed, is suppressed or has opted out stays so.',
  );
}

/** The event that repeats the step of an attempt, by the place of the contact in its sequence. */
function repeatEvent({ set }: Deciding, row: Enrollment, attempt: Attempt): EnrollmentMachineEvent {
  const { state, step } = row;
  if (isEnd(state)) return { type: 'REOPEN', at: set.at };
  const back = { step: attempt.step, stepAttempts: attempt.stepNumber };
  return { type: 'CALL_BACK', at: set.at, ...(step !== attempt.step && { back }) };
}

/**
 * Orders another attempt of the step of an ended attempt, at once and as a call-back: it uses up no attempt of the step. This is
 * the only order that continues an enrollment that has ended.
 */
export function repeatStep(deciding: Deciding, { attempt, by }: { attempt: Attempt; by: string }): void {
  const { set } = deciding;
  const row = rowOf(deciding, attempt);
  const event = repeatEvent(deciding, row, attempt);
  const moved = transitionEnrollment(deciding, { row, event });
  if (!moved) return;
  const type = event.type === 'REOPEN' ? 'contact.reopen' : 'contact.call-back';
  set.log({ type, position: row.position, by, data: { at: set.at, became: moved.state } });
}
