import type { EnrollmentEnd } from '../domain/contact/enrollment.ts';
import type {
  Amended,
  AttemptEnded,
  EnrollmentContext,
  EnrollmentMachineEvent,
} from './enrollment-events.ts';

type Update = Partial<EnrollmentContext>;
type Given = { context: EnrollmentContext; event: EnrollmentMachineEvent };
type Result = AttemptEnded | Amended;

function isResult(event: EnrollmentMachineEvent): event is Result {
  return event.type === 'ATTEMPT_ENDED' || event.type === 'AMENDED';
}

/** The step that an amended attempt belonged to is behind the person: it was the last try of that step. */
function isBehind(context: EnrollmentContext, event: Result): boolean {
  return event.type === 'AMENDED' && event.step !== context.step;
}

const isOutOfAttempts = (context: EnrollmentContext, event: Result): boolean =>
  event.counts && context.stepAttempts >= event.maxAttempts;

/** Whether this step is over: it reached the person, or there are no attempts left. */
export function leavesStep({ context, event }: Given): boolean {
  if (!isResult(event) || isBehind(context, event)) return false;
  return event.route === 'next' || (event.route === 'retry' && isOutOfAttempts(context, event));
}

export function isForReview({ context, event }: Given): boolean {
  return isResult(event) && event.route === 'review' && !isBehind(context, event);
}

function isLastStep(context: EnrollmentContext, { steps }: { steps: number }): boolean {
  return context.step + 1 >= steps;
}

/** Somebody who answered was reached, also where a person is to judge first what came of it. */
function reaches({ contacts, route, disposition }: Result): boolean {
  if (!contacts) return false;
  return route === 'next' || (route === 'review' && disposition === 'answered');
}

function isReached(context: EnrollmentContext, event: EnrollmentMachineEvent): boolean {
  return context.reached || (isResult(event) && reaches(event));
}

/** The end an event leads a person to, or null where there is more to do. */
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

/** How many attempts more, or less, the person has used up than the row says. */
function attemptsDelta(event: Result): number {
  if (!event.contacts) return 0;
  if (event.type === 'ATTEMPT_ENDED') return event.counts ? 0 : -1;
  return Number(event.counts) - Number(event.counted);
}

export function result({ context, event }: Given): Update {
  if (!isResult(event)) return { openAttempt: null };
  const delta = attemptsDelta(event);
  return {
    openAttempt: null,
    ...(event.contacts && { lastDisposition: event.disposition, lastOutcome: event.outcome }),
    attempts: context.attempts + delta,
    stepAttempts: context.stepAttempts + (isBehind(context, event) ? 0 : delta),
    reached: isReached(context, event),
  };
}

export function mint({ context, event }: Given): Update {
  if (event.type !== 'MINTED') return {};
  const taken = { openAttempt: event.attempt, generation: context.generation + 1 };
  if (!event.contacts) return taken;
  return {
    ...taken,
    attempts: context.attempts + 1,
    stepAttempts: context.stepAttempts + 1,
    lastAttemptAt: event.at,
  };
}

/** As if the attempt had never been minted. */
export function undoMint({ context, event }: Given): Update {
  if (event.type !== 'NOT_PLACED') return {};
  const { due, contacts } = event;
  return {
    openAttempt: null,
    pauseWanted: false,
    ...(contacts && {
      attempts: context.attempts - 1,
      stepAttempts: context.stepAttempts - 1,
    }),
    ...(due && { ...due, generation: context.generation + 1 }),
  };
}

export function nextStep({ context, event }: Given): Update {
  const due = isResult(event) ? event.nextStep : event.type === 'SKIP' ? event.due : null;
  return {
    ...due,
    step: context.step + 1,
    stepAttempts: 0,
    deadlineAt: null,
    generation: context.generation + 1,
  };
}

/** What an attempt leads to where it is neither an end nor a review: the next step, or this one again. */
export function moveOn(given: Given): Update {
  const { context, event } = given;
  if (!isResult(event)) return {};
  const noted = { ...result(given), pauseWanted: false };
  if (leavesStep(given)) return { ...noted, ...nextStep(given) };
  return { ...noted, ...event.retry, generation: context.generation + 1 };
}

export function due({ context, event }: Given): Update {
  if (!('due' in event) || !event.due) return {};
  return { ...event.due, deadlineAt: null, generation: context.generation + 1 };
}

export function review(given: Given): Update {
  const { event } = given;
  if (!isResult(event)) return {};
  return { ...result(given), pauseWanted: false, deadlineAt: event.reviewUntil };
}

/** An end keeps its time when stronger evidence turns it into another. */
export function end(given: Given): Update {
  const { context, event } = given;
  return {
    ...result(given),
    endedAt: context.endedAt ?? ('at' in event ? event.at : null),
    deadlineAt: null,
    pauseWanted: false,
  };
}
