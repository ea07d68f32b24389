import { isEnd } from '../../domain/contact/enrollment.ts';
import type { Enrollment, EnrollmentEnd, EnrollmentState } from '../../domain/contact/enrollment.ts';

type MachineState = Exclude<EnrollmentState, EnrollmentEnd> | 'ended';

/** A stored row as the context of the machine. In the state `ended` it also contains the end. */
export type EnrollmentRowContext = Enrollment & { end?: EnrollmentEnd | undefined };

/**
 * The state and context of the machine for a stored row. The machine has one state for all ends; the column `state`
 * contains the name of the end.
 */
export function readEnrollmentRow(row: Enrollment): { value: MachineState; context: EnrollmentRowContext } {
  const { state } = row;
  if (isEnd(state)) return { value: 'ended', context: { ...row, end: state } };
  return { value: state, context: row };
}

/**
 * The row to store for a context in the state `ended`. Every contact passes here, and `{ end, ...row }` would take many
 * times as long as the list of the properties.
 */
export function endedRow(context: EnrollmentRowContext): Enrollment {
  const { end } = context;
  if (end === undefined)
    throw new TypeError(`the enrollment at position ${context.position} ended without an end`);
  return {
    position: context.position,
    contact: context.contact,
    person: context.person,
    calendar: context.calendar,
    state: end,
    step: context.step,
    stepAttempts: context.stepAttempts,
    attempts: context.attempts,
    reached: context.reached,
    dueClass: context.dueClass,
    dueAt: context.dueAt,
    waitReason: context.waitReason,
    callBackAt: context.callBackAt,
    lines: context.lines,
    openAttempt: context.openAttempt,
    pauseWanted: context.pauseWanted,
    deadlineAt: context.deadlineAt,
    lastDisposition: context.lastDisposition,
    lastOutcome: context.lastOutcome,
    lastAttemptAt: context.lastAttemptAt,
    endedAt: context.endedAt,
  };
}
