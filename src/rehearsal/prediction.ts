/** Where a figure will lie. */
export type Range = { low: number; high: number };

/** The least share of runs in which a figure lies within its range, for lists whose contacts answer as in the plays. */
export const coverage = 0.8;

/**
 * The 0.9 quantile of Student's t distribution for 1, 2, 3 ... degrees of freedom, then that of the normal distribution
 * (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2).
 */
const quantiles = [3.078, 1.886, 1.638, 1.533, 1.476, 1.44, 1.415, 1.397, 1.383, 1.372] as const;
const normalQuantile = 1.3;

/**
 * The range in which one more play would lie with a probability of `coverage`: the prediction interval of a normal
 * distribution with unknown mean and variance, widened to the plays themselves. Null for a single play, which tells
 * nothing about its spread.
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

/** How much faster or slower than planned a run may go all the same: requests take their time. */
const paceShare = 0.005;

/** The range of how long something takes, which is never nothing: its logarithm is taken to be normally distributed. */
export function rangeOfDurations(durations: readonly number[]): Range | null {
  const range = rangeOf(durations.map((ms) => Math.log(Math.max(1, ms))));
  return (
    range && {
      low: Math.floor(Math.exp(range.low - paceShare)),
      high: Math.ceil(Math.exp(range.high + paceShare)),
    }
  );
}

/**
 * The range of a count, which is no less than 0 and no more than `most`. Where the plays were chosen to cover what is
 * likely (`areCovering`), it reaches from the least to the most of them, and as much further as chance carries a count.
 */
export function rangeOfCounts(
  counts: readonly number[],
  { most = Infinity, areCovering = false }: { most?: number; areCovering?: boolean } = {},
): Range | null {
  const range = areCovering
    ? { low: withChance(Math.min(...counts), -1), high: withChance(Math.max(...counts), 1) }
    : rangeOf(counts);
  return range && { low: Math.max(0, Math.floor(range.low)), high: Math.min(most, Math.ceil(range.high)) };
}

/** A count is as uncertain as the root of it (Poisson). */
function withChance(count: number, sign: 1 | -1): number {
  return count + sign * normalQuantile * Math.sqrt(count);
}

/** The range of every figure that any play has; one without it counts as 0. */
export function rangesOf(
  plays: readonly Readonly<Record<string, number | undefined>>[],
  how: Parameters<typeof rangeOfCounts>[1] = {},
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
