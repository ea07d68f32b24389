import type { Evidence } from '../../../domain/evidence.ts';
import { evidenceRanks } from '../../../domain/attempt.ts';
import { judgeHangUp } from '../hangup-causes.ts';

/** A call that is queued or live at the provider. `status` is `queued`, `ringing` or `in-progress`. */
export type OpenCall = {
  callId: string;
  requestId: string | null;
  from: string;
  to: string;
  status: string;
  /** When it was accepted, or null when the provider does not say. */
  startedAt: number | null;
};

/** A finished call, from the provider's records. */
export type CallRecord = {
  callId: string;
  from: string;
  to: string;
  direction: string;
  initiatedAt: number | null;
  answered: boolean;
  talkSeconds: number;
  status: string;
  cause: { code: string; name: string; source: string };
};

type Fields = Readonly<Record<string, unknown>>;

/** Reads the details of a live or queued call (GET Call/{uuid}?status=live). */
export function readOpenCall(fields: Fields): OpenCall {
  return {
    callId: text(fields, 'call_uuid'),
    requestId: text(fields, 'request_uuid') || null,
    from: text(fields, 'from'),
    to: text(fields, 'to'),
    status: text(fields, 'call_status'),
    startedAt: readTime(text(fields, 'session_start')),
  };
}

/** Reads one call record. `bill_duration` is the conversation; `billed_duration` is rounded up to the tariff. */
export function readCallRecord(fields: Fields): CallRecord {
  const talkSeconds = Number(text(fields, 'bill_duration') || text(fields, 'call_duration')) || 0;
  return {
    callId: text(fields, 'call_uuid'),
    from: text(fields, 'from_number'),
    to: text(fields, 'to_number'),
    direction: text(fields, 'call_direction'),
    initiatedAt: readTime(text(fields, 'initiation_time')),
    answered: talkSeconds > 0 || isTime(text(fields, 'answer_time')),
    talkSeconds,
    status: text(fields, 'call_state'),
    cause: {
      code: text(fields, 'hangup_cause_code'),
      name: text(fields, 'hangup_cause_name'),
      source: text(fields, 'hangup_source'),
    },
  };
}

/** What an open call proves about its attempt. */
export function evidenceOfOpenCall(call: OpenCall): Evidence[] {
  const accepted: Evidence = { kind: 'accepted', requestId: call.requestId };
  const { callId } = call;
  if (call.status === 'queued') return [{ kind: 'queued', requestId: call.requestId }];
  const live: Evidence = { kind: 'live', callId };
  if (call.status === 'ringing') return [accepted, live, { kind: 'ringing', callId }];
  if (call.status === 'in-progress') return [accepted, live, { kind: 'answered', callId }];
  return [accepted, live];
}

/** What a record proves: the end, and that it was answered where it was. */
export function evidenceOfRecord(record: CallRecord): Evidence[] {
  const { callId, cause, answered, talkSeconds } = record;
  const ended: Evidence = {
    kind: 'ended',
    rank: evidenceRanks.record,
    callId,
    ...judgeHangUp({ code: cause.code, callStatus: record.status, answered }),
    cause,
    talkSeconds: answered ? talkSeconds : null,
  };
  return answered ? [{ kind: 'answered', callId }, ended] : [ended];
}

/**
 * An instant such as `2022-06-28 19:39:05+05:30`: the account's local time with its offset in records; without an
 * offset (`session_start`) it is UTC.
 */
export function readTime(value: string): number | null {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d:?\d\d)?$/.exec(value);
  if (!match) return null;
  const offset = (match[3] ?? 'Z').replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const instant = Date.parse(`${match[1]}T${match[2]}${offset}`);
  return Number.isNaN(instant) ? null : instant;
}

/** The form Plivo's time filters take: UTC, whole seconds. */
export function writeTime(instant: number): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}

function isTime(value: string): boolean {
  return readTime(value) !== null;
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
