import type { Breaker, CampaignContext, CampaignMachineEvent, Waiting } from './campaign-events.ts';

type Update = Partial<CampaignContext>;
type Given = { context: CampaignContext; event: CampaignMachineEvent };

/** Failed probes after which the campaign is paused and somebody is told. */
export const probesBeforePause = 3;

export const closedBreaker: Breaker = { open: false, failedProbes: 0, probeAt: null };

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

export function isSameWaiting(left: Waiting | null, right: Waiting | null): boolean {
  return left?.reason === right?.reason && left?.until === right?.until;
}

export function start({ context, event }: Given): Update {
  return { startedAt: context.startedAt ?? ('at' in event ? event.at : null), startAt: null };
}

export function pause({ event }: Given): Update {
  return event.type === 'PAUSE' ? { pausedAt: event.at, resumedAt: null, pause: event.pause } : {};
}

/** Too many probes failed: the campaign pauses itself, and begins with a closed breaker when it is resumed. */
export function outage({ event }: Given): Update {
  if (event.type !== 'PROBE_FAILED') return {};
  return {
    pausedAt: event.at,
    resumedAt: null,
    pause: { cause: 'provider-outage', by: 'system', reason: 'three probes in a row failed' },
    breaker: closedBreaker,
  };
}

/** However a pause is left, its time has stood still. */
export function leavePause({ context, event }: Given): Update {
  if (context.pausedAt === null || !('at' in event)) return {};
  return {
    heldMs: context.heldMs + Math.max(0, event.at - context.pausedAt),
    pausedAt: null,
    pause: null,
  };
}

export function resume(given: Given): Update {
  const { event } = given;
  if (event.type !== 'RESUME') return {};
  return { ...leavePause(given), resumedAt: event.at, breaker: closedBreaker };
}

export function cancel(given: Given): Update {
  const { event } = given;
  return event.type === 'CANCEL' ? { ...leavePause(given), hangUp: event.hangUp, waiting: null } : {};
}

export function expire(given: Given): Update {
  return { ...leavePause(given), expired: true, waiting: null };
}

export function fail(given: Given): Update {
  const { event } = given;
  if (event.type !== 'FAIL') return {};
  const { code, detail, at } = event;
  return { ...leavePause(given), failure: { code, detail }, endedAt: at, waiting: null };
}

export function openBreaker({ event }: Given): Update {
  return event.type === 'TRIP' ? { breaker: { open: true, failedProbes: 0, probeAt: event.probeAt } } : {};
}

export function delayProbe({ context, event }: Given): Update {
  if (event.type !== 'PROBE_FAILED') return {};
  const failedProbes = context.breaker.failedProbes + 1;
  return { breaker: { open: true, failedProbes, probeAt: event.probeAt } };
}
