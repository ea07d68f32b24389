import { assign, setup } from 'xstate';

/** Why a running campaign starts nothing, and the business time at which that may change. */
export type Waiting = { reason: string; until: number | null };

export type PauseCause = 'operator' | 'provider-outage' | 'provider-credit' | 'provider-configuration';
export type Pause = { cause: PauseCause; by: string; reason: string | null };

/** The circuit breaker: closed until the provider fails too often; then probes, further and further apart. */
export type Breaker = { open: boolean; failedProbes: number; probeAt: number | null };

/** What of a campaign's life is not in its state's name. JSON-clean. */
export type CampaignContext = {
  startAt: number | null;
  startedAt: number | null;
  pausedAt: number | null;
  resumedAt: number | null;
  endedAt: number | null;
  pause: Pause | null;
  /** How long the campaign has stood still in pauses, in all; due times are stored without it. */
  heldMs: number;
  waiting: Waiting | null;
  breaker: Breaker;
  expired: boolean;
  /** Cancel ordered live attempts to be ended too. */
  hangUp: boolean;
  failure: { code: string; detail: string } | null;
};

/** The facts of the moment, worked out by the host from its counters and rules. */
export type Assessment = {
  type: 'ASSESSED';
  at: number;
  /** Enrollments that have not ended. */
  remaining: number;
  /** Attempts that have not ended. */
  open: number;
  /** Whether more people may still come: an open import, or `keepOpen`. */
  mayGrow: boolean;
  /** Null when something can start now. */
  waiting: Waiting | null;
};

export type CampaignMachineEvent =
  | { type: 'START'; at: number; startAt: number | null }
  | { type: 'UNSCHEDULE' }
  | { type: 'DUE'; at: number }
  | { type: 'PAUSE'; at: number; pause: Pause }
  | { type: 'RESUME'; at: number }
  | { type: 'CANCEL'; at: number; hangUp: boolean }
  | { type: 'EXPIRE'; at: number }
  | { type: 'ARCHIVE' }
  | { type: 'FAIL'; at: number; code: string; detail: string }
  | { type: 'TRIP'; at: number; probeAt: number }
  | { type: 'PROBE_FAILED'; at: number; probeAt: number }
  | { type: 'PROBE_SUCCEEDED' }
  | Assessment;

/** Failed probes after which the campaign is paused and somebody is told. */
export const probesBeforePause = 3;

const closedBreaker: Breaker = { open: false, failedProbes: 0, probeAt: null };

const initialContext: CampaignContext = {
  startAt: null,
  startedAt: null,
  pausedAt: null,
  resumedAt: null,
  endedAt: null,
  pause: null,
  heldMs: 0,
  waiting: null,
  breaker: closedBreaker,
  expired: false,
  hangUp: false,
  failure: null,
};

function isSameWaiting(left: Waiting | null, right: Waiting | null): boolean {
  return left?.reason === right?.reason && left?.until === right?.until;
}

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
    noteStart: assign({
      startedAt: ({ context, event }) => context.startedAt ?? ('at' in event ? event.at : null),
      startAt: null,
    }),
    clearStartTime: assign({ startAt: null }),
    notePause: assign(({ event }) =>
      event.type === 'PAUSE' ? { pausedAt: event.at, resumedAt: null, pause: event.pause } : {},
    ),
    noteOutage: assign(({ event }) =>
      event.type === 'PROBE_FAILED'
        ? {
            pausedAt: event.at,
            resumedAt: null,
            pause: {
              cause: 'provider-outage' as const,
              by: 'system',
              reason: 'three probes in a row failed',
            },
            breaker: closedBreaker,
          }
        : {},
    ),
    noteResume: assign(({ context, event }) =>
      event.type === 'RESUME'
        ? {
            heldMs: context.heldMs + Math.max(0, event.at - (context.pausedAt ?? event.at)),
            pausedAt: null,
            resumedAt: event.at,
            pause: null,
            breaker: closedBreaker,
          }
        : {},
    ),
    noteWaiting: assign({ waiting: ({ event }) => (event.type === 'ASSESSED' ? event.waiting : null) }),
    clearWaiting: assign({ waiting: null }),
    noteCancel: assign(({ event }) =>
      event.type === 'CANCEL' ? { hangUp: event.hangUp, waiting: null, pause: null } : {},
    ),
    noteExpiry: assign({ expired: true }),
    noteEnd: assign({ endedAt: ({ event }) => ('at' in event ? event.at : null), waiting: null }),
    noteFailure: assign(({ event }) =>
      event.type === 'FAIL'
        ? { failure: { code: event.code, detail: event.detail }, endedAt: event.at, waiting: null }
        : {},
    ),
    openBreaker: assign({
      breaker: ({ event }) =>
        event.type === 'TRIP' ? { open: true, failedProbes: 0, probeAt: event.probeAt } : closedBreaker,
    }),
    delayProbe: assign({
      breaker: ({ context, event }) =>
        event.type === 'PROBE_FAILED'
          ? { open: true, failedProbes: context.breaker.failedProbes + 1, probeAt: event.probeAt }
          : context.breaker,
    }),
    closeBreaker: assign({ breaker: closedBreaker }),
    // Effects: what the host is asked to do. They reach it as data, see src/actors/transition.ts.
    voidPermits: () => undefined,
    endOpenCalls: () => undefined,
    cancelQueuedCalls: () => undefined,
    alert: () => undefined,
  },
});

