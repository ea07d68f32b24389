import { assign, setup } from 'xstate';
import type { EnrollmentEnd } from '../domain/contact/enrollment.ts';
import type { EnrollmentContext, EnrollmentMachineEvent } from './enrollment-events.ts';
import {
  due,
  end,
  endOf,
  isForReview,
  leavesStep,
  mint,
  moveOn,
  nextStep,
  result,
  review,
  undoMint,
} from './enrollment-updates.ts';

export { enrollmentCommands } from './enrollment-events.ts';
export type {
  Amended,
  AttemptEnded,
  EnrollmentContext,
  EnrollmentMachineEvent,
  NextDue,
  Verdict,
} from './enrollment-events.ts';

/** Grows whenever stored rows would be read differently. */
export const enrollmentMachineVersion = 1;

const enrollmentSetup = setup({
  types: {
    context: {} as EnrollmentContext,
    events: {} as EnrollmentMachineEvent,
    input: {} as EnrollmentContext,
  },
  guards: {
    /** Which end, if any, the event leads to; each final state asks for itself. */
    endsAs: (given, { end: asked }: { end: EnrollmentEnd }) => endOf(given) === asked,
    leavesStep: (given) => leavesStep(given),
    isForReview: (given) => isForReview(given),
    isPauseWanted: ({ context }) => context.pauseWanted,
    isUntouched: ({ context, event }) =>
      event.type === 'NOT_PLACED' && event.due === null && context.attempts <= 1 && context.step === 0,
    wasUntouched: ({ context }) => context.waitReason === 'contact.new',
  },
  // At most one of them per transition: each costs XState a whole snapshot.
  actions: {
    noteMint: assign(mint),
    noteResult: assign(result),
    noteEnd: assign(end),
    noteReview: assign(review),
    noteDue: assign(due),
    undoMint: assign(undoMint),
    moveOn: assign(moveOn),
    skipStep: assign(nextStep),
    leaveStep: assign((given) => ({ ...result(given), ...nextStep(given) })),
    endReview: assign({ deadlineAt: null }),
    wantPause: assign({ pauseWanted: true }),
    dropPause: assign({ pauseWanted: false }),
    /** The effect of a mint: the host performs it once this is committed. */
    placeTouch: () => undefined,
  },
});

const endsAs = <End extends EnrollmentEnd>(asked: End) => ({
  guard: { type: 'endsAs' as const, params: { end: asked } },
  target: `#enrollment.${asked}` as const,
  actions: 'noteEnd' as const,
});

/** The frequent ones first: they are asked for one after the other. */
const allEnds = [
  endsAs('completed'),
  endsAs('exhausted'),
  endsAs('responded'),
  endsAs('invalid'),
  endsAs('bounced'),
  endsAs('opted-out'),
  endsAs('suppressed'),
  endsAs('expired'),
  endsAs('cancelled'),
  endsAs('dead-lettered'),
] as const;

const minted = { target: 'in-flight', actions: ['noteMint', 'placeTouch'] } as const;

/** Stronger evidence may turn one end into another, but never opens a person again. */
const final = { on: { AMENDED: [...allEnds], END: {} } } as const;

/**
 * One contact's way through a campaign. Pure; every figure that depends on policy or time comes in with the event.
 */
export const enrollmentMachine = enrollmentSetup.createMachine({
  id: 'enrollment',
  version: String(enrollmentMachineVersion),
  context: ({ input }) => input,
  initial: 'pending',
  on: { END: [...allEnds] },
  states: {
    pending: {
      on: {
        MINTED: minted,
        DEFER: { target: 'waiting', actions: 'noteDue' },
        PAUSE: 'paused',
        SKIP: [...allEnds, { target: 'waiting', actions: 'skipStep' }],
      },
    },
    'in-flight': {
      on: {
        NOT_PLACED: [
          ...allEnds,
          { guard: 'isPauseWanted', target: 'paused', actions: 'undoMint' },
          { guard: 'isUntouched', target: 'pending', actions: 'undoMint' },
          { target: 'waiting', actions: 'undoMint' },
        ],
        ATTEMPT_ENDED: [
          ...allEnds,
          { guard: 'isForReview', target: 'review', actions: 'noteReview' },
          { guard: 'isPauseWanted', target: 'paused', actions: 'moveOn' },
          { target: 'waiting', actions: 'moveOn' },
        ],
        PAUSE: { actions: 'wantPause' },
        RESUME: { actions: 'dropPause' },
      },
    },
    waiting: {
      on: {
        MINTED: minted,
        DEFER: { actions: 'noteDue' },
        PAUSE: 'paused',
        RETRY: { actions: 'noteDue' },
        SKIP: [...allEnds, { actions: 'skipStep' }],
        AMENDED: [
          ...allEnds,
          { guard: 'isForReview', target: 'review', actions: 'noteReview' },
          { guard: 'leavesStep', actions: 'leaveStep' },
          { actions: 'noteResult' },
        ],
      },
    },
    paused: {
      on: {
        RESUME: [{ guard: 'wasUntouched', target: 'pending' }, { target: 'waiting' }],
        SKIP: [...allEnds, { actions: 'skipStep' }],
        AMENDED: [...allEnds, { guard: 'leavesStep', actions: 'leaveStep' }, { actions: 'noteResult' }],
      },
    },
    review: {
      on: {
        RETRY: { target: 'waiting', actions: 'noteDue' },
        RESUME: { target: 'waiting', actions: 'endReview' },
        SKIP: [...allEnds, { target: 'waiting', actions: 'skipStep' }],
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
