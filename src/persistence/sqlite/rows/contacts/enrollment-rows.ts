import type { Enrollment } from '../../../../domain/contact/enrollment.ts';
import { stateUnder } from '../../../../domain/contact/enrollment.ts';
import type { CampaignHead } from '../../../common/campaign-head.ts';
import type { Row } from '../../connection/connection.ts';
import { dispositionCode, enrollmentStateCode, waitReasonCode } from '../codes.ts';
import { blob, boolean, code, integer, json, nullable, openCode, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';
import { rowId } from '../persons/person-rows.ts';

export const enrollments = declareTable<Enrollment>({
  table: 'enrollments',
  own: {
    key: integer(),
    campaign: integer(),
    trail: text({ personal: null }),
    room: nullable(blob()),
  },
  fields: {
    position: integer(),
    contact: text({ personal: null }),
    person: rowId,
    calendar: integer(),
    state: code(enrollmentStateCode),
    step: integer(),
    stepAttempts: integer(),
    attempts: integer(),
    reached: boolean(),
    dueClass: integer(),
    dueAt: integer(),
    waitReason: code(waitReasonCode),
    callBackAt: nullable(integer()),
    lines: nullable(json({ personal: null })),
    openAttempt: nullable(text({ personal: null })),
    pauseWanted: boolean(),
    deadlineAt: nullable(integer()),
    lastDisposition: nullable(openCode(dispositionCode)),
    lastOutcome: nullable(text({ personal: null })),
    lastAttemptAt: nullable(integer()),
    endedAt: nullable(integer()),
  },
});

/** The columns of an enrollment that a turn may change. */
export const enrollmentTurnFields = enrollments.pick(
  'calendar',
  'state',
  'step',
  'stepAttempts',
  'attempts',
  'reached',
  'dueClass',
  'dueAt',
  'waitReason',
  'callBackAt',
  'lines',
  'openAttempt',
  'pauseWanted',
  'deadlineAt',
  'lastDisposition',
  'lastOutcome',
  'lastAttemptAt',
  'endedAt',
);

/** The columns in which new enrollments differ. */
export const newEnrollmentFields = enrollments.pick(
  'position',
  'contact',
  'person',
  'calendar',
  'state',
  'endedAt',
);

export const enrollmentReadColumns = enrollments.select();

/** Creates an enrollment from a row of a campaign with this `rest`. */
export function enrollmentFrom(row: Row, rest: CampaignHead['rest']): Enrollment {
  const enrollment = enrollments.read(row);
  enrollment.state = stateUnder(rest, enrollment.state);
  return enrollment;
}

const positionIndex = enrollments.names.indexOf('position');

export function positionOf(row: Row): number {
  return row[positionIndex] as number;
}
