import { assign, setup } from 'xstate';
import type { CampaignContext, CampaignMachineEvent } from './campaign-events.ts';
import {
  cancel,
  closedBreaker,
  delayProbe,
  expire,
  fail,
  initialContext,
  isSameWaiting,
  openBreaker,
  outage,
  pause,
  probesBeforePause,
  resume,
  start,
} from './campaign-updates.ts';

export { campaignCommands } from './campaign-events.ts';
export type {
  Assessment,
  Breaker,
  CampaignContext,
  CampaignMachineEvent,
  Pause,
  Waiting,
} from './campaign-events.ts';
export { initialContext, probesBeforePause } from './campaign-updates.ts';

/** Grows whenever a stored snapshot would be read differently; goes with every stored one. */
export const campaignMachineVersion = 1;

const campaignSetup = setup({
  types: { context: {} as CampaignContext, events: {} as CampaignMachineEvent },
  guards: {
    isForLater: ({ event }) => event.type === 'START' && event.startAt !== null,
    isStartStillAhead: ({ context, event }) =>
      event.type === 'RESUME' && context.startAt !== null && context.startAt > event.at,
    isFinished: ({ event }) =>
      event.type === 'ASSESSED' && event.remaining === 0 && event.open === 0 && !event.mayGrow,
    isSettled: ({ event }) => event.type === 'ASSESSED' && event.open === 0,
    isDrained: ({ event }) =>
      event.type === 'ASSESSED' && event.remaining <= event.open && event.open > 0 && !event.mayGrow,
    isBlocked: ({ context, event }) =>
      event.type === 'ASSESSED' && event.waiting !== null && !isSameWaiting(context.waiting, event.waiting),
    isFree: ({ event }) => event.type === 'ASSESSED' && event.waiting === null,
    isLastProbe: ({ context }) => context.breaker.failedProbes + 1 >= probesBeforePause,
  },
  actions: {
    noteStartTime: assign({ startAt: ({ event }) => (event.type === 'START' ? event.startAt : null) }),
    noteStart: assign(start),
    clearStartTime: assign({ startAt: null }),
    notePause: assign(pause),
    noteOutage: assign(outage),
    noteResume: assign(resume),
    noteCancel: assign(cancel),
    noteExpiry: assign(expire),
    noteFailure: assign(fail),
    noteWaiting: assign({ waiting: ({ event }) => (event.type === 'ASSESSED' ? event.waiting : null) }),
    clearWaiting: assign({ waiting: null }),
    noteEnd: assign({ endedAt: ({ event }) => ('at' in event ? event.at : null), waiting: null }),
    openBreaker: assign(openBreaker),
    delayProbe: assign(delayProbe),
    closeBreaker: assign({ breaker: closedBreaker }),
    // Effects: what the host is asked to do. They reach it as data, see src/actors/transitions/transition.ts.
    voidPermits: () => undefined,
    endOpenCalls: () => undefined,
    cancelQueuedCalls: () => undefined,
    alert: () => undefined,
  },
});

/** Nothing new starts; what waits at the provider is taken back. */
const stopStarting = ['voidPermits', 'cancelQueuedCalls'] as const;
const cancelled = {
  target: '#campaign.cancelling',
  actions: ['noteCancel', ...stopStarting, 'endOpenCalls'],
} as const;
const finished = { guard: 'isFinished', target: '#campaign.completed', actions: 'noteEnd' } as const;
const end = { on: { ARCHIVE: 'archived', FAIL: {} } } as const;

/**
 * The life of a campaign. Pure: it starts nothing itself. The host works out the facts of the moment (`ASSESSED`)
 * and acts on the state it finds.
 */
export const campaignMachine = campaignSetup.createMachine({
  id: 'campaign',
  version: String(campaignMachineVersion),
  context: initialContext,
  initial: 'draft',
  on: { FAIL: { target: '.failed', actions: ['noteFailure', ...stopStarting] } },
  states: {
    draft: {
      on: {
        START: [
          { guard: 'isForLater', target: 'scheduled', actions: 'noteStartTime' },
          { target: 'running', actions: 'noteStart' },
        ],
        CANCEL: cancelled,
      },
    },
    scheduled: {
      on: {
        DUE: { target: 'running', actions: 'noteStart' },
        UNSCHEDULE: { target: 'draft', actions: 'clearStartTime' },
        PAUSE: { target: 'paused', actions: ['notePause', 'voidPermits'] },
        CANCEL: cancelled,
      },
    },
    running: {
      initial: 'dispatching',
      on: {
        PAUSE: { target: 'paused', actions: ['notePause', 'clearWaiting', ...stopStarting] },
        CANCEL: cancelled,
        EXPIRE: { target: '.draining', actions: ['noteExpiry', ...stopStarting] },
        TRIP: { actions: 'openBreaker' },
        PROBE_FAILED: [
          {
            guard: 'isLastProbe',
            target: 'paused',
            actions: ['noteOutage', 'clearWaiting', 'voidPermits', 'alert'],
          },
          { actions: 'delayProbe' },
        ],
        PROBE_SUCCEEDED: { actions: 'closeBreaker' },
      },
      states: {
        dispatching: {
          on: {
            ASSESSED: [
              finished,
              { guard: 'isDrained', target: 'draining' },
              { guard: 'isBlocked', target: 'waiting', actions: 'noteWaiting' },
            ],
          },
        },
        waiting: {
          on: {
            ASSESSED: [
              finished,
              { guard: 'isDrained', target: 'draining', actions: 'clearWaiting' },
              { guard: 'isFree', target: 'dispatching', actions: 'clearWaiting' },
              { guard: 'isBlocked', actions: 'noteWaiting' },
            ],
          },
        },
        draining: {
          on: {
            ASSESSED: [
              finished,
              { guard: 'isDrained' },
              { guard: 'isFree', target: 'dispatching' },
              { guard: 'isBlocked', target: 'waiting', actions: 'noteWaiting' },
            ],
          },
        },
      },
    },
    paused: {
      on: {
        RESUME: [
          { guard: 'isStartStillAhead', target: 'scheduled', actions: 'noteResume' },
          { target: 'running', actions: ['noteResume', 'noteStart'] },
        ],
        CANCEL: cancelled,
        EXPIRE: { target: 'running.draining', actions: 'noteExpiry' },
      },
    },
    cancelling: { on: { ASSESSED: { guard: 'isSettled', target: 'cancelled', actions: 'noteEnd' } } },
    cancelled: end,
    completed: end,
    failed: end,
    archived: { on: { FAIL: {} } },
  },
});
