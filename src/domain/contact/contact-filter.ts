import { activeEnrollmentStates, isDispatchable } from './enrollment.ts';
import type { Enrollment, EnrollmentState, WaitReason } from './enrollment.ts';
import type { Disposition } from '../attempt/disposition.ts';

/** Which contacts of a campaign are meant: those that match every part that is set. */
export type ContactFilter = {
  states?: readonly EnrollmentState[] | undefined;
  /** The stored reason of a contact that waits. Contacts in other states have none. */
  reasons?: readonly WaitReason[] | undefined;
  /** How the last attempt ended. */
  dispositions?: readonly Disposition[] | undefined;
};

/** Returns the states that contacts which match can have; undefined if they can have any. */
export function statesOf({ states, reasons }: ContactFilter): readonly EnrollmentState[] | undefined {
  if (!reasons) return states;
  return (states ?? activeEnrollmentStates).filter(isDispatchable);
}

/** Whether an index of states finds exactly the contacts that match. */
export function isByStateOnly({ reasons, dispositions }: ContactFilter): boolean {
  return !reasons && !dispositions;
}

export function matchesFilter(filter: ContactFilter, enrollment: Enrollment): boolean {
  const states = statesOf(filter);
  const { reasons, dispositions } = filter;
  const { state, waitReason, lastDisposition } = enrollment;
  if (states && !states.includes(state)) return false;
  if (reasons && !reasons.includes(waitReason)) return false;
  return !dispositions || (lastDisposition !== null && dispositions.includes(lastDisposition));
}
