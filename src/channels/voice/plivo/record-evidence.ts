import { evidenceRanks } from '../../../domain/attempt/attempt.ts';
import type { Evidence } from '../../../domain/attempt/evidence.ts';
import { callEvidence } from '../call.ts';
import { judgeHangUp } from '../hangup-causes.ts';
import type { CallRecord, OpenCall } from './answers/shapes.ts';

/** What an open call proves about its attempt. */
export function evidenceOfOpenCall(call: OpenCall): Evidence[] {
  const accepted: Evidence = { kind: 'accepted', receipt: call.requestId };
  const { callId } = call;
  if (call.status === 'queued') return [accepted];
  const live = callEvidence.live(callId);
  if (call.status === 'ringing') return [accepted, live, callEvidence.ringing(callId)];
  if (call.status === 'in-progress') return [accepted, live, callEvidence.answered(callId)];
  return [accepted, live];
}

/** What a record proves: the end, and the answer if there was one. */
export function evidenceOfRecord(record: CallRecord): Evidence[] {
  const { callId, cause, answered, talkSeconds, cost } = record;
  const ended = callEvidence.ended({
    rank: evidenceRanks.record,
    callId,
    judgement: judgeHangUp({ code: cause.code, callStatus: record.status, answered }),
    cause,
    talkSeconds: answered ? talkSeconds : null,
    cost,
  });
  return answered ? [callEvidence.answered(callId), ended] : [ended];
}
