import { inherit } from './handed-starts.ts';
import type { Inherited, StoredAnswer } from './handed-starts.ts';
import type { LimitBlock, LimitCap, LimitReading, Reservation } from '../contract/attempts/limits.ts';
import { createSpread, roomOf } from './spread-starts.ts';
import type { Pacing } from './spread-starts.ts';

/**
 * The stored state of a limit. It includes the last start, so that a rate that is lowered or set later also applies to
 * the distance from that start.
 */
export type LimitState = Omit<LimitReading, 'scope'> & { lastStartAt: number | null };

/** A limit that was never used. */
export const unusedLimit: LimitState = {
  held: 0,
  nextFreeAt: 0,
  lastStartAt: null,
  hour: '',
  hourUsed: 0,
  day: '',
  dayUsed: 0,
};

/**
 * Returns the minimum time between two starts. It is rounded up to a microsecond, so that sums are never too short.
 */
function intervalOf({ perSecond }: LimitCap): number {
  return perSecond === null ? 0 : Math.ceil(1_000_000 / perSecond) / 1000;
}

/** Returns the duration of a round of starts: the number of starts allowed in one second, rounded up. */
function roundOf({ perSecond }: LimitCap): number {
  return perSecond === null ? 0 : (Math.ceil(perSecond) / perSecond) * 1000;
}

/** Returns the state of a limit that was never used. Its first start is one interval after now. */
export function freshLimit(input: { cap: LimitCap; now: number; hour: string; day: string }): LimitState {
  const { cap, now, hour, day } = input;
  return {
    held: 0,
    nextFreeAt: now + intervalOf(cap),
    lastStartAt: null,
    hour,
    hourUsed: 0,
    day,
    dayUsed: 0,
  };
}

/**
 * Starts up to this far in the future are accepted: a clock may be synchronised backwards, or be that of another
 * machine.
 */
const slackMs = 1_000;

/**
 * Discards starts that these rules cannot have planned: they are later than the latest possible start of now plus a
 * round, so the clock was set back since. The next start is then planned after the last one that may still be under
 * way.
 */
export function withoutFuture(input: {
  cap: LimitCap;
  state: LimitState;
  now: number;
  horizonMs: number;
}): LimitState {
  const { cap, state, now, horizonMs } = input;
  const latestStart = now + horizonMs;
  const latestNext = latestStart + roundOf(cap);
  const isPossible =
    state.nextFreeAt <= latestNext + slackMs && (state.lastStartAt ?? 0) <= latestStart + slackMs;
  return isPossible ? state : { ...state, nextFreeAt: latestNext, lastStartAt: null };
}

/**
 * Returns whether a period is more than one period ahead of the current one. One period ahead is normal if the clock
 * is set back a little after the end of a period.
 */
function isFarAhead(counted: string, current: string): boolean {
  const isDay = current.length <= 10;
  const instant = (text: string): number => Date.parse(isDay ? text : `${text}:00Z`);
  const periodMs = isDay ? 86_400_000 : 3_600_000;
  return instant(counted) - instant(current) > periodMs;
}

/**
 * Opens the next hour or day. If the current period is earlier than the one counted, its starts count into the one
 * counted, so no quota begins twice. A period that is more than one ahead comes from a clock that was set back: its
 * count goes to the current period.
 */
export function rollOver(state: LimitState, { hour, day }: { hour: string; day: string }): LimitState {
  const rolled = { ...state };
  if (isFarAhead(state.hour, hour)) rolled.hour = hour;
  if (isFarAhead(state.day, day)) rolled.day = day;
  if (hour > state.hour) Object.assign(rolled, { hour, hourUsed: 0 });
  if (day > state.day) Object.assign(rolled, { day, dayUsed: 0 });
  return rolled;
}

/**
 * Returns the limit after the release of an attempt that provably did not use its slots. They go back to the quotas.
 */
