import { evidenceRanks } from '../../../../domain/attempt/attempt.ts';
import type { Evidence } from '../../../../domain/attempt/evidence.ts';
import type { Recording } from '../../../../domain/attempt/facts.ts';
import { readAmount } from '../../billing.ts';
import { callEvidence } from '../../call.ts';
import { judgeHangUp } from '../../hangup-causes.ts';
import { finalStatuses } from '../call-statuses.ts';
import type { CallbackFields } from './signature.ts';
import type { Asked, CallbackKind } from './urls.ts';

export type Field = (name: string) => string;

/** The first value of each field, trimmed. */
export function firstValues(params: CallbackFields): Record<string, string> {
  const entries = Object.entries(params).map(([name, value]) => [
    name,
    (typeof value === 'string' ? value : (value[0] ?? '')).trim(),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Looks up fields; a missing field is empty. */
export function fieldsOf(values: Readonly<Record<string, string>>): Field {
  return (name) => (Object.hasOwn(values, name) ? (values[name] ?? '') : '');
}

const stages: ReadonlyMap<string, CallbackKind> = new Map([
  ['ring', 'ring'],
  ['startapp', 'answer'],
  ['machinedetection', 'machine'],
  ['hangup', 'hangup'],
]);

/**
 * The kind of the callback. Its `Event` takes precedence over its URL: without a hang-up URL Plivo reports the end to
 * the answer URL. In the middle of a call a final status is no report of the end: a transfer reports its own end with the
 * status of a call that the contact has left, and a recording comes after the end.
 */
export function stageOf({
  kind,
  field,
  isMidCall,
}: {
  kind: CallbackKind;
  field: Field;
  isMidCall: boolean;
}): CallbackKind {
  const named = stages.get(field('Event').toLowerCase());
  // A request for the document of a transfer is never one for the answer.
  if (kind === 'transfer' && named === 'answer') return kind;
  if (named) return named;
  const mayEnd = kind !== 'recording' && kind !== 'stream' && !isMidCall;
  return mayEnd && finalStatuses.has(field('CallStatus').toLowerCase()) ? 'hangup' : kind;
}

type Reading = { said: CallbackKind; field: Field; callId: string | null; asked: Asked | null };

/**
 * What a well-formed callback of Plivo proves. Every callback proves that the provider has the call; not all of them
 * contain the id of the request.
 */
export function evidenceOfCallback(reading: Reading): Evidence[] {
  const requestId = reading.field('RequestUUID') || reading.field('ALegRequestUUID') || null;
  return [{ kind: 'accepted', receipt: requestId }, ...evidenceOfStage(reading)];
}

function evidenceOfStage({ said, field, callId, asked }: Reading): Evidence[] {
  const answered = callEvidence.answered(callId);
  if (said === 'ring') return [callEvidence.ringing(callId)];
  if (said === 'hangup') return endOf({ field, callId });
  if (said === 'recording') return [callEvidence.recorded(callId, recordingOf(field))];
  if (said === 'machine') {
    return field('Machine').toLowerCase() === 'false' ? [answered] : [answered, callEvidence.machine(callId)];
  }
  const wanted = asked?.wanted.kind;
  if (wanted === 'gather' && field('Digits') !== '') return [answered, callEvidence.gathered(callId)];
  if (wanted === 'voicemail') return [answered, callEvidence.messageBegun(callId)];
  if (wanted === 'message-left') return [answered, callEvidence.messageLeft(callId)];
  return [answered];
}

const readSeconds = (text: string): number | null => (/^\d{1,6}$/.test(text) ? Number(text) : null);

/** Plivo reports -1 seconds for a recording that has not ended. */
function recordingOf(field: Field): Recording {
  const seconds = Math.round(Number(field('RecordingDuration') || '-1'));
  return { id: field('RecordingID'), url: field('RecordUrl'), seconds: seconds < 0 ? null : seconds };
}

/**
 * Duration counts, BillDuration is rounded up. The times are in the account's zone, so only their presence is used.
 */
function endOf({ field, callId }: { field: Field; callId: string | null }): Evidence[] {
  const talkSeconds = Number(field('Duration')) || 0;
  const answered = talkSeconds > 0 || field('AnswerTime') !== '';
  const code = field('HangupCauseCode');
  const ended = callEvidence.ended({
    rank: evidenceRanks['hang-up'],
    callId,
    judgement: judgeHangUp({ code, callStatus: field('CallStatus'), answered }),
    cause: { code, name: field('HangupCauseName') || field('HangupCause'), source: field('HangupSource') },
    talkSeconds: answered ? talkSeconds : null,
    cost: {
      cost: readAmount(field('TotalCost')),
      rate: readAmount(field('BillRate')),
      billedSeconds: readSeconds(field('BillDuration')),
    },
  });
  return answered ? [callEvidence.answered(callId), ended] : [ended];
}
