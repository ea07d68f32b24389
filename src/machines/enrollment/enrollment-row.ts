import { isEnd } from '../../domain/contact/enrollment.ts';
import type { Enrollment, EnrollmentEnd, EnrollmentState } from '../../domain/contact/enrollment.ts';

type MachineState = Exclude<EnrollmentState, EnrollmentEnd> | 'ended';

/** A stored row as the context of the machine. In the state `ended` it also contains the end. */
export type EnrollmentRowContext = Enrollment & { end?: EnrollmentEnd };

/**
 * The state and context of the machine for a stored row. The machine has one state for all ends; the column `state`
 * contains the name of the end.
 */
export function readEnrollmentRow(row: Enrollment): { value: MachineState; context: EnrollmentRowContext } {
  const { state } = row;
  if (isEnd(state)) return { value: 'ended', context: { ...row, end: state } };
  return { value: state, context: row };
}

/** The row to store for a context in the state `ended`. */
export function endedRow({ end, ...row }: EnrollmentRowContext): Enrollment {
  if (end === undefined)
    throw new TypeError(`the enrollment at position ${row.position} ended without an end`);
  row.state = end;
  return row;
}
