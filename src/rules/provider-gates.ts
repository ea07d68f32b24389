import type { Breaker } from '../domain/breaker.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { Step } from '../domain/campaign/step.ts';
import { breakerStanding } from './breaker.ts';
import type { BreakerStanding } from './breaker.ts';

type Looking = {
  channels: Pick<Channels, 'breakerOf' | 'preparerOf' | 'factsOfStep'>;
  client: string;
  breakerOf: (key: string) => Breaker;
  /** The time at which an operator resumed the campaign. */
  resumedAt: number | null;
  at: number;
};

/** The steps of a campaign that circuit breakers stop. */
export type Gates = {
  /** The steps that may start, by index; null if all may. */
  free: readonly number[] | null;
  /** The earliest time at which a probe may be sent; null if no breaker waits for that. */
  probeAt: number | null;
  /** The earliest time at which the right of an open probe expires; null without an open probe. */
  lapsesAt: number | null;
  /** Whether all steps with contact are stopped. */
  isShut: boolean;
  /** Whether no channel is stopped, only what prepares touches: pools of bots. */
  isOnlyPreparers: boolean;
};

/** The key of the circuit breaker of what prepares the touches of a step; null if nothing does. */
export function preparerOfStep({ channels, client }: Pick<Looking, 'channels' | 'client'>, step: Step) {
  const { channel } = step;
  return channels.preparerOf({ client, channel, facts: channels.factsOfStep(step) });
}

/** The keys of the circuit breakers that a step depends on: that of its channel, and that of what prepares its touches. */
export function breakersOfStep(looking: Pick<Looking, 'channels' | 'client'>, step: Step): string[] {
  const keys = [looking.channels.breakerOf(step.channel), preparerOfStep(looking, step)];
  return keys.filter((key) => key !== null);
}

/** What one circuit breaker allows a campaign to do. */
export function standingOf(
  { breakerOf, resumedAt, at }: Pick<Looking, 'breakerOf' | 'resumedAt' | 'at'>,
  key: string,
): BreakerStanding {
  return breakerStanding({ breaker: breakerOf(key), resumedAt, at });
}

const strictest = ['waiting', 'probing', 'due', 'closed'] as const;

/** The strictest standing of the circuit breakers that a step depends on. */
function standingOfStep(looking: Looking, step: Step): BreakerStanding {
  const standings = breakersOfStep(looking, step).map((key) => standingOf(looking, key));
  const [first = { kind: 'closed' }] = strictest.flatMap((kind) =>
    standings.filter((one) => one.kind === kind),
  );
  return first;
}

/** Returns this for all steps of a campaign. Dispatch and `why` both use it. */
export function gatesOf({
  steps,
  ...looking
}: Looking & {
  steps: readonly Step[];
  channels: Looking['channels'] & Pick<Channels, 'stepContacts'>;
}): Gates {
  const standings = steps.map((step) => standingOfStep(looking, step));
  const free = standings.flatMap(({ kind }, index) =>
    kind === 'waiting' || kind === 'probing' ? [] : [index],
  );
  const earliest = (wanted: 'waiting' | 'probing'): number | null => {
    const untils = standings.flatMap((standing) => (standing.kind === wanted ? [standing.until] : []));
    return untils.length > 0 ? Math.min(...untils) : null;
  };
  const isShut = !free.some((index) => looking.channels.stepContacts(steps[index]));
  if (free.length === steps.length)
    return { free: null, probeAt: null, lapsesAt: null, isShut: false, isOnlyPreparers: false };
  const isStopped = ({ channel }: Step): boolean => {
    const key = looking.channels.breakerOf(channel);
    const { kind } = key === null ? { kind: 'closed' as const } : standingOf(looking, key);
    return kind === 'waiting' || kind === 'probing';
  };
  const isOnlyPreparers = !steps.some(isStopped);
  return { free, probeAt: earliest('waiting'), lapsesAt: earliest('probing'), isShut, isOnlyPreparers };
}
