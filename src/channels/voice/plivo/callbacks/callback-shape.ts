import { z } from 'zod';
import { dependsOnAnswer } from '../../hangup-causes.ts';
import { finalStatuses } from '../call-statuses.ts';
import type { CallbackKind } from './urls.ts';

const text = z.string().default('');
const duration = z
  .string()
  .regex(/^\d{0,9}$/, 'not a duration')
  .default('');

/** The fields of a callback that are used. Every callback contains the id of its call. */
const callbackShape = z.looseObject({
  CallUUID: z.string('it names no call').regex(/^[\w.:-]{1,128}$/, 'it names no call'),
  CallStatus: text,
  AnswerTime: text,
  Duration: duration,
  HangupCauseCode: z
    .string()
    .regex(/^\d{0,5}$/, 'not a hang-up code')
    .default(''),
  HangupCause: text,
});

/**
 * The report of an end must be unambiguous: it has a cause or a final status and, if the result depends on it, says
 * whether the call was answered.
 */
const endShape = callbackShape.superRefine((fields, context) => {
  const { CallStatus: callStatus, HangupCauseCode: code } = fields;
  const hasCause = Number(code) > 0 || fields.HangupCause !== '';
  if (!hasCause && !finalStatuses.has(callStatus.toLowerCase())) {
    context.addIssue({ code: 'custom', message: 'it tells of no end' });
  }
  const tellsAnswer = fields.Duration !== '' || fields.AnswerTime !== '';
  if (!tellsAnswer && dependsOnAnswer({ code, callStatus })) {
    context.addIssue({ code: 'custom', message: 'it does not tell whether the call was answered' });
  }
});

const machineShape = callbackShape.extend({ Machine: z.string().regex(/^(true|false)$/i, 'no verdict') });

/** A recording of a call that has ended may not name the call. It has an id, and an address for the program to fetch. */
const recordingShape = callbackShape.extend({
  CallUUID: callbackShape.shape.CallUUID.or(z.literal('')).default(''),
  RecordingID: z.string('it names no recording').regex(/^[\w-]{1,128}$/, 'it names no recording'),
  RecordUrl: z
    .url({ protocol: /^https?$/, error: 'it has no address of a recording' })
    .max(2_000, 'it has no address of a recording'),
  RecordingDuration: z
    .string()
    .regex(/^(?:-1|\d{0,9})(?:\.\d+)?$/, 'not a duration')
    .default(''),
});

const shapes: Readonly<Record<CallbackKind, z.ZodType>> = {
  answer: callbackShape,
  ring: callbackShape,
  hangup: endShape,
  machine: machineShape,
  recording: recordingShape,
  transfer: callbackShape,
  stream: callbackShape,
};

/** Why nothing can be concluded from a callback; null for a well-formed one. */
export function faultOfCallback(said: CallbackKind, fields: Readonly<Record<string, string>>): string | null {
  const read = shapes[said].safeParse(fields);
  return read.success ? null : (read.error.issues[0]?.message ?? 'it is malformed');
}

/** The fields that are kept: none of them contains a number or a name. */
const keptNames = [
  'CallStatus',
  'CallUUID',
  'RequestUUID',
  'Digits',
  'DialStatus',
  'Machine',
  'RecordingID',
  'RecordingDuration',
  'StartTime',
  'AnswerTime',
  'EndTime',
  'Duration',
  'BillDuration',
  'BillRate',
  'TotalCost',
  'HangupCause',
  'HangupCauseName',
  'HangupCauseCode',
  'HangupSource',
  'Event',
  'StreamID',
] as const;
const longestKept = 100;

/** What is kept of the fields of a callback: those that are known and not empty, each shortened to 100 characters. */
export function keptFields(fields: Readonly<Record<string, string>>): Record<string, string> {
  const kept = keptNames.flatMap((name): [string, string][] => {
    const value = Object.hasOwn(fields, name) ? (fields[name] ?? '') : '';
    return value === '' ? [] : [[name, value.slice(0, longestKept)]];
  });
  return Object.fromEntries(kept);
}
