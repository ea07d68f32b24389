import type { Breaker, CampaignContext, CampaignMachineEvent } from './campaign-events.ts';
import type { Given as GivenOf, Updates } from './implementation.ts';

type Update = Partial<CampaignContext>;
type Given = GivenOf<CampaignContext, CampaignMachineEvent>;

/** Failed probes in a row after which the campaign pauses itself and an alert is sent. */
export const probesBeforePause = 3;

const closedBreaker: Breaker = { open: false, failedProbes: 0, probeAt: null };

export const initialContext: CampaignContext = {
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

function start({ context, event }: Given): Update {
  return { startedAt: context.startedAt ?? ('at' in event ? event.at : null), startAt: null };
}

function pause({ event }: Given): Update {
  return event.type === 'PAUSE' ? { pausedAt: event.at, resumedAt: null, pause: event.pause } : {};
}

/** Too many probes failed: the campaign pauses itself. It resumes with a closed breaker. */
function outage({ event }: Given): Update {
  if (event.type !== 'PROBE_FAILED') return {};
  return {
    pausedAt: event.at,
    resumedAt: null,
    pause: { cause: 'provider-outage', by: 'system', reason: 'three probes in a row failed' },
    breaker: closedBreaker,
  };
}

/** Adds the length of the pause, whatever ends it. */
function leavePause({ context, event }: Given): Update {
  if (context.pausedAt === null || !('at' in event)) return {};
  return {
    heldMs: context.heldMs + Math.max(0, event.at - context.pausedAt),
    pausedAt: null,
    pause: null,
  };
}

function resume({ event }: Given): Update {
  return event.type === 'RESUME' ? { resumedAt: event.at, breaker: closedBreaker } : {};
}

function fail({ event }: Given): Update {
  return event.type === 'FAIL' ? { failure: { code: event.code, detail: event.detail } } : {};
}

function openBreaker({ event }: Given): Update {
  return event.type === 'TRIP' ? { breaker: { open: true, failedProbes: 0, probeAt: event.probeAt } } : {};
}

function delayProbe({ context, event }: Given): Update {
  if (event.type !== 'PROBE_FAILED') return {};
  const failedProbes = context.breaker.failedProbes + 1;
  return { breaker: { open: true, failedProbes, probeAt: event.probeAt } };
}

export const campaignUpdates = {
  noteStartTime: ({ event }) => ({ startAt: event.type === 'START' ? event.startAt : null }),
  clearStartTime: () => ({ startAt: null }),
  noteStart: start,
  notePause: pause,
  noteOutage: outage,
  leavePause,
  noteResume: resume,
  noteCancel: ({ event }) => (event.type === 'CANCEL' ? { hangUp: event.hangUp } : {}),
  noteExpiry: () => ({ expired: true }),
  noteFailure: fail,
  noteWaiting: ({ event }) => ({ waiting: event.type === 'ASSESSED' ? event.waiting : null }),
  clearWaiting: () => ({ waiting: null }),
  noteEnd: ({ event }) => ({ endedAt: 'at' in event ? event.at : null }),
  openBreaker,
  delayProbe,
  closeBreaker: () => ({ breaker: closedBreaker }),
} as const satisfies Updates<CampaignContext, CampaignMachineEvent>;
