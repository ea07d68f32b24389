import { dueClasses } from './enrollment.ts';
import type { Enrollment } from './enrollment.ts';

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
