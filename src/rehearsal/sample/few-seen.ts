/** Above this count the normal distribution describes the chance of a count well enough. */
const mostFew = 50;
/** The probability that the true mean is beyond one end of a range: both ends together leave out 20 %. */
const tail = 0.1;

/** Returns the probability that a Poisson distribution with this mean has a value of `count` or less. */
function upTo(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let value = 1; value <= count; value += 1) {
    term *= mean / value;
    sum += term;
  }
  return sum;
}

/** Returns the mean at which a decreasing function of it is `wanted`, to a thousandth. */
function meanAt(wanted: number, chance: (mean: number) => number, most: number): number {
  let [low, high] = [0, most];
  while (high - low > 0.001) {
    const middle = (low + high) / 2;
    if (chance(middle) > wanted) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Returns the range of the mean of a count that was seen `low` to `high` times in a sample: the exact bounds of the
 * Poisson distribution, which is the limit of the binomial distribution for rare events (F. Garwood, "Fiducial limits for
 * the Poisson distribution", Biometrika 28, 1936). A count that was seen zero times has a mean of up to 2.3, because
 * e^-2.3 is 0.1. Counts above 50 are returned as they are.
 */
export function rangeOfFew({ low, high }: { low: number; high: number }): { low: number; high: number } {
  const most = high + 5 * Math.sqrt(high + 1) + 5;
  return {
    low: low < 1 || low > mostFew ? low : meanAt(1 - tail, (mean) => upTo(Math.ceil(low) - 1, mean), low),
    high: high > mostFew ? high : meanAt(tail, (mean) => upTo(Math.floor(high), mean), most),
  };
}

/** Returns how many contacts of the list may have something that no contact of the sample has. */
export function mostUnseen(scale: number): number {
  return Math.ceil(rangeOfFew({ low: 0, high: 0 }).high * scale);
}
