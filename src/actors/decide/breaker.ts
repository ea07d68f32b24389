import {
  emptyBreaker,
  isProbe,
  isTripped,
  probeDelayMs,
  probeDueAt,
  recordOutcome,
} from '../../rules/breaker.ts';
import type { BreakerWindow } from '../../rules/breaker.ts';
import { stepCampaign } from './steps.ts';
import type { Deciding } from './steps.ts';

/**
 * Lets the circuit breaker learn from the turn's outcomes: trips it, or takes the outcome of a probe. Gives the window
 * to remember once the turn is committed.
 */
export function watchProvider(deciding: Deciding): BreakerWindow {
  const { set } = deciding;
  const { breaker } = set.position().context;
  return breaker.open ? judgeProbe(deciding) : judgeOutcomes(deciding);
}

/** Whether a probe of the provider is under way. */
export function isProbing({ set, kit: { channels } }: Deciding): boolean {
  return [...set.memory.open.values()].some(({ attempt }) =>
    isProbe({ channels, attempt: set.attempt(attempt.id) ?? attempt }),
  );
}

function judgeOutcomes(deciding: Deciding): BreakerWindow {
  const { set } = deciding;
  let window = set.memory.breaker;
  for (const { fault } of set.outcomes()) window = recordOutcome({ window, at: set.at, fault });
  if (window === set.memory.breaker || !isTripped({ window, at: set.at })) return window;
  const probeAt = set.at + (probeDelayMs(0) ?? 0);
  if (stepCampaign(deciding, { type: 'TRIP', at: set.at, probeAt })) {
    set.log({ type: 'campaign.provider-down', by: 'system', data: { probeAt } });
  }
  return window;
}

/** Only attempts minted since the probe was due are probes; those from before the trip say nothing new. */
function judgeProbe(deciding: Deciding): BreakerWindow {
  const { set } = deciding;
  const { breaker } = set.position().context;
  const probe = set.outcomes().find(({ mintedAt }) => mintedAt >= probeDueAt({ ...breaker, now: set.at }));
  if (!probe) return set.memory.breaker;
  if (!probe.fault) {
    stepCampaign(deciding, { type: 'PROBE_SUCCEEDED' });
    set.log({ type: 'campaign.provider-up', by: 'system' });
    return emptyBreaker;
  }
  const probeAt = set.at + (probeDelayMs(breaker.failedProbes + 1) ?? 0);
  stepCampaign(deciding, { type: 'PROBE_FAILED', at: set.at, probeAt });
  set.log({ type: 'campaign.probe-failed', by: 'system', data: { probeAt } });
  // After the last probe the machine has paused the campaign.
  const { pause } = set.position().context;
  if (pause) set.log({ type: 'campaign.paused', by: 'system', data: pause });
  return set.memory.breaker;
}
