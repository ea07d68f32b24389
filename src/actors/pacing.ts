import type { Clock } from '../platform/clock.ts';

/** One limit on starts: in any rolling second of business time at most so many. `0.5` is one in any two seconds. */
export type Pace = { scope: string; perSecond: number };

/** The last word on rates, at the socket, whatever was reserved. */
export type Pacer = {
  /** Books the earliest instant at or after `notBefore` that all these paces allow. */
  book: (input: { paces: readonly Pace[]; notBefore: number }) => number;
  /** Notes a start now; false, noting nothing, if it would be one too many. */
  start: (paces: readonly Pace[]) => boolean;
};

type Starts = Map<string, number[]>;

function earliest({
  starts,
  pace: { scope, perSecond },
  marginMs,
}: {
  starts: Starts;
  pace: Pace;
  marginMs: number;
}): number {
  const count = Math.max(1, Math.floor(perSecond));
  const past = starts.get(scope) ?? [];
  const limiting = past[past.length - count];
  return limiting === undefined ? Number.NEGATIVE_INFINITY : limiting + (count / perSecond) * 1000 + marginMs;
}

function note({ starts, pace: { scope, perSecond }, at }: { starts: Starts; pace: Pace; at: number }): void {
  const past = starts.get(scope) ?? [];
  past.push(at);
  const count = Math.max(1, Math.floor(perSecond));
  if (past.length > count * 2 + 8) past.splice(0, past.length - count);
  starts.set(scope, past);
}

/**
 * Bookings keep `marginMs` more distance than the pace asks for, so that a timer which fires a little early or late
 * does not make the start itself one too many.
 */
export function createPacer({ business, marginMs }: { business: Clock; marginMs: () => number }): Pacer {
  const booked: Starts = new Map();
  const started: Starts = new Map();
  return {
    book({ paces, notBefore }) {
      const margin = marginMs();
      const at = Math.max(
        notBefore,
        ...paces.map((pace) => earliest({ starts: booked, pace, marginMs: margin })),
      );
      for (const pace of paces) note({ starts: booked, pace, at });
      return at;
    },
    start(paces) {
      const at = business.now();
      if (paces.some((pace) => earliest({ starts: started, pace, marginMs: 0 }) > at)) return false;
      for (const pace of paces) note({ starts: started, pace, at });
      return true;
    },
  };
}
