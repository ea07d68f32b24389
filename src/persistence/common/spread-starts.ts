import type { LimitBlock, LimitCap, LimitReading, Reservation } from '../contract/attempts/limits.ts';

/** A limit with its used slots. */
type UsedLimit = { cap: LimitCap; state: Pick<LimitReading, 'held' | 'hourUsed' | 'dayUsed'> };

/** The slots that a limit has left, without its rate, and the limit that allows no more. */
type Room = { free: number; block: LimitBlock | null };

/** Returns the slots that a limit has left. */
export function roomOf({ cap, state }: UsedLimit): Room {
  const { scope } = cap;
  const room: Room = { free: Infinity, block: null };
  const narrow = (limit: LimitBlock['limit'], most: number | null, used: number): void => {
    if (most === null || most - used >= room.free) return;
    room.free = Math.max(0, most - used);
    room.block = { scope, limit, until: null };
  };
  narrow('per-day', cap.perDay, state.dayUsed);
  narrow('per-hour', cap.perHour, state.hourUsed);
  narrow('concurrent', cap.concurrent, state.held);
  return room;
}

/** When a limit allows its next start. */
export type Pacing = { scope: string; intervalMs: number; freeAt: number };

/** The scope of the next start, at an index. `take` uses one of its slots. */
type Lane = { index: number; pacing: Pacing; take: () => void };

/**
 * Spreads starts over scopes: `next` returns the scope that is free first, of several the one with the fewest starts so
 * far, and of these the first; if none has a slot left, the limit that allowed no more.
 */
export function createSpread<Limit extends UsedLimit>(
  among: readonly (Limit & { want: number })[],
  pacingOf: (limit: Limit) => Pacing,
  now: number,
): { next: () => Lane | { block: LimitBlock | null } } {
  const lanes = among.map((limit) => {
    const room = roomOf(limit);
    const isShort = room.free < limit.want;
    return {
      left: Math.min(room.free, limit.want),
      taken: 0,
      block: isShort ? room.block : null,
      pacing: pacingOf(limit),
    };
  });
  return {
    next() {
      let best = -1;
      lanes.forEach(({ left, taken, pacing }, index) => {
        const known = lanes[best];
        if (left <= 0) return;
        const later = Math.max(now, pacing.freeAt) - Math.max(now, known?.pacing.freeAt ?? now);
        const isBetter = !known || later < 0 || (later === 0 && taken < known.taken);
        if (isBetter) best = index;
      });
      const lane = lanes[best];
      if (!lane) return { block: lanes.find(({ block }) => block)?.block ?? null };
      const take = (): void => {
        lane.left -= 1;
        lane.taken += 1;
      };
      return { index: best, pacing: lane.pacing, take };
    },
  };
}

/** Returns the starts of each scope of `among`, by its index. Without `picks` there are none. */
export function startsByPick({ starts, picks }: Reservation, scopes: number): number[][] {
  const byPick: number[][] = Array.from({ length: scopes }, () => []);
  picks?.forEach((pick, index) => byPick[pick]?.push(starts[index] as number));
  return byPick;
}
