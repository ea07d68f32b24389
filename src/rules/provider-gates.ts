import type { Breaker } from '../domain/breaker.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { Step } from '../domain/campaign/step.ts';
import { breakerStanding } from './breaker.ts';
import type { BreakerStanding } from './breaker.ts';

type Looking = {
  channels: Pick<Channels, 'breakerOf'>;
  breakerOf: (key: string) => Breaker;
  /** When a person resumed the campaign. */
  resumedAt: number | null;
  at: number;
};

/** What circuit breakers hold back of the steps of a campaign. */
export type Gates = {
  /** The steps that may start, by index; null if all may. */
  free: readonly number[] | null;
  /** The earliest time at which a probe may be sent; null if no breaker waits for that. */
  probeAt: number | null;
  /** The earliest time at which the right of a probe that is out lapses; null if none is out. */
  lapsesAt: number | null;
  /** Whether all steps that contact somebody are held back. */
  isShut: boolean;
};

/** What the circuit breaker of a channel lets a campaign do. */
export function standingOfChannel(
  { channels, breakerOf, resumedAt, at }: Looking,
  channel: string | undefined,
): BreakerStanding {
  const key = channel === undefined ? null : channels.breakerOf(channel);
  return key === null ? { kind: 'closed' } : breakerStanding({ breaker: breakerOf(key), resumedAt, at });
}

/** The same for all steps of a campaign; dispatch and `why` both go by it. */
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
