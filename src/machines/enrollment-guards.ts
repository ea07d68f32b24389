import type { EnrollmentEnd } from '../domain/contact/enrollment.ts';
import type {
  Amended,
  AttemptEnded,
  EnrollmentContext,
  EnrollmentMachineEvent,
} from './enrollment-events.ts';
import type { Given as GivenOf, Guards } from './implementation.ts';

type Given = GivenOf<EnrollmentContext, EnrollmentMachineEvent>;
type Result = AttemptEnded | Amended;

export function isResult(event: EnrollmentMachineEvent): event is Result {
  return event.type === 'ATTEMPT_ENDED' || event.type === 'AMENDED';
}

/** The contact has left the step of an amended attempt: it was the last try of that step. */
export function isBehind(context: EnrollmentContext, event: Result): boolean {
  return event.type === 'AMENDED' && event.step !== context.step;
}

const isOutOfAttempts = (context: EnrollmentContext, event: Result): boolean =>
  event.counts && context.stepAttempts >= event.maxAttempts;

/** Whether this step is over: it reached the contact, or there are no attempts left. */
export function leavesStep({ context, event }: Given): boolean {
  if (!isResult(event) || isBehind(context, event)) return false;
  return event.route === 'next' || (event.route === 'retry' && isOutOfAttempts(context, event));
}

function isLastStep(context: EnrollmentContext, { steps }: { steps: number }): boolean {
  return context.step + 1 >= steps;
}

/** An answered call reached the contact, also where its outcome is reviewed first. */
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
  if (event.type === 'END') return event.end;
  if (event.type === 'NOT_PLACED') return event.rest;
  if (event.type !== 'SKIP' || !isLastStep(context, event)) return null;
  return context.reached ? 'completed' : event.unreached;
}

function endOfResult(given: Given, event: Result): EnrollmentEnd | null {
  const { context } = given;
  if (event.route === 'stop') return event.end;
  if (leavesStep(given) && isLastStep(context, event)) return afterLastStep(context, event);
  return event.type === 'AMENDED' ? null : event.rest;
}

function afterLastStep(context: EnrollmentContext, event: EnrollmentMachineEvent): EnrollmentEnd {
  return isReached(context, event) ? 'completed' : 'exhausted';
}

export const enrollmentGuards = {
  isOver: (given) => endOf(given) !== null,
  leavesStep,
  isForReview: ({ context, event }) =>
    isResult(event) && event.route === 'review' && !isBehind(context, event),
  isPauseWanted: ({ context }) => context.pauseWanted,
  isFirstAttempt: ({ context }) => context.attempts <= 1 && context.step === 0,
  isNew: ({ context }) => context.waitReason === 'contact.new',
} as const satisfies Guards<EnrollmentContext, EnrollmentMachineEvent>;
