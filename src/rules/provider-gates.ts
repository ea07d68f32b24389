import type { Breaker } from '../domain/breaker.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { Step } from '../domain/campaign/step.ts';
import { breakerStanding } from './breaker.ts';
import type { BreakerStanding } from './breaker.ts';

type Looking = {
  channels: Pick<Channels, 'breakerOf'>;
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
};

/** What the circuit breaker of a channel allows a campaign to do. */
export function standingOfChannel(
  { channels, breakerOf, resumedAt, at }: Looking,
  channel: string,
): BreakerStanding {
  const key = channels.breakerOf(channel);
  return key === null ? { kind: 'closed' } : breakerStanding({ breaker: breakerOf(key), resumedAt, at });
}

/** Returns this for all steps of a campaign. Dispatch and `why` both use it. */
export function gatesOf({
  steps,
  ...looking
}: Looking & { steps: readonly Step[]; channels: Pick<Channels, 'breakerOf' | 'stepContacts'> }): Gates {
  const standings = steps.map(({ channel }) => standingOfChannel(looking, channel));
  const free = standings.flatMap(({ kind }, index) =>
    kind === 'waiting' || kind === 'probing' ? [] : [index],
  );
  const earliest = (wanted: 'waiting' | 'probing'): number | null => {
    const untils = standings.flatMap((standing) => (standing.kind === wanted ? [standing.until] : []));
    return untils.length > 0 ? Math.min(...untils) : null;
  };
  const isShut = !free.some((index) => looking.channels.stepContacts(steps[index]));
  if (free.length === steps.length) return { free: null, probeAt: null, lapsesAt: null, isShut: false };
  return { free, probeAt: earliest('waiting'), lapsesAt: earliest('probing'), isShut };
}
