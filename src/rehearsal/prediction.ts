import { rangeOfFew } from './sample/few-seen.ts';

/** The predicted range of a figure. */
export type Range = { low: number; high: number };

/** The ranges of the figures of a rehearsal, by name. */
export type FigureRanges = Readonly<
  Record<'contacts' | 'attempts' | 'days' | 'zones', Readonly<Record<string, Range>>>
>;

/** The minimum share of runs in which a figure is within its range, for lists whose contacts answer as in the plays. */
export const coverage = 0.8;

/**
 * The 0.9 quantile of Student's t distribution for 1, 2, 3 ... degrees of freedom, then that of the normal distribution
 * (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2).
 */
const quantiles = [3.078, 1.886, 1.638, 1.533, 1.476, 1.44, 1.415, 1.397, 1.383, 1.372] as const;
const normalQuantile = 1.3;

/**
 * Returns the range that contains another play with a probability of `coverage`: the prediction interval of a normal
 * distribution with unknown mean and variance, extended to include all plays. Null for a single play, because its
 * variance is unknown.
 */
export function rangeOf(values: readonly number[]): Range | null {
  const count = values.length;
  if (count < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const spread =
    Math.sqrt((squares / (count - 1)) * (1 + 1 / count)) * (quantiles[count - 2] ?? normalQuantile);
  return { low: Math.min(...values, mean - spread), high: Math.max(...values, mean + spread) };
}

/** An additional tolerance for the pace of a run, because requests take time. */
const paceShare = 0.005;

/**
 * Returns the range of a duration in milliseconds. Its logarithm is assumed to be normally distributed. Null for a
 * single play.
 */
export function rangeOfDurations(durations: readonly number[]): Range | null {
  const range = rangeOf(durations.map((ms) => Math.log(Math.max(1, ms))));
  return (
    range && {
      low: Math.floor(Math.exp(range.low - paceShare)),
      high: Math.ceil(Math.exp(range.high + paceShare)),
    }
  );
}

/** How the ranges of counts are calculated. */
type CountRules = {
  /** The maximum of every count. */
  most?: number;
  /** Whether the plays were chosen to cover all likely lists. */
  areCovering?: boolean;
  /** Whether a sample was played. Its ranges are not rounded: they are still to be scaled to the list. */
  isSample?: boolean;
};

/**
 * Returns the range of a count, between 0 and `most`. If the plays were chosen to cover all likely lists
 * (`areCovering`), it extends from their minimum to their maximum, and further by the random variation of a count. A
 * count that is rare in a sample has the range of `rangeOfFew` at least. Null for a single play.
 */
export function rangeOfCounts(
  counts: readonly number[],
  { most = Infinity, areCovering = false, isSample = false }: CountRules = {},
): Range | null {
  const [least, greatest] = [Math.min(...counts), Math.max(...counts)];
  const range = areCovering ? { low: withChance(least, -1), high: withChance(greatest, 1) } : rangeOf(counts);
  if (range === null) return null;
  if (!isSample)
    return { low: Math.max(0, Math.floor(range.low)), high: Math.min(most, Math.ceil(range.high)) };
  const few = rangeOfFew({ low: least, high: greatest });
  return {
    low: Math.max(0, Math.min(range.low, few.low)),
    high: Math.min(most, Math.max(range.high, few.high)),
  };
}

/** The standard deviation of a count is its square root (Poisson). */
function withChance(count: number, sign: 1 | -1): number {
  return count + sign * normalQuantile * Math.sqrt(count);
}

/** Returns the range of every figure that any play has. A play without the figure counts as 0. */
export function rangesOf(
  plays: readonly Readonly<Record<string, number | undefined>>[],
  how: CountRules = {},
): Record<string, Range> {
  const names = new Set(plays.flatMap((play) => Object.keys(play)));
  const entries = [...names].flatMap((name) => {
    const range = rangeOfCounts(
      plays.map((play) => play[name] ?? 0),
      how,
    );
    return range ? [[name, range] as const] : [];
  });
  return Object.fromEntries(entries);
}
