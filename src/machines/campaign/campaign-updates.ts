import type { CampaignContext, CampaignMachineEvent } from './campaign-events.ts';
import type { Given as GivenOf, Updates } from '../implementation.ts';

type Update = Partial<CampaignContext>;
type Given = GivenOf<CampaignContext, CampaignMachineEvent>;

export const initialContext: CampaignContext = {
  startAt: null,
  startedAt: null,
  pausedAt: null,
  resumedAt: null,
  endedAt: null,
  pause: null,
  heldMs: 0,
  waiting: null,
  expired: false,
  hangUp: false,
  failure: null,
};

function start({ context, event }: Given): Update {
  return { startedAt: context.startedAt ?? ('at' in event ? event.at : null), startAt: null };
}

function pause({ event }: Given): Update {
  if (event.type !== 'PAUSE' && event.type !== 'OUTAGE') return {};
  return { pausedAt: event.at, resumedAt: null, pause: event.pause };
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
  return event.type === 'RESUME' ? { resumedAt: event.at } : {};
}

function fail({ event }: Given): Update {
  return event.type === 'FAIL' ? { failure: { code: event.code, detail: event.detail } } : {};
}

export const campaignUpdates = {
  noteStartTime: ({ event }) => ({ startAt: event.type === 'START' ? event.startAt : null }),
  clearStartTime: () => ({ startAt: null }),
  noteStart: start,
  notePause: pause,
  leavePause,
  noteResume: resume,
  noteCancel: ({ event }) => (event.type === 'CANCEL' ? { hangUp: event.hangUp } : {}),
  noteExpiry: () => ({ expired: true }),
  noteFailure: fail,
  noteWaiting: ({ event }) => ({ waiting: event.type === 'ASSESSED' ? event.waiting : null }),
  clearWaiting: () => ({ waiting: null }),
  noteEnd: ({ event }) => ({ endedAt: 'at' in event ? event.at : null }),
} as const satisfies Updates<CampaignContext, CampaignMachineEvent>;
