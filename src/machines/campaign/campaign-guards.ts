import type { Assessment, CampaignContext, CampaignMachineEvent, Waiting } from './campaign-events.ts';
import type { Guards } from '../implementation.ts';

function isSameWaiting(left: Waiting | null, right: Waiting | null): boolean {
  return left?.reason === right?.reason && left?.until === right?.until;
}

function isNothingLeft({
  remaining,
  open,
  mayGrow,
}: Pick<Assessment, 'remaining' | 'open' | 'mayGrow'>): boolean {
  return remaining === 0 && open === 0 && !mayGrow;
}

export const campaignGuards = {
  isForLater: ({ event }) => event.type === 'START' && event.startAt !== null,
  isToBePaused: ({ event }) => event.type === 'ADOPT' && event.pause !== null,
  hasEnded: ({ event }) => event.type === 'ADOPT' && isNothingLeft(event),
  isStartStillAhead: ({ context, event }) =>
    event.type === 'RESUME' && context.startAt !== null && context.startAt > event.at,
  isOverLimits: ({ event }) => event.type === 'JUDGED' && event.pause !== null,
  isFinished: ({ event }) => event.type === 'ASSESSED' && isNothingLeft(event),
  isSettled: ({ event }) => event.type === 'ASSESSED' && event.open === 0,
  isDrained: ({ event }) =>
    event.type === 'ASSESSED' && event.remaining <= event.open && event.open > 0 && !event.mayGrow,
  isBlocked: ({ context, event }) =>
    event.type === 'ASSESSED' && event.waiting !== null && !isSameWaiting(context.waiting, event.waiting),
  isFree: ({ event }) => event.type === 'ASSESSED' && event.waiting === null,
} as const satisfies Guards<CampaignContext, CampaignMachineEvent>;
