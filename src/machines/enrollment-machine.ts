import { assign, setup } from 'xstate';
import type { Disposition, Outcome, Route } from '../domain/disposition.ts';
import { dueClasses } from '../domain/enrollment.ts';
import type { DueClass, Enrollment, EnrollmentEnd, WaitReason } from '../domain/enrollment.ts';

/** The stored row without its state is the machine's whole context. */
export type EnrollmentContext = Omit<Enrollment, 'state'>;

/** When, and as what, a person comes up again. `dueAt` is in stored time (see `heldMs` of the campaign). */
export type NextDue = { dueAt: number; dueClass: DueClass; waitReason: WaitReason };

/** How an attempt ended, with everything policy says about it worked out by the host. */
export type AttemptEnded = {
  type: 'ATTEMPT_ENDED';
  at: number;
  disposition: Disposition;
  outcome: Outcome | null;
  route: Route;
  /** The end a `stop` leads to. */
  end: EnrollmentEnd;
  /** False where the attempt is not to be held against the person: it was throttled, or never started. */
  counts: boolean;
  maxAttempts: number;
  steps: number;
  /** For another try of this step. */
  retry: NextDue;
  /** For the step after it. */
  nextStep: NextDue;
  reviewUntil: number;
  /** The campaign takes no new attempts any more; whoever would wait ends so instead. */
  rest: EnrollmentEnd | null;
};

export type EnrollmentMachineEvent =
  | { type: 'MINTED'; attempt: string; at: number }
  | { type: 'NOT_PLACED'; due: NextDue | null; rest: EnrollmentEnd | null; at: number }
  | AttemptEnded
  | (Omit<AttemptEnded, 'type'> & { type: 'AMENDED' })
  | { type: 'DEFER'; due: NextDue }
  | { type: 'PAUSE' }
  | { type: 'RESUME' }
  | { type: 'RETRY'; due: NextDue }
  | { type: 'SKIP'; at: number; steps: number; due: NextDue }
  | { type: 'END'; end: EnrollmentEnd; at: number };

type Ended = AttemptEnded | (Omit<AttemptEnded, 'type'> & { type: 'AMENDED' });

function isEnded(event: EnrollmentMachineEvent): event is Ended {
  return event.type === 'ATTEMPT_ENDED' || event.type === 'AMENDED';
}

const isOutOfAttempts = (context: EnrollmentContext, event: Ended): boolean =>
  event.counts && context.stepAttempts >= event.maxAttempts;

/** Whether this step is over: it reached the person, or there are no attempts left. */
function leavesStep(context: EnrollmentContext, event: EnrollmentMachineEvent): boolean {
  if (!isEnded(event)) return false;
  return event.route === 'next' || (event.route === 'retry' && isOutOfAttempts(context, event));
}

function isLastStep(context: EnrollmentContext, event: EnrollmentMachineEvent): boolean {
  return 'steps' in event && context.step + 1 >= event.steps;
}

function isReached(context: EnrollmentContext, event: EnrollmentMachineEvent): boolean {
  return context.reached || (isEnded(event) && event.route === 'next');
}

const endsAs = (end: EnrollmentEnd) => ({
  guard: { type: 'endsAs' as const, params: { end } },
  target: `#enrollment.${end}` as const,
  actions: ['noteResult', 'noteEnd'] as const,
});

const enrollmentSetup = setup({
  types: {
    context: {} as EnrollmentContext,
    events: {} as EnrollmentMachineEvent,
    input: {} as EnrollmentContext,
  },
  guards: {
    /** Which end, if any, the event leads to; each final state asks for itself. */
    endsAs: ({ context, event }, { end }: { end: EnrollmentEnd }) => endOf(context, event) === end,
    leavesStep: ({ context, event }) => leavesStep(context, event),
    isForReview: ({ event }) => isEnded(event) && event.route === 'review',
    isPauseWanted: ({ context }) => context.pauseWanted,
    isUntouched: ({ context, event }) =>
      event.type === 'NOT_PLACED' && event.due === null && context.attempts <= 1,
    wasUntouched: ({ context }) => context.waitReason === 'new',
  },
  actions: {
    noteMint: assign(({ context, event }) =>
      event.type === 'MINTED'
        ? {
            openAttempt: event.attempt,
            attempts: context.attempts + 1,
            stepAttempts: context.stepAttempts + 1,
            lastAttemptAt: event.at,
            generation: context.generation + 1,
          }
        : {},
    ),
    /** The effect of a mint: the host performs it once this is committed. */
    placeTouch: () => undefined,
    undoMint: assign(({ context, event }) => ({
      openAttempt: null,
      attempts: context.attempts - 1,
      stepAttempts: context.stepAttempts - 1,
      ...(event.type === 'NOT_PLACED' && event.due
        ? { ...event.due, generation: context.generation + 1 }
        : {}),
    })),
    noteResult: assign(({ context, event }) => {
      if (!isEnded(event)) return { openAttempt: null };
      const uncounted = event.counts || event.type === 'AMENDED' ? 0 : 1;
      return {
        openAttempt: null,
        lastDisposition: event.disposition,
        lastOutcome: event.outcome,
        attempts: context.attempts - uncounted,
        stepAttempts: context.stepAttempts - uncounted,
        reached: isReached(context, event),
      };
    }),
    nextStep: assign(({ context, event }) => {
      const due = isEnded(event) ? event.nextStep : event.type === 'SKIP' ? event.due : null;
      return { ...due, step: context.step + 1, stepAttempts: 0, generation: context.generation + 1 };
    }),
    again: assign(({ context, event }) =>
      isEnded(event) ? { ...event.retry, generation: context.generation + 1 } : {},
    ),
    noteDue: assign(({ context, event }) =>
      'due' in event && event.due ? { ...event.due, generation: context.generation + 1 } : {},
    ),
    noteReview: assign({ deadlineAt: ({ event }) => (isEnded(event) ? event.reviewUntil : null) }),
    wantPause: assign({ pauseWanted: true }),
    dropPause: assign({ pauseWanted: false }),
    noteEnd: assign(({ event }) => ({
      endedAt: 'at' in event ? event.at : null,
      deadlineAt: null,
      pauseWanted: false,
      openAttempt: null,
    })),
  },
});

