import type { CampaignContext, CampaignMachineEvent, Waiting } from './campaign-events.ts';
import type { Guards } from '../implementation.ts';

function isSameWaiting(left: Waiting | null, right: Waiting | null): boolean {
  return left?.reason === right?.reason && left?.until === right?.until;
}

export const campaignGuards = {
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
} as const satisfies Guards<CampaignContext, CampaignMachineEvent>;
