import { z } from 'zod';
import type { Micros } from '../../../../domain/cost/money.ts';
import { readAmount } from '../../billing.ts';
import { finalStatuses } from '../call-statuses.ts';
import { readTime } from './times.ts';

/**
 * The shapes of Plivo's answers (docs.plivo.com/docs/voice/api/call and /overview): JSON with an `api_id`. A body
 * that does not fit is not an answer of Plivo, and proves nothing. Fields that are not used are not checked.
 */
const fromPlivo = { api_id: z.string().min(1) };

const id = z.string().regex(/^[\w.:-]{1,128}$/);
const number = z.string().regex(/\d/).max(200);
const word = z.string().trim().toLowerCase();

/** An instant; null if there is none. Any other text is an error. */
const time = z
  .string()
  .nullish()
  .transform((text, context) => {
    if (text === null || text === undefined || text === '' || text === 'None') return null;
    const instant = readTime(text);
    if (instant === null) context.addIssue({ code: 'custom', message: 'not a time' });
    return instant;
  });

/** A duration; null if there is none. */
const seconds = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,9}(\.\d+)?$/)
      .transform(Number),
    z.literal('').transform(() => null),
  ])
  .nullish()
  .transform((value) => value ?? null)
  .refine((value) => value === null || (value >= 0 && value < 1e9), 'not a duration');

const code = z
  .union([z.number().int(), z.string()])
  .nullish()
  .transform((value) => String(value ?? '').trim())
  .refine((text) => /^\d{0,5}$/.test(text), 'not a hang-up code');

/** Money, which may be missing from a record that is not rated yet. Anything else is read as missing. */
const amount = z
  .unknown()
  .optional()
  .transform((value): Micros | null => readAmount(value));
const billed = seconds.catch(null);

const words = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

/** `call fired` and `call queued` (201) carry a request_uuid: a string, or a list of one. */
export const placedShape = z
  .looseObject({
    ...fromPlivo,
    message: z.string().regex(/\bcalls?\b/i),
    request_uuid: z.union([id, z.tuple([id]).transform(([only]) => only)]),
    error: z.undefined().optional(),
  })
  .transform(({ request_uuid: requestId }) => ({ requestId }));

/** `transfer executed` (202), with the ids of the calls. */
export const transferredShape = z.looseObject({
  ...fromPlivo,
  message: z.string().regex(/\btransfer/i),
  error: z.undefined().optional(),
});

/** A refusal in Plivo's own words. */
export const refusalShape = z
  .looseObject({
    ...fromPlivo,
    error: z.union([z.string().min(1), z.record(z.string(), z.unknown())]),
  })
  .transform(({ error, ...more }) => ({
    text: typeof error === 'string' ? error : JSON.stringify(error),
    codes: [more['error_code'], more['hangup_cause_code'], more['code']].map(String),
  }));

/** The ids of live or queued calls. */
export const callListShape = z
  .looseObject({ ...fromPlivo, calls: z.array(id) })
  .transform(({ calls }) => calls);

/** The details of a live or queued call (`GET Call/{uuid}?status=live`). */
export const openCallShape = z
  .looseObject({
    ...fromPlivo,
    call_uuid: id,
    request_uuid: id.nullish(),
    call_status: word.pipe(z.string().min(1)).refine((status) => !finalStatuses.has(status), 'it is over'),
    from: number,
    to: number,
    session_start: time,
  })
  .transform((call) => ({
    callId: call.call_uuid,
    requestId: call.request_uuid ?? null,
    from: call.from,
    to: call.to,
    /** `queued`, `ringing`, `in-progress` or another word for live. */
    status: call.call_status,
    /** When it was accepted, or null if the provider does not say. */
    startedAt: call.session_start,
  }));

/** A call that is queued or live at the provider. */
export type OpenCall = z.output<typeof openCallShape>;

/** The values of `call_state` of a call that has not ended. */
const openStates: ReadonlySet<string> = new Set([
  'queued',
  'initiated',
  'ringing',
  'in_progress',
  'in-progress',
]);

const recordFields = z.looseObject({
  call_uuid: id,
  from_number: number,
  to_number: number,
  call_direction: word.pipe(z.literal('outbound')),
  initiation_time: time,
  answer_time: time,
  end_time: time,
  bill_duration: seconds,
  call_duration: seconds,
  call_state: words,
  hangup_cause_code: code,
  hangup_cause_name: words,
  hangup_source: words,
  billed_duration: billed,
  total_amount: amount,
  total_rate: amount,
});
type RecordFields = z.output<typeof recordFields>;

/** `bill_duration` is the conversation; `billed_duration` is rounded up to the tariff. */
const talkOf = (record: RecordFields): number | null => record.bill_duration ?? record.call_duration;

/**
 * A record is of a call that has ended: it contains the length of the conversation and an end, by time or by cause,
 * which is not before its beginning.
 */
function hasEnd(record: RecordFields): boolean {
  const { end_time: end, initiation_time: start } = record;
  if (openStates.has(record.call_state.toLowerCase()) || talkOf(record) === null) return false;
  if (end === null) return Number(record.hangup_cause_code) > 0;
  return start === null || start <= end;
}

const noEnd = 'it has no end';

const toRecord = (record: RecordFields) => ({
  callId: record.call_uuid,
  from: record.from_number,
  to: record.to_number,
  initiatedAt: record.initiation_time,
  answered: (talkOf(record) ?? 0) > 0 || record.answer_time !== null,
  talkSeconds: talkOf(record) ?? 0,
  status: record.call_state,
  cause: {
    code: record.hangup_cause_code,
    name: record.hangup_cause_name,
    source: record.hangup_source,
  },
  cost: {
    cost: record.total_amount,
    rate: record.total_rate,
    billedSeconds: record.billed_duration,
  },
});

/** A finished call, from the provider's records. */
export type CallRecord = ReturnType<typeof toRecord>;

/** The record of one call (`GET Call/{uuid}/`). */
export const callRecordShape = recordFields.extend(fromPlivo).refine(hasEnd, noEnd).transform(toRecord);

const page = { ...fromPlivo, meta: z.looseObject({ next: z.string().nullish() }) };

/** A page of any calls of the account. */
export const anyListShape = z.looseObject({ ...page, objects: z.array(z.looseObject({ call_uuid: id })) });

/** A page of records (`GET Call/`), and whether there are more. */
export const recordListShape = z
  .looseObject({ ...page, objects: z.array(recordFields.refine(hasEnd, noEnd).transform(toRecord)) })
  .transform(({ meta, objects }) => ({ records: objects, more: Boolean(meta.next) }));

/** Calls in a list, and whether there are more than the list shows. */
export type RecordPage = z.output<typeof recordListShape>;

const touchFields = z.looseObject({ call_uuid: id, to_number: words, initiation_time: time });

/**
 * A page of any outbound calls of the account, and whether there are more. Only what identifies a call is checked:
 * calls of other programs may have numbers and ends of any form.
 */
export const touchListShape = z
  .looseObject({ ...page, objects: z.array(touchFields) })
  .transform(({ meta, objects }) => ({
    calls: objects.map((call) => ({
      callId: call.call_uuid,
      to: call.to_number,
      initiatedAt: call.initiation_time,
    })),
    more: Boolean(meta.next),
  }));

/** One page of `touchListShape`. */
export type TouchPage = z.output<typeof touchListShape>;