export function withUnusedBack(
  state: LimitState,
  { unused, hour, day }: { unused: number; hour: string; day: string },
): LimitState {
  return {
    ...state,
    hourUsed: state.hour === hour ? Math.max(0, state.hourUsed - unused) : state.hourUsed,
    dayUsed: state.day === day ? Math.max(0, state.dayUsed - unused) : state.dayUsed,
  };
}

/** Returns what the owner before has handed over to the owner of `epoch`, as far as it can be used; see `inherit`. */
export function inheritedBy({
  last,
  caps,
  now,
  horizonMs,
  epoch,
}: {
  last: Pick<StoredAnswer, 'handed'>;
  caps: readonly LimitCap[];
  now: number;
  horizonMs: number;
  epoch: number;
}): Inherited | null {
  const latestStart = now + horizonMs + slackMs;
  const latestFree = (cap: LimitCap): number => now + roundOf(cap) + slackMs;
  return inherit({ ...last, epoch, caps, now, latestStart, latestFree });
}

/** The answer to a reservation that takes nothing. */
export const noReservation: Reservation = { starts: [], block: null };

/** A limit with its stored state. */
export type Limit = { cap: LimitCap; state: LimitState };

/** Returns the starts that all limits allow, up to `want`, and the limit that allows no more. */
export function decideReservation(input: {
  limits: readonly Limit[];
  /** Scopes over which the starts are spread. */
  among?: readonly (Limit & { want: number })[];
  want: number;
  now: number;
  since?: number;
  horizonMs: number;
  /** What the owner before has handed over; `since` has no effect then. */
  inherited?: Inherited | null;
}): Reservation {
  const { limits, among, want, now, since = -Infinity, horizonMs, inherited } = input;
  let count = want;
  let block: LimitBlock | null = null;
  for (const limit of limits) {
    const room = roomOf(limit);
    if (room.free >= count) continue;
    count = room.free;
    block = room.block;
  }
  const pacingOf = ({ cap, state }: Limit): Pacing => ({
    scope: cap.scope,
    intervalMs: intervalOf(cap),
    freeAt: Math.max(
      state.nextFreeAt,
      (state.lastStartAt ?? -Infinity) + intervalOf(cap),
      inherited ? (inherited.free.get(cap.scope) ?? -Infinity) : since + roundOf(cap),
    ),
  });
  const starts: number[] = among ? [] : (inherited?.starts.slice(0, count) ?? []);
  const clocks = limits.map(pacingOf);
  const spread = among ? createSpread(among, pacingOf, now) : null;
  const picks: number[] = [];
  while (starts.length < count) {
    const pick = spread?.next() ?? null;
    if (pick && 'block' in pick) {
      block = pick.block;
      break;
    }
    const paced = pick ? [...clocks, pick.pacing] : clocks;
    let [slowest] = paced;
    for (const clock of paced) if (slowest && clock.freeAt > slowest.freeAt) slowest = clock;
    const start = Math.max(now, slowest?.freeAt ?? now);
    if (slowest && start > now + horizonMs) {
      block = { scope: slowest.scope, limit: 'per-second', until: slowest.freeAt - horizonMs };
      break;
    }
    starts.push(start);
    for (const clock of paced) clock.freeAt = start + clock.intervalMs;
    if (pick) {
      pick.take();
      picks.push(pick.index);
    }
  }
  return { starts, block, ...(among && { picks }) };
}

/** Returns the limit after these starts, without the change of its used slots. */
export function afterStarts(cap: LimitCap, state: LimitState, starts: readonly number[]): LimitState {
  const lastStart = starts.at(-1);
  if (lastStart === undefined) return state;
  return {
    ...state,
    nextFreeAt: Math.max(state.nextFreeAt, lastStart + intervalOf(cap)),
    lastStartAt: Math.max(state.lastStartAt ?? 0, lastStart),
    hourUsed: state.hourUsed + starts.length,
    dayUsed: state.dayUsed + starts.length,
  };
}