/**
 * The life of a campaign. Pure: it starts nothing itself. The host works out the facts of the moment (`ASSESSED`)
 * and acts on the state it finds.
 */
export const campaignMachine = campaignSetup.createMachine({
  id: 'campaign',
  context: initialContext,
  initial: 'draft',
  on: { FAIL: { target: '.failed', actions: 'noteFailure' } },
  states: {
    draft: {
      on: {
        START: [
          { guard: 'isForLater', target: 'scheduled', actions: 'noteStartTime' },
          { target: 'running', actions: 'noteStart' },
        ],
        CANCEL: {
          target: 'cancelling',
          actions: ['noteCancel', 'voidPermits', 'cancelQueuedCalls', 'endOpenCalls'],
        },
      },
    },
    scheduled: {
      on: {
        DUE: { target: 'running', actions: 'noteStart' },
        UNSCHEDULE: { target: 'draft', actions: 'clearStartTime' },
        PAUSE: { target: 'paused', actions: ['notePause', 'voidPermits'] },
        CANCEL: {
          target: 'cancelling',
          actions: ['noteCancel', 'voidPermits', 'cancelQueuedCalls', 'endOpenCalls'],
        },
      },
    },
    running: {
      initial: 'dispatching',
      on: {
        PAUSE: {
          target: 'paused',
          actions: ['notePause', 'clearWaiting', 'voidPermits', 'cancelQueuedCalls'],
        },
        CANCEL: {
          target: 'cancelling',
          actions: ['noteCancel', 'voidPermits', 'cancelQueuedCalls', 'endOpenCalls'],
        },
        EXPIRE: {
          target: '.draining',
          actions: ['noteExpiry', 'clearWaiting', 'voidPermits', 'cancelQueuedCalls'],
        },
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
              { guard: 'isFinished', target: '#campaign.completed', actions: 'noteEnd' },
              { guard: 'isDrained', target: 'draining' },
              { guard: 'isBlocked', target: 'waiting', actions: 'noteWaiting' },
            ],
          },
        },
        waiting: {
          on: {
            ASSESSED: [
              { guard: 'isFinished', target: '#campaign.completed', actions: 'noteEnd' },
              { guard: 'isDrained', target: 'draining', actions: 'clearWaiting' },
              { guard: 'isFree', target: 'dispatching', actions: 'clearWaiting' },
              { guard: 'isBlocked', actions: 'noteWaiting' },
            ],
          },
        },
        draining: {
          on: {
            ASSESSED: [
              { guard: 'isFinished', target: '#campaign.completed', actions: 'noteEnd' },
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
        CANCEL: {
          target: 'cancelling',
          actions: ['noteCancel', 'voidPermits', 'cancelQueuedCalls', 'endOpenCalls'],
        },
        EXPIRE: { target: 'running.draining', actions: ['noteExpiry'] },
      },
    },
    cancelling: { on: { ASSESSED: { guard: 'isSettled', target: 'cancelled', actions: 'noteEnd' } } },
    cancelled: { on: { ARCHIVE: 'archived' } },
    completed: { on: { ARCHIVE: 'archived' } },
    failed: { on: { ARCHIVE: 'archived', FAIL: {} } },
    archived: { on: { FAIL: {} } },
  },
});

export const campaignMachineVersion = 1;
