import { callBackDeadline, callBackDue } from '../../domain/contact/enrollment.ts';
import { atNextStep, untried, withDead } from '../../domain/contact/lines.ts';
import type { Lines } from '../../domain/contact/lines.ts';
import type {
  Amended,
  AttemptEnded,
  EnrollmentContext,
  EnrollmentMachineEvent,
} from './enrollment-events.ts';
import { endOf, isBehind, isReached, isResult, leavesStep, stepAttemptsDelta } from './enrollment-guards.ts';
import { updatesOn } from '../implementation.ts';
import type { Given as GivenOf, Updates } from '../implementation.ts';

type Update = Partial<EnrollmentContext>;
type Given = GivenOf<EnrollmentContext, EnrollmentMachineEvent>;

const on = updatesOn<EnrollmentContext, EnrollmentMachineEvent>();
const results = ['ATTEMPT_ENDED', 'AMENDED'] as const;

/** The number of attempts that the contact has used up beyond the number in the row; may be negative. */
function attemptsDelta(event: AttemptEnded | Amended): number {
  if (!event.contacts) return 0;
  if (event.type === 'ATTEMPT_ENDED') return event.counts ? 0 : -1;
  return Number(event.counts) - Number(event.counted);
}

/** A call-back was made by an attempt that counts. One that does not count, because it was throttled, is made again. */
function remainingCallBack({ context, event }: Given): number | null {
  return event.type === 'ATTEMPT_ENDED' && event.counts ? null : context.callBackAt;
}

function linesAfter({ lines }: EnrollmentContext, event: AttemptEnded | Amended): Lines | null {
  const counted = event.type === 'ATTEMPT_ENDED' && !event.counts ? untried(lines) : lines;
  return withDead(counted, event.isDead);
}

function result(given: Given): Update {
  const { context, event } = given;
  if (!isResult(event)) return { openAttempt: null };
  return {
    openAttempt: null,
    ...(event.contacts && { lastDisposition: event.disposition, lastOutcome: event.outcome }),
    attempts: context.attempts + attemptsDelta(event),
    stepAttempts: context.stepAttempts + (isBehind(context, event) ? 0 : stepAttemptsDelta(event)),
    callBackAt: remainingCallBack(given),
    lines: linesAfter(given.context, event),
    reached: isReached(context, event),
  };
}

const mint = on('MINTED', ({ context, event }) => {
  const taken = { openAttempt: event.attempt, deadlineAt: null, lines: event.lines };
  if (!event.contacts) return taken;
  return {
    ...taken,
    attempts: context.attempts + 1,
    stepAttempts: context.stepAttempts + 1,
    lastAttemptAt: event.at,
  };
});

/** Restores the counts from before the attempt was minted. */
const undoMint = on('NOT_PLACED', ({ context, event }) => {
  const undone = {
    openAttempt: null,
    pauseWanted: false,
    deadlineAt: callBackDeadline(context.callBackAt),
    lines: untried(context.lines),
  };
  if (!event.contacts) return undone;
  return {
    ...undone,
    attempts: context.attempts - 1,
    stepAttempts: context.stepAttempts - 1,
  };
});

/** An enrollment that has ended keeps its end. The attempt that was in flight then does not count. */
const takeBackAttempt = on(['NOT_PLACED', 'ATTEMPT_ENDED'], ({ context, event }) => {
  if (!event.contacts) return {};
  const { attempts, stepAttempts } = context;
  return { attempts: attempts - 1, stepAttempts: stepAttempts - 1 };
});

function nextStep({ context, event }: Given, known: Lines | null = context.lines): Update {
  const due = isResult(event) ? event.nextStep : event.type === 'SKIP' ? event.due : null;
  const lines = atNextStep(known);
  return { ...due, step: context.step + 1, stepAttempts: 0, callBackAt: null, deadlineAt: null, lines };
}

/** The contact waits for a call-back. */
function promise(callBackAt: number): Update {
  return { ...callBackDue(callBackAt), deadlineAt: callBackDeadline(callBackAt) };
}

/**
 * After an attempt that neither ends the enrollment nor is reviewed: the next step or another attempt of this step is
 * due.
 */
const next = on(results, (given) => {
  const noted = { ...result(given), pauseWanted: false };
  const { callBackAt, retry } = given.event;
  if (callBackAt !== null) return { ...noted, ...promise(callBackAt) };
  if (leavesStep(given)) return { ...noted, ...nextStep(given, noted.lines) };
  return { ...noted, ...retry, deadlineAt: callBackDeadline(noted.callBackAt ?? null) };
});

/** Evidence after the end shows that the contact asked to be called again. The step of the attempt is repeated. */
const callBack = on('AMENDED', (given) => {
  const { context, event } = given;
  const noted = result(given);
  const at = event.callBackAt ?? context.callBackAt;
  return {
    ...noted,
    ...(at !== null && promise(at)),
    step: event.step,
    ...(isBehind(context, event) && { stepAttempts: event.stepNumber }),
  };
});

const review = on(results, (given) => ({
  ...result(given),
  pauseWanted: false,
  deadlineAt: given.event.reviewUntil,
}));

/** All steps have ended. The row stays at the last step. */
const observe = on(results, (given) => ({
  ...result(given),
  pauseWanted: false,
  deadlineAt: given.event.observeUntil,
}));

/** Returns to the step of the attempt, which is repeated. */
const takeBack = on('AMENDED', (given) => {
  const { step, stepNumber: stepAttempts, retry } = given.event;
  return { ...result(given), ...retry, step, stepAttempts, deadlineAt: null };
});

/**
 * An end keeps its time when stronger evidence changes it. The deadline is cleared here too: the row of a contact
 * that a cancelled campaign left in review still has it.
 */
function end(given: Given): Update {
  const { context, event } = given;
  const ending = endOf(given);
  return {
    ...(given.event.type === 'NOT_PLACED' ? undoMint(given) : result(given)),
    ...(ending && { end: ending }),
    endedAt: context.endedAt ?? ('at' in event ? event.at : null),
    deadlineAt: null,
    callBackAt: null,
    pauseWanted: false,
  };
}

export const enrollmentUpdates = {
  noteMint: mint,
  undoMint,
  noteResult: result,
  noteReview: review,
  noteEnd: end,
  noteObservation: observe,
  takeBack,
  takeBackAttempt,
  noteDoubt: on('DOUBT', ({ event }) => ({ deadlineAt: event.reviewUntil })),
  noteDue: ({ context, event }) => ({
    ...('due' in event && event.due),
    deadlineAt: callBackDeadline(context.callBackAt),
  }),
  awaitCallBack: ({ context }) => ({ deadlineAt: callBackDeadline(context.callBackAt) }),
  noteCallBack: on('CALL_BACK', ({ event }) => ({ ...event.back, ...promise(event.at) })),
  reopen: on('REOPEN', ({ event }) => ({ ...promise(event.at), end: undefined, endedAt: null })),
  /** The open attempt continues. The request is carried out when it has ended. */
  wantCallBack: on('CALL_BACK', ({ event }) => callBackDue(event.at)),
  noteLapse: on('CALL_BACK_LAPSED', ({ event }) => ({ ...event.due, callBackAt: null, deadlineAt: null })),
  callBack,
  scheduleNext: next,
  skipStep: (given) => nextStep(given),
  leaveStep: (given) => {
    const noted = result(given);
    return { ...noted, ...nextStep(given, noted.lines) };
  },
  wantPause: () => ({ pauseWanted: true }),
  dropPause: () => ({ pauseWanted: false }),
} as const satisfies Updates<EnrollmentContext, EnrollmentMachineEvent>;
