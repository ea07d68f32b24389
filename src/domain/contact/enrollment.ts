import type { ReasonCode } from '../reason-code.ts';
import type { Lines } from './lines.ts';
import type { Disposition, Outcome } from '../attempt/disposition.ts';

export const activeEnrollmentStates = [
  'pending',
  'in-flight',
  'waiting',
  'paused',
  'review',
  'observing',
] as const;
export const enrollmentEnds = [
  'completed',
  'responded',
  'exhausted',
  'invalid',
  'bounced',
  'opted-out',
  'suppressed',
  'expired',
  'cancelled',
  'dead-lettered',
  'imported',
] as const;
export type EnrollmentEnd = (typeof enrollmentEnds)[number];
export const enrollmentStates = [...activeEnrollmentStates, ...enrollmentEnds] as const;
export type EnrollmentState = (typeof enrollmentStates)[number];

/** Neither ended nor in flight. */
export const restingStates: ReadonlySet<EnrollmentState> = new Set([
  'pending',
  'waiting',
  'paused',
  'review',
  'observing',
]);

/**
 * The state of an enrollment under the end that the whole campaign gave to all contacts that rest; null if it gave
 * none. Their rows are not rewritten.
 */
export function stateUnder(rest: EnrollmentEnd | null, stored: EnrollmentState): EnrollmentState {
  return rest !== null && restingStates.has(stored) ? rest : stored;
}

const ends: ReadonlySet<string> = new Set(enrollmentEnds);
export function isEnd(state: EnrollmentState): state is EnrollmentEnd {
  return ends.has(state);
}

/**
 * The order in which due contacts are taken: those at a later step that contacts no one, then callbacks, then retries
 * and next steps by due time, then new ones by row. The numbers are stored.
 */
export const dueClasses = { withoutContact: -1, callback: 0, again: 1, new: 2 } as const;
export type DueClass = (typeof dueClasses)[keyof typeof dueClasses];
export const dueClassesInOrder: readonly DueClass[] = Object.values(dueClasses);

/** The reasons that are stored with a contact. Other reasons follow from the campaign, the hours and the limits. */
export const waitReasons = [
  'contact.new',
  'retry.waiting',
  'step.waiting',
  'callback.waiting',
  'attempts.per-day',
  'person.busy',
  'attempt.not-placed',
  'contact.suppressed',
  'attempts.per-24-hours',
  'attempts.per-week',
  'attempts.per-30-days',
] as const satisfies readonly ReasonCode[];
export type WaitReason = (typeof waitReasons)[number];

/** One contact inside one campaign. */
export type Enrollment = {
  /** The order within the campaign, from 1, without gaps; the row of the list for a campaign with one import. */
  position: number;
  contact: string;
  /** The id of the person when the contact was added. It also finds a person that was joined with another since. */
  person: string;
  /** The campaign's number for the calendar whose hours count. */
  calendar: number;
  state: EnrollmentState;
  /** The index of the step in the definition. */
  step: number;
  /** Attempts used up in this step, the one in flight included. */
  stepAttempts: number;
  /** The total of attempts used up. */
  attempts: number;
  /** Whether any step reached the contact. */
  reached: boolean;
  dueClass: DueClass;
  /**
   * From when the next attempt may start; 0 for new contacts. Stored time (see `heldMs` of the campaign); business time in the
   * class `callback`, which a pause does not delay.
   */
  dueAt: number;
  waitReason: WaitReason;
  /** Business time at which the contact asked to be called; null without a call-back that is still to be made. */
  callBackAt: number | null;
  /** Which of several addresses is tried; null for the first one. */
  lines: Lines | null;
  openAttempt: string | null;
  /** Whether the contact was paused while an attempt was in flight; this takes effect when the attempt ends. */
  pauseWanted: boolean;
  /** When a review or an observation ends on its own, or a call-back lapses. */
  deadlineAt: number | null;
  lastDisposition: Disposition | null;
  lastOutcome: Outcome | null;
  lastAttemptAt: number | null;
  endedAt: number | null;
};

/** Whether dispatch may take the enrollment: it is waiting or pending. */
export function isDispatchable(state: EnrollmentState): boolean {
  return state === 'pending' || state === 'waiting';
}

/** A call-back that cannot start within this time after the requested instant lapses. */
export const callBackGraceMs = 7 * 86_400_000;

/** The fields of an enrollment that waits for a call-back. It is due at the requested instant, however long a pause lasts. */
export function callBackDue(
  callBackAt: number,
): Pick<Enrollment, 'callBackAt' | 'dueAt' | 'dueClass' | 'waitReason'> {
  return { callBackAt, dueAt: callBackAt, dueClass: dueClasses.callback, waitReason: 'callback.waiting' };
}

/** When a call-back lapses; null without one. */
export function callBackDeadline(callBackAt: number | null): number | null {
  return callBackAt === null ? null : callBackAt + callBackGraceMs;
}