/** The end an event leads a person to, or null where there is more to do. */
function endOf(context: EnrollmentContext, event: EnrollmentMachineEvent): EnrollmentEnd | null {
  if (event.type === 'END') return event.end;
  if (event.type === 'NOT_PLACED') return event.rest;
  if (event.type === 'SKIP')
    return isLastStep(context, event) ? (context.reached ? 'completed' : 'exhausted') : null;
  if (!isEnded(event)) return null;
  if (event.route === 'stop') return event.end;
  if (leavesStep(context, event) && isLastStep(context, event))
    return isReached(context, event) ? 'completed' : 'exhausted';
  return event.rest;
}

const allEnds = [
  endsAs('completed'),
  endsAs('responded'),
  endsAs('exhausted'),
  endsAs('invalid'),
  endsAs('bounced'),
  endsAs('opted-out'),
  endsAs('suppressed'),
  endsAs('expired'),
  endsAs('cancelled'),
  endsAs('dead-lettered'),
] as const;

/** Stronger evidence may turn one end into another, but never opens a person again. */
const final = { on: { AMENDED: [...allEnds], END: {} } } as const;

/**
 * One contact's way through a campaign. Pure; every figure that depends on policy or time comes in with the event.
 */
export const enrollmentMachine = enrollmentSetup.createMachine({
  id: 'enrollment',
  context: ({ input }) => input,
  initial: 'pending',
  on: { END: [...allEnds] },
  states: {
    pending: {
      on: {
        MINTED: { target: 'in-flight', actions: ['noteMint', 'placeTouch'] },
        DEFER: { target: 'waiting', actions: 'noteDue' },
        PAUSE: 'paused',
        SKIP: [...allEnds, { target: 'waiting', actions: 'nextStep' }],
      },
    },
    'in-flight': {
      on: {
        NOT_PLACED: [
          ...allEnds,
          { guard: 'isPauseWanted', target: 'paused', actions: ['undoMint', 'dropPause'] },
          { guard: 'isUntouched', target: 'pending', actions: 'undoMint' },
          { target: 'waiting', actions: 'undoMint' },
        ],
        ATTEMPT_ENDED: [
          ...allEnds,
          { guard: 'isForReview', target: 'review', actions: ['noteResult', 'noteReview'] },
          { guard: 'leavesStep', target: 'between', actions: ['noteResult', 'nextStep'] },
          { target: 'between', actions: ['noteResult', 'again'] },
        ],
        PAUSE: { actions: 'wantPause' },
        RESUME: { actions: 'dropPause' },
      },
    },
    between: {
      always: [{ guard: 'isPauseWanted', target: 'paused', actions: 'dropPause' }, { target: 'waiting' }],
    },
    waiting: {
      on: {
        MINTED: { target: 'in-flight', actions: ['noteMint', 'placeTouch'] },
        DEFER: { actions: 'noteDue' },
        PAUSE: 'paused',
        RETRY: { actions: 'noteDue' },
        SKIP: [...allEnds, { actions: 'nextStep' }],
        AMENDED: [
          ...allEnds,
          { guard: 'isForReview', target: 'review', actions: ['noteResult', 'noteReview'] },
          { guard: 'leavesStep', actions: ['noteResult', 'nextStep'] },
          { actions: 'noteResult' },
        ],
      },
    },
    paused: {
      on: {
        RESUME: [{ guard: 'wasUntouched', target: 'pending' }, { target: 'waiting' }],
        SKIP: [...allEnds, { actions: 'nextStep' }],
        AMENDED: [...allEnds, { actions: 'noteResult' }],
      },
    },
    review: {
      on: {
        RETRY: { target: 'waiting', actions: 'noteDue' },
        RESUME: { target: 'waiting' },
        SKIP: [...allEnds, { target: 'waiting', actions: 'nextStep' }],
        AMENDED: [...allEnds, { actions: 'noteResult' }],
      },
    },
    completed: final,
    responded: final,
    exhausted: final,
    invalid: final,
    bounced: final,
    'opted-out': final,
    suppressed: final,
    expired: final,
    cancelled: final,
    'dead-lettered': final,
  },
});

export const enrollmentMachineVersion = 1;

/** The due time of somebody who has not been touched yet. */
export const untouched: NextDue = { dueAt: 0, dueClass: dueClasses.new, waitReason: 'new' };
