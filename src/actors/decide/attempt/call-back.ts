import type { Attempt } from '../../../domain/attempt/attempt.ts';
import { consequenceOf } from '../../../domain/attempt/consequence.ts';
import { callBackAtOf } from '../../../domain/attempt/facts.ts';
import { callBackDeadline } from '../../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import type { Routing } from '../../../rules/routing.ts';
import type { Deciding } from '../steps.ts';

/** The ends after which a contact is not called back. */
const finalEnds: ReadonlySet<Routing['end']> = new Set(['opted-out', 'invalid']);

/** When the next attempt of a call-back may start at the earliest: its time, or the next opening of the window after it. */
export function callBackOpening({ set }: Deciding, { calendar }: Enrollment, at: number): number | null {
  const opening = set.memory.windowOf(calendar).nextOpening(Math.max(at, set.at));
  const { end } = set.record.definition;
  const latest = Math.min(callBackDeadline(at) ?? 0, end === undefined ? Infinity : Date.parse(end));
  return opening !== null && opening <= latest ? opening : null;
}

/**
 * Returns when the contact is to be called back after the end of an attempt: at the time that was ordered while the attempt
 * was open; else at the time that the contact asked for in it; for a word that means a call-back, without a time, after the delay of a retry. Null without a request, and for one that cannot be carried out.
 */
export function requestedCallBack(
  deciding: Deciding,
  {
    attempt,
    enrollment,
    route,
    end,
    retryAt,
  }: { attempt: Attempt; enrollment: Enrollment; retryAt: number } & Routing,
): number | null {
  if (route === 'stop' && finalEnds.has(end)) return null;
  const { callBackAt } = enrollment;
  const isOrdered = enrollment.openAttempt === attempt.id && callBackAt !== attempt.callBackAt;
  const { dispositions } = deciding.set.record.definition;
  const isAsked = consequenceOf(dispositions, attempt.outcome) === 'call-back';
  const asked = callBackAtOf(attempt.details) ?? (isAsked ? retryAt : null);
  const at = isOrdered ? callBackAt : asked;
  return at !== null && callBackOpening(deciding, enrollment, at) !== null ? at : null;
}
