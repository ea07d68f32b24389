import type { EnrollmentEnd } from '../../domain/contact/enrollment.ts';
import type {
  Amended,
  AttemptEnded,
  EnrollmentContext,
  EnrollmentMachineEvent,
} from './enrollment-events.ts';
import type { Given as GivenOf, Guards } from '../implementation.ts';

type Given = GivenOf<EnrollmentContext, EnrollmentMachineEvent>;
type Result = AttemptEnded | Amended;

export function isResult(event: EnrollmentMachineEvent): event is Result {
  return event.type === 'ATTEMPT_ENDED' || event.type === 'AMENDED';
}

/** Whether the contact has left the step of an amended attempt, which was the last attempt of that step. */
export function isBehind(context: EnrollmentContext, event: Result): boolean {
  return event.type === 'AMENDED' && event.step !== context.step;
}

/** The attempts that are used up in the step after an event, beyond the number in the row; may be negative. */
export function stepAttemptsDelta(event: Result): number {
  if (!event.contacts) return 0;
  return Number(event.usesUp) - (event.type === 'ATTEMPT_ENDED' ? 1 : Number(event.usedUp));
}

const isOutOfAttempts = (context: EnrollmentContext, event: Result): boolean =>
  event.counts && context.stepAttempts + stepAttemptsDelta(event) >= event.maxAttempts;

/** Whether the contact asked to be called again, and the step can still be repeated. */
function callsBack({ context, event }: Given): boolean {
  return isResult(event) && event.callBackAt !== null && isRepeatable(context, event);
}

/** Whether a call-back that is still to be made decides what follows, whatever an earlier attempt turns out to be. */
const isPromised = (context: EnrollmentContext, event: Result): boolean =>
  event.callBackAt !== null || (event.type === 'AMENDED' && context.callBackAt !== null);

/** Whether this step has ended: it reached the contact, or there are no attempts left. */
export function leavesStep({ context, event }: Given): boolean {
  if (!isResult(event) || isBehind(context, event) || isPromised(context, event)) return false;
  return event.route === 'next' || (event.route === 'retry' && isOutOfAttempts(context, event));
}

function isLastStep(context: EnrollmentContext, { steps }: { steps: number }): boolean {
  return context.step + 1 >= steps;
}

/** An answered call reached the contact, even if its outcome is reviewed first. */
function reaches({ contacts, route, disposition }: Result): boolean {
  if (!contacts) return false;
  return route === 'next' || (route === 'review' && disposition === 'answered');
}

export function isReached(context: EnrollmentContext, event: EnrollmentMachineEvent): boolean {
  return context.reached || (isResult(event) && reaches(event));
}

/** The end that an event leads to, or null if the enrollment does not end. */
export function endOf(given: Given): EnrollmentEnd | null {
  const { context, event } = given;
  if (isResult(event)) return endOfResult(given, event);
  if (event.type === 'END' || event.type === 'LATE_END') return event.end;
  if (event.type === 'OBSERVED') return context.reached ? 'completed' : 'exhausted';
  if (event.type === 'NOT_PLACED') return event.rest;
  if (event.type !== 'SKIP' || !isLastStep(context, event)) return null;
  return context.reached ? 'completed' : event.unreached;
}

function endOfResult(given: Given, event: Result): EnrollmentEnd | null {
  const { context } = given;
  if (event.route === 'stop' && event.callBackAt === null) return event.end;
  if (isForObservation(given)) return null;
  if (leavesStep(given) && isLastStep(context, event)) return afterLastStep(context, event);
  return event.type === 'AMENDED' ? null : event.rest;
}

/** Whether all steps are over and reports about the last touch may still change what follows. */
function isForObservation(given: Given): boolean {
  const { context, event } = given;
  if (!isResult(event) || event.observeUntil === null || event.rest !== null) return false;
  return leavesStep(given) && isLastStep(context, event);
}

/**
 * Whether the step of an attempt can be repeated, perhaps although the enrollment has left it. This requires that no attempt
 * of the next step was minted, so that no step is contacted twice.
 */
function isRepeatable(context: EnrollmentContext, event: Result): boolean {
  if (event.type === 'ATTEMPT_ENDED') return true;
  const isNext = event.step === context.step - 1 && context.stepAttempts === 0;
  return isNext || event.step === context.step;
}

function isTakenBack({ context, event }: Given): boolean {
  if (event.type !== 'AMENDED' || !event.repeats || event.route !== 'retry') return false;
  return context.callBackAt === null && isRepeatable(context, event);
}

/** The more important end is kept: an opt-out, then a reply, then a bounce. */
const weights: Partial<Readonly<Record<EnrollmentEnd, number>>> = {
  'opted-out': 3,
  responded: 2,
  bounced: 1,
};
const weightOf = (end: EnrollmentEnd | null | undefined): number => (end ? (weights[end] ?? 0) : 0);

/** Whether evidence after the end changes the end. */
function changesEnd(given: Given): boolean {
  const { context, event } = given;
  const end = endOf(given);
  if (end === null) return false;
  const gain = weightOf(end) - weightOf(context.end);
  return event.type === 'LATE_END' ? gain > 0 && !isOrdered(context.end) : gain >= 0;
}

/** Whether a caller or a date caused the end. Only evidence about the last attempt changes such an end. */
function isOrdered(end: EnrollmentEnd | undefined): boolean {
  return end === 'cancelled' || end === 'expired' || end === 'suppressed';
}

/** The ends that an operator may take back. The others are the wish of the contact, or of who owns the campaign. */
const reopenable: ReadonlySet<EnrollmentEnd> = new Set([
  'completed',
  'responded',
  'exhausted',
  'invalid',
  'bounced',
  'dead-lettered',
]);

function afterLastStep(context: EnrollmentContext, event: EnrollmentMachineEvent): EnrollmentEnd {
  return isReached(context, event) ? 'completed' : 'exhausted';
}

export const enrollmentGuards = {
  isOver: (given) => endOf(given) !== null,
  isForObservation,
  isTakenBack,
  changesEnd,
  leavesStep,
  callsBack,
  isForReview: ({ context, event }) =>
    isResult(event) && event.route === 'review' && !isBehind(context, event) && !isPromised(context, event),
  isReopenable: ({ context }) => context.end !== undefined && reopenable.has(context.end),
  isUncounted: ({ event }) => isResult(event) && !event.counts,
  isPauseWanted: ({ context }) => context.pauseWanted,
  isFirstAttempt: ({ context }) => context.attempts <= 1 && context.step === 0 && context.callBackAt === null,
  isNew: ({ context }) => context.waitReason === 'contact.new',
} as const satisfies Guards<EnrollmentContext, EnrollmentMachineEvent>;
