import type { Doing } from '../../../domain/campaign/campaign.ts';
import { isEnd } from '../../../domain/contact/enrollment.ts';
import type { EnrollmentState } from '../../../domain/contact/enrollment.ts';
import type { Waiting } from '../../../machines/campaign/campaign-machine.ts';
import { noteActivity } from '../../../rules/activity-log.ts';
import type { NotedActivity } from '../../../rules/activity-log.ts';
import { stateOf } from '../../turn/campaign-memory.ts';
import { transitionCampaign } from '../steps.ts';
import type { Deciding } from '../steps.ts';

/** The number of contacts that have not ended. */
export function remainingOf(states: Partial<Record<EnrollmentState, number>>): number {
  let remaining = 0;
  for (const [state, count] of Object.entries(states)) {
    if (!isEnd(state as EnrollmentState)) remaining += count;
  }
  return remaining;
}

/** Applies the changes that only time causes: a planned start, the end of the campaign. */
export function applyDueTimes(deciding: Deciding): void {
  const { set } = deciding;
  const { context } = set.position();
  const { state } = stateOf(set.position());
  if (state === 'scheduled' && context.startAt !== null && context.startAt <= set.at) {
    if (transitionCampaign(deciding, { type: 'DUE', at: set.at }))
      set.log({ type: 'campaign.started', by: 'system' });
  }
  const { end } = set.record.definition;
  if (end === undefined || context.expired || Date.parse(end) > set.at) return;
  if (transitionCampaign(deciding, { type: 'EXPIRE', at: set.at })) {
    set.endRest('expired');
    set.log({ type: 'campaign.expired', by: 'system' });
  }
}

/**
 * Sends the current facts to the machine, which decides what the campaign does, or that it has finished. Returns the
 * activity that was last logged.
 */
export function assess(deciding: Deciding, waiting: Waiting | null): NotedActivity {
  const { set } = deciding;
  const { noted } = set.memory;
  const before = set.position();
  const { state } = stateOf(before);
  if (state !== 'running' && state !== 'cancelling') return noted;
  const { counters, record } = set;
  const mayGrow = counters.openImports > 0 || (record.definition.keepOpen && !before.context.expired);
  transitionCampaign(deciding, {
    type: 'ASSESSED',
    at: set.at,
    remaining: remainingOf(counters.states),
    // An attempt that contacts no one is in no counter, but its enrollment is in flight.
    open: Math.max(counters.open, counters.states['in-flight'] ?? 0),
    mayGrow,
    waiting,
  });
  const now = stateOf(set.position());
  if (now.state !== state) {
    set.log({ type: now.state === 'completed' ? 'campaign.completed' : 'campaign.cancelled', by: 'system' });
    return noted;
  }
  return now.doing === null ? noted : logActivity(deciding, now.doing);
}

function logActivity({ set }: Deciding, doing: Doing): NotedActivity {
  const { waiting } = set.position().context;
  const activity = { doing, reason: waiting?.reason ?? null };
  const { noted, tell } = noteActivity({ noted: set.memory.noted, activity, at: set.at });
  if (tell) set.log({ type: `campaign.${doing}`, by: 'system', data: { ...waiting } });
  return noted;
}
