import { isOpen } from '../../domain/attempt/attempt.ts';
import type { Breaker } from '../../domain/breaker.ts';
import { bucketAt, closed, isTripped, opened, probeFailed, probeReturned } from '../../rules/breaker.ts';
import { stateOf } from '../turn/campaign-memory.ts';
import type { ProviderOutcome } from '../turn/working-set/turn-breakers.ts';
import type { Deciding } from './steps.ts';

/**
 * Updates the circuit breakers from the attempts of this turn: records outcomes, opens a breaker, or applies the
 * result of this campaign's probe.
 */
export function updateBreakers(deciding: Deciding): void {
  const { set } = deciding;
  for (const { breaker } of set.breakers.readings) {
    const outcomes = set.breakers.outcomes().filter(({ key }) => key === breaker.key);
    if (breaker.open) judgeProbe(deciding, { breaker, outcomes });
    else judgeOutcomes(deciding, { breaker, outcomes });
  }
}

type Judging = { breaker: Breaker; outcomes: readonly ProviderOutcome[] };

function judgeOutcomes({ set }: Deciding, { breaker, outcomes }: Judging): void {
  const { at } = set;
  const { key } = breaker;
  const faults = outcomes.filter(({ fault }) => fault).length;
  const own = { at: bucketAt(at), outcomes: outcomes.length, faults };
  if (outcomes.length > 0) set.breakers.addOutcomes({ key, ...own });
  if (!isTripped({ breaker, buckets: [...set.breakers.buckets(key), own], at })) return;
  const change = opened(breaker, at);
  set.breakers.put(change);
  if (stateOf(set.position()).state !== 'running') return;
  const { probeAt } = change;
  set.log({ type: 'campaign.provider-down', by: 'system', data: { breaker: key, probeAt } });
}

/** Only the outcome of the probe counts: the other attempts were sent before the breaker opened. */
function judgeProbe({ set }: Deciding, { breaker, outcomes }: Judging): void {
  const { at } = set;
  const { key, probe } = breaker;
  if (probe?.campaign !== set.record.id) return;
  const outcome = outcomes.find(({ attempt }) => attempt === probe.attempt);
  if (!outcome) {
    if (!isAwaited(set, probe.attempt)) set.breakers.put(probeReturned(breaker));
    return;
  }
  if (outcome.fault) {
    const change = probeFailed(breaker, at);
    set.breakers.put(change);
    const { probeAt } = change;
    set.log({ type: 'campaign.probe-failed', by: 'system', data: { breaker: key, probeAt } });
    return;
  }
  set.breakers.put(closed(breaker, at));
  set.log({ type: 'campaign.provider-up', by: 'system', data: { breaker: key } });
}

/**
 * Returns whether the result of a probe may still come soon. An attempt without an answer may stay unknown for a long
 * time.
 */
function isAwaited({ memory, attempt: find }: Deciding['set'], id: string): boolean {
  const attempt = find(id);
  return memory.open.has(id) && attempt !== null && isOpen(attempt.state) && attempt.state !== 'unknown';
}
