import type { Enrollment, EnrollmentEnd } from '../../../domain/contact/enrollment.ts';
import { dispositionCode, enrollmentStateCode, restingStates, waitReasonCode } from './codes.ts';
import type { Cell, Row } from '../connection/connection.ts';

/** What a turn may change of an enrollment, in the order of `enrollmentCells`. */
export const enrollmentColumns = [
  'calendar',
  'state',
  'step',
  'step_attempts',
  'attempts',
  'reached',
  'due_class',
  'due_at',
  'wait_reason',
  'open_attempt',
  'pause_wanted',
  'deadline_at',
  'last_disposition',
  'last_outcome',
  'last_attempt_at',
  'ended_at',
] as const;

export function enrollmentCells(enrollment: Enrollment): Cell[] {
  const { lastDisposition } = enrollment;
  return [
    enrollment.calendar,
    enrollmentStateCode.encode(enrollment.state),
    enrollment.step,
    enrollment.stepAttempts,
    enrollment.attempts,
    enrollment.reached ? 1 : 0,
    enrollment.dueClass,
    enrollment.dueAt,
    waitReasonCode.encode(enrollment.waitReason),
    enrollment.openAttempt,
    enrollment.pauseWanted ? 1 : 0,
    enrollment.deadlineAt,
    lastDisposition === null ? null : dispositionCode.encode(lastDisposition),
    enrollment.lastOutcome,
    enrollment.lastAttemptAt,
    enrollment.endedAt,
  ];
}

export const enrollmentReadColumns = `position, contact, person, ${enrollmentColumns.join(', ')}`;

type EnrollmentRow = readonly [
  position: number,
  contact: string,
  person: number,
  calendar: number,
  state: number,
  step: number,
  stepAttempts: number,
  attempts: number,
  reached: number,
  dueClass: Enrollment['dueClass'],
  dueAt: number,
  waitReason: number,
  openAttempt: string | null,
  pauseWanted: number,
  deadlineAt: number | null,
  lastDisposition: number | null,
  lastOutcome: string | null,
  lastAttemptAt: number | null,
  endedAt: number | null,
];

/**
 * Makes an enrollment of a row. Where the whole campaign was cancelled or expired, `rest` is what everyone neither
 * ended nor in flight became: their rows were not rewritten then.
 */
export function enrollmentFrom(row: Row, rest: EnrollmentEnd | null): Enrollment {
  const [
    position,
    contact,
    person,
    calendar,
    state,
    step,
    stepAttempts,
    attempts,
    reached,
    dueClass,
    dueAt,
    waitReason,
    openAttempt,
    pauseWanted,
    deadlineAt,
    lastDisposition,
    lastOutcome,
    lastAttemptAt,
    endedAt,
  ] = row as unknown as EnrollmentRow;
  const stored = enrollmentStateCode.decode(state);
  return {
    position,
    contact,
    person: String(person),
    calendar,
    state: rest !== null && restingStates.has(stored) ? rest : stored,
    step,
    stepAttempts,
    attempts,
    reached: reached === 1,
    dueClass,
    dueAt,
    waitReason: waitReasonCode.decode(waitReason),
    openAttempt,
    pauseWanted: pauseWanted === 1,
    deadlineAt,
    lastDisposition: lastDisposition === null ? null : dispositionCode.decode(lastDisposition),
    lastOutcome,
    lastAttemptAt,
    endedAt,
  };
}

export function positionOf(row: Row): number {
  return row[0] as number;
}

export function dueAtOf(row: Row): number {
  return row[dueAtIndex] as number;
}

const dueAtIndex = 3 + enrollmentColumns.indexOf('due_at');
