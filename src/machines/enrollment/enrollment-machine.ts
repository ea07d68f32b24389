import { setup } from 'xstate';
import { enrollmentEffects } from './enrollment-events.ts';
import type { EnrollmentContext, EnrollmentMachineEvent } from './enrollment-events.ts';
import { enrollmentGuards } from './enrollment-guards.ts';
import { enrollmentUpdates } from './enrollment-updates.ts';
import { actionsOf } from '../implementation.ts';

export { enrollmentCommands } from './enrollment-events.ts';
export type {
  Amended,
  AttemptEnded,
  EnrollmentContext,
  EnrollmentEffect,
  EnrollmentMachineEvent,
  NextDue,
  Verdict,
} from './enrollment-events.ts';

/** Incremented whenever stored rows would be read differently. */
export const enrollmentMachineVersion = 3;

/** The guards, updates and effects that the definition refers to by name. */
export const enrollmentImplementation = {
  guards: enrollmentGuards,
  updates: enrollmentUpdates,
  effects: enrollmentEffects,
} as const;

const enrollmentSetup = setup({
  types: {
    context: {} as EnrollmentContext,
    events: {} as EnrollmentMachineEvent,
    input: {} as EnrollmentContext,
  },
  guards: enrollmentGuards,
  actions: actionsOf(enrollmentImplementation),
});

const over = { guard: 'isOver', target: 'ended', actions: 'noteEnd' } as const;
const observed = { guard: 'isForObservation', target: 'observing', actions: 'noteObservation' } as const;
const doubted = { target: 'review', actions: 'noteDoubt' } as const;
const promised = { actions: 'noteCallBack' } as const;
const lapsed = { actions: 'noteLapse' } as const;
const calledBack = { guard: 'callsBack', actions: 'callBack' } as const;
const minted = { target: 'in-flight', actions: 'noteMint' } as const;

/**
 * One contact in one campaign. Pure: values that depend on policy or time come with the event. Each transition
 * updates the context at most once, because each update copies it.
 */
export const enrollmentMachine = enrollmentSetup.createMachine({
  id: 'enrollment',
  version: String(enrollmentMachineVersion),
  context: ({ input }) => input,
  initial: 'pending',
  on: {
    END: { target: '.ended', actions: 'noteEnd' },
    LATE_END: { target: '.ended', actions: 'noteEnd' },
  },
  states: {
    pending: {
      on: {
        MINTED: minted,
        DEFER: { target: 'waiting', actions: 'noteDue' },
        PAUSE: 'paused',
        CALL_BACK: { target: 'waiting', actions: 'noteCallBack' },
        DOUBT: doubted,
        SKIP: [over, { target: 'waiting', actions: 'skipStep' }],
      },
    },
    'in-flight': {
      entry: 'placeTouch',
      on: {
        NOT_PLACED: [
          over,
          { guard: 'isPauseWanted', target: 'paused', actions: 'undoMint' },
          { guard: 'isFirstAttempt', target: 'pending', actions: 'undoMint' },
          { target: 'waiting', actions: 'undoMint' },
        ],
        ATTEMPT_ENDED: [
          over,
          observed,
          { guard: 'isForReview', target: 'review', actions: 'noteReview' },
          { guard: 'isPauseWanted', target: 'paused', actions: 'scheduleNext' },
          { target: 'waiting', actions: 'scheduleNext' },
        ],
        PAUSE: { actions: 'wantPause' },
        // An attempt decides the next state. The contact is not contacted again without an operator.
        DOUBT: { actions: 'wantPause' },
        RESUME: { actions: 'dropPause' },
        CALL_BACK: { actions: 'wantCallBack' },
        CALL_BACK_LAPSED: lapsed,
      },
    },
    waiting: {
      on: {
        MINTED: minted,
        DEFER: { actions: 'noteDue' },
        PAUSE: 'paused',
        DOUBT: doubted,
        RETRY: { actions: 'noteDue' },
        CALL_BACK: promised,
        CALL_BACK_LAPSED: lapsed,
        SKIP: [over, { actions: 'skipStep' }],
        AMENDED: [
          over,
          observed,
          { guard: 'isForReview', target: 'review', actions: 'noteReview' },
          calledBack,
          { guard: 'isTakenBack', actions: 'takeBack' },
          { guard: 'leavesStep', actions: 'leaveStep' },
          { actions: 'noteResult' },
        ],
      },
    },
    paused: {
      on: {
        RESUME: [{ guard: 'isNew', target: 'pending' }, { target: 'waiting' }],
        DOUBT: doubted,
        CALL_BACK: promised,
        CALL_BACK_LAPSED: lapsed,
        SKIP: [over, { actions: 'skipStep' }],
        AMENDED: [
          over,
          observed,
          calledBack,
          { guard: 'isTakenBack', actions: 'takeBack' },
          { guard: 'leavesStep', actions: 'leaveStep' },
          { actions: 'noteResult' },
        ],
      },
    },
    review: {
      on: {
        RETRY: { target: 'waiting', actions: 'noteDue' },
        RESUME: { target: 'waiting', actions: 'awaitCallBack' },
        CALL_BACK: { target: 'waiting', actions: 'noteCallBack' },
        SKIP: [over, { target: 'waiting', actions: 'skipStep' }],
        AMENDED: [over, { actions: 'noteResult' }],
      },
    },
    observing: {
      on: {
        OBSERVED: { target: 'ended', actions: 'noteEnd' },
        AMENDED: [
          over,
          { guard: 'isTakenBack', target: 'waiting', actions: 'takeBack' },
          { actions: 'noteResult' },
        ],
      },
    },
    // Evidence may change the end, but never starts the enrollment again. Only an explicit order does.
    ended: {
      on: {
        AMENDED: { guard: 'changesEnd', actions: 'noteEnd' },
        LATE_END: [{ guard: 'changesEnd', actions: 'noteEnd' }, {}],
        END: {},
        REOPEN: { guard: 'isReopenable', target: 'waiting', actions: 'reopen' },
        // The attempt that was in flight at the end was never sent, or does not count.
        NOT_PLACED: { actions: 'takeBackAttempt' },
        ATTEMPT_ENDED: { guard: 'isUncounted', actions: 'takeBackAttempt' },
      },
    },
  },
});
