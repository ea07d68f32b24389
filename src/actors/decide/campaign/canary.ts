import type { Canary, CanaryCounters } from '../../../domain/campaign/canary.ts';
import type { Pause } from '../../../machines/campaign/campaign-machine.ts';
import { canaryReason, readCanary } from '../../../rules/canary.ts';
import { notDispatched } from '../../dispatch/dispatched.ts';
import type { Dispatched } from '../../dispatch/dispatched.ts';
import { stateOf } from '../../turn/campaign-memory.ts';
import { remainingOf } from './assess.ts';
import { transitionCampaign } from '../steps.ts';
import type { Deciding } from '../steps.ts';

/**
 * Gives the verdict of a canary start once every contact that it started has a result: the campaign continues, or it is
 * paused. Returns what follows for the dispatch of this turn.
 */
export function judgeCanary(deciding: Deciding, dispatched: Dispatched): Dispatched {
  const { set } = deciding;
  const { canary: plan } = set.position().context;
  const { canary: counted } = set.counters;
  if (!plan || !counted || stateOf(set.position()).state !== 'running' || set.record.rest !== null)
    return dispatched;
  if (!hasAllResults(deciding, { plan, counted, dispatched })) return dispatched;
  const { begun: _, ...figures } = counted;
  const { contacts, limits } = plan;
  const readings = readCanary({ figures, limits });
  const over = readings.filter(({ isOver }) => isOver).map(({ rate }) => rate);
  const isOverLimits = over.length > 0 && isAnyoneLeft(deciding);
  const pause: Pause | null = isOverLimits
    ? { cause: 'canary', by: 'system', reason: canaryReason(readings) }
    : null;
  transitionCampaign(deciding, { type: 'JUDGED', at: set.at, verdict: { at: set.at, over, figures }, pause });
  delete set.counters.canary;
  set.log({ type: 'campaign.canary-judged', by: 'system', data: { ...figures, contacts, limits, over } });
  if (pause === null) return { ...notDispatched, taken: dispatched.taken, again: true };
  set.log({ type: 'campaign.paused', by: 'system', data: pause });
  set.perform({ type: 'alert', code: 'campaign.canary', detail: set.record.id });
  return { ...notDispatched, taken: dispatched.taken };
}

/** An attempt with an unknown fate has no result until its search has ended. */
function hasAllResults(
  { set }: Deciding,
  { plan, counted, dispatched }: { plan: Canary; counted: CanaryCounters; dispatched: Dispatched },
): boolean {
  if (counted.results < counted.started) return false;
  if (counted.started >= plan.contacts) return true;
  const isUnderWay = (set.counters.states['in-flight'] ?? 0) > 0;
  return dispatched.isCanaryFull && !isUnderWay && !mayGrow({ set });
}

function mayGrow({ set: { counters, record } }: Pick<Deciding, 'set'>): boolean {
  return counters.openImports > 0 || record.definition.keepOpen;
}

/** A campaign without remaining contacts is not paused: it completes. */
function isAnyoneLeft(deciding: Deciding): boolean {
  return remainingOf(deciding.set.counters.states) > 0 || mayGrow(deciding);
}
