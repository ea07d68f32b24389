import type { CampaignContext, CampaignMachineEvent } from './campaign-events.ts';
import { updatesOn } from '../implementation.ts';
import type { Given as GivenOf, Updates } from '../implementation.ts';

type Update = Partial<CampaignContext>;
type Given = GivenOf<CampaignContext, CampaignMachineEvent>;

const on = updatesOn<CampaignContext, CampaignMachineEvent>();

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
  canary: null,
};

/** Adds the length of the pause, no matter which event ends it. */
function leavePause({ context, event }: Given): Update {
  if (context.pausedAt === null || !('at' in event)) return {};
  return {
    heldMs: context.heldMs + Math.max(0, event.at - context.pausedAt),
    pausedAt: null,
    pause: null,
  };
}

export const campaignUpdates = {
  noteStartTime: on('START', ({ event }) => ({ startAt: event.startAt })),
  clearStartTime: () => ({ startAt: null }),
  noteStart: on(['START', 'DUE', 'RESUME'], ({ context, event }) => ({
    startedAt: context.startedAt ?? event.at,
    startAt: null,
  })),
  noteCanary: on('START', ({ event }) => ({
    canary: event.canary ? { ...event.canary, verdict: null } : null,
  })),
  clearCanary: () => ({ canary: null }),
  noteVerdict: on('JUDGED', ({ context, event }) => ({
    canary: context.canary && { ...context.canary, verdict: event.verdict },
  })),
  notePause: on(['PAUSE', 'OUTAGE', 'ADOPT', 'JUDGED'], ({ event }) => ({
    pausedAt: event.at,
    resumedAt: null,
    pause: event.pause,
  })),
  leavePause,
  noteResume: on('RESUME', ({ event }) => ({ resumedAt: event.at })),
  noteCancel: on('CANCEL', ({ event }) => ({ hangUp: event.hangUp })),
  noteExpiry: () => ({ expired: true }),
  noteFailure: on('FAIL', ({ event }) => ({ failure: { code: event.code, detail: event.detail } })),
  noteWaiting: on('ASSESSED', ({ event }) => ({ waiting: event.waiting })),
  clearWaiting: () => ({ waiting: null }),
  noteEnd: ({ event }) => ({ endedAt: 'at' in event ? event.at : null }),
} as const satisfies Updates<CampaignContext, CampaignMachineEvent>;
