import { randomGamma, randomNormal } from 'd3-random';

/** The random draws of one play. They use one source of numbers in [0, 1), so a seeded source repeats them. */
export type Draws = {
  /** Draws from the standard normal distribution. */
  normal: () => number;
  /** Draws shares that add up to 1 from the Dirichlet distribution of these weights. */
  shares: (weights: readonly number[]) => number[];
  /**
   * Draws how many of `count` succeed with a probability of `share`: one by one for small counts, with the normal
   * approximation for others.
   */
  count: (count: number, share: number) => number;
};

const maxExactCount = 24;

export function createDraws({ random }: { random: () => number }): Draws {
  const normal = randomNormal.source(random)();
  const gamma = randomGamma.source(random);
  return {
    normal,
    shares(weights) {
      const parts = weights.map((weight) => gamma(weight)());
      const sum = parts.reduce((left, right) => left + right, 0);
      return parts.map((part) => part / sum);
    },
    // The exact draws of `randomBinomial` make an estimate of 80,000 contacts a third slower.
    count(count, share) {
      if (share <= 0) return 0;
      if (share >= 1) return count;
      if (count <= maxExactCount) {
        let met = 0;
        for (let index = 0; index < count; index += 1) if (random() < share) met += 1;
        return met;
      }
      const spread = Math.sqrt(count * share * (1 - share));
      return Math.min(count, Math.max(0, Math.round(count * share + spread * normal())));
    },
  };
}
