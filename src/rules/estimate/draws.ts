type Random = () => number;

/** A draw from the standard normal distribution (Box and Muller, 1958). */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A draw from the gamma distribution of scale 1 (Marsaglia and Tsang, 2000). */
export function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const normal = drawNormal(random);
    const cube = (1 + normal / Math.sqrt(9 * d)) ** 3;
    if (cube > 0 && Math.log(1 - random()) < normal ** 2 / 2 + d - d * cube + d * Math.log(cube)) {
      return d * cube;
    }
  }
}

/** Shares that add up to 1, drawn from the Dirichlet distribution of these weights. */
export function drawShares(weights: readonly number[], random: Random): number[] {
  const parts = weights.map((weight) => (weight > 0 ? drawGamma(weight, random) : 0));
  const sum = parts.reduce((left, right) => left + right, 0);
  return parts.map((part) => part / sum);
}

const countedOneByOne = 24;

/** How many of `count` meet a chance of `share`: one by one if they are few, else by the normal approximation. */
export function drawCount(count: number, share: number, random: Random): number {
  if (share <= 0) return 0;
  if (share >= 1) return count;
  if (count <= countedOneByOne) {
    let met = 0;
    for (let index = 0; index < count; index += 1) if (random() < share) met += 1;
    return met;
  }
  const spread = Math.sqrt(count * share * (1 - share));
  return Math.min(count, Math.max(0, Math.round(count * share + spread * drawNormal(random))));
}
