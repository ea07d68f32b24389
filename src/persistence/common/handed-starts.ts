import type { HandedStarts, LimitCap, Reservation } from '../contract/attempts/limits.ts';

/** The last answer of an owner as it is stored, with what the owner of `epoch` has handed over. */
export type StoredAnswer = Reservation & { handed?: HandedStarts & { epoch: number } };

/** Returns the answer that was given. */
export function givenAnswer({ starts, block, picks }: StoredAnswer): Reservation {
  return { starts, block, ...(picks && { picks }) };
}

/** Returns an answer to store, which keeps what was handed over. */
export function keepingHanded(answer: Reservation, { handed }: Pick<StoredAnswer, 'handed'>): StoredAnswer {
  return handed ? { ...answer, handed } : answer;
}

/** The rates after the starts of the owner before, and the starts that it left. */
export type Inherited = {
  /** By scope, the earliest start that keeps the rate. */
  free: ReadonlyMap<string, number>;
  /** The starts that may be used without a new reservation of their rates, ascending. */
  starts: readonly number[];
};

/** An owner that releases a campaign raises its epoch, and the next owner raises it again. */
const epochsToNextOwner = 2;

/**
 * Returns what the owner of `epoch` has from the owner before it. Returns null if that one has not handed over and
 * released the campaign, or if the clock was set back since.
 */
export function inherit({
  handed,
  epoch,
  caps,
  now,
  latestStart,
  latestFree,
}: Pick<StoredAnswer, 'handed'> & {
  epoch: number;
  caps: readonly LimitCap[];
  now: number;
  /** No start can be later. */
  latestStart: number;
  latestFree: (cap: LimitCap) => number;
}): Inherited | null {
  if (!handed || handed.epoch + epochsToNextOwner !== epoch) return null;
  const free = new Map(handed.free.map(({ scope, at }) => [scope, at]));
  if (caps.some((cap) => (free.get(cap.scope) ?? now) > latestFree(cap))) return null;
  const earliest = Math.max(now, ...caps.map(({ scope }) => free.get(scope) ?? now));
  const key = keyOf(caps.map(({ scope }) => scope));
  const starts = handed.starts
    .filter(({ scopes }) => keyOf(scopes) === key)
    .flatMap(({ at }) => at)
    .filter((at) => at >= earliest && at <= latestStart)
    .sort((left, right) => left - right);
  return { free, starts };
}

/** Returns what is left once these starts were used. */
export function withoutStarts(
  { handed }: Pick<StoredAnswer, 'handed'>,
  used: readonly number[],
): Pick<StoredAnswer, 'handed'> {
  if (!handed) return {};
  const taken = new Set(used);
  const starts = handed.starts.map(({ scopes, at }) => ({ scopes, at: at.filter((one) => !taken.has(one)) }));
  return { handed: { ...handed, starts: starts.filter(({ at }) => at.length > 0) } };
}

function keyOf(scopes: readonly string[]): string {
  return [...scopes].sort().join(' ');
}
