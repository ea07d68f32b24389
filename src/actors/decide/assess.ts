import type { Doing } from '../../domain/campaign/campaign.ts';
import { isEnd } from '../../domain/contact/enrollment.ts';
import type { EnrollmentState } from '../../domain/contact/enrollment.ts';
import type { Waiting } from '../../machines/campaign/campaign-machine.ts';
import { noteActivity } from '../../rules/activity-log.ts';
import type { NotedActivity } from '../../rules/activity-log.ts';
import { stateOf } from '../turn/campaign-memory.ts';
import { stepCampaign } from './steps.ts';
import type { Deciding } from './steps.ts';

/** How many have not ended. */
export function remainingOf(states: Partial<Record<EnrollmentState, number>>): number {
  let remaining = 0;
  for (const [state, count] of Object.entries(states)) {
    if (!isEnd(state as EnrollmentState)) remaining += count;
  }
  return remaining;
}

/** What only time moves: a planned start, the campaign's end. */
export function followTheClock(deciding: Deciding): void {
  const { set } = deciding;
  const { context } = set.position();
  const { state } = stateOf(set.position());
  if (state === 'scheduled' && context.startAt !== null && context.startAt <= set.at) {
    if (stepCampaign(deciding, { type: 'DUE', at: set.at }))
      set.log({ type: 'campaign.started', by: 'system' });
  }
  const { end } = set.record.definition;
  if (end === undefined || context.expired || Date.parse(end) > set.at) return;
  if (stepCampaign(deciding, { type: 'EXPIRE', at: set.at })) {
    set.endRest('expired');
    set.log({ type: 'campaign.expired', by: 'system' });
  }
}

/**
 * Puts the facts of the moment to the machine: what it does, or that it is finished. Returns what its log was told last
 * of that.
 */
export function assess(deciding: Deciding, waiting: Waiting | null): NotedActivity {
  const { set } = deciding;
  const { noted } = set.memory;
  const before = set.position();
  const { state } = stateOf(before);
  if (state !== 'running' && state !== 'cancelling') return noted;
  const { counters, record } = set;
  const mayGrow = counters.openImports > 0 || (record.definition.keepOpen && !before.context.expired);
  stepCampaign(deciding, {
    type: 'ASSESSED',
    at: set.at,
    remaining: remainingOf(counters.states),
    // An attempt that contacts nobody is in no counter, but its enrollment is in flight.
    open: Math.max(counters.open, counters.states['in-flight'] ?? 0),
    mayGrow,
    waiting,
  });
  const now = stateOf(set.position());
  if (now.state !== state) {
    set.log({ type: now.state === 'completed' ? 'campaign.completed' : 'campaign.cancelled', by: 'system' });
    return noted;
  }
  return now.doing === null ? noted : tellActivity(deciding, now.doing);
}

function tellActivity({ set }: Deciding, doing: Doing): NotedActivity {
  const { waiting } = set.position().context;
  const activity = { doing, reason: waiting?.reason ?? null };
  const { noted, tell } = noteActivity({ noted: set.memory.noted, activity, at: set.at });
  if (tell) set.log({ type: `campaign.${doing}`, by: 'system', data: { ...waiting } });
  return noted;
}
