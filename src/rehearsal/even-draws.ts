import { randomGamma } from 'd3-random';
import type { Random } from '../platform/random.ts';

/** The number of draws for each part of a distribution. */
const drawsPerPart = 32;

/**
 * Returns `count` sets of shares. The shares of a set add up to 1. They are drawn from the Dirichlet distribution of
 * the weights as a Latin hypercube: each weight's gamma distribution is divided into `count` equally likely parts,
 * and each part is used once (McKay, Beckman and Conover, 1979).
 */
export function drawSharesEvenly({
  count,
  weights,
  random,
}: {
  count: number;
  weights: readonly number[];
  random: Random;
}): number[][] {
  const columns = weights.map((weight) => drawGammasEvenly({ count, shape: weight, random }));
  return Array.from({ length: count }, (_, set) => {
    const parts = columns.map((column) => column[set] ?? 0);
    const sum = parts.reduce((left, right) => left + right, 0);
    return parts.map((part) => part / sum);
  });
}

function drawGammasEvenly({
  count,
  shape,
  random,
}: {
  count: number;
  shape: number;
  random: Random;
}): number[] {
  const gamma = randomGamma.source(random)(shape);
  const known = Array.from({ length: count * drawsPerPart }, gamma);
  known.sort((left, right) => left - right);
  const drawn = Array.from(
    { length: count },
    (_, part) => known[part * drawsPerPart + Math.floor(random() * drawsPerPart)] ?? 0,
  );
  return shuffled(drawn, random);
}

/** Returns the values in random order (Fisher and Yates). */
function shuffled(values: readonly number[], random: Random): number[] {
  const order = [...values];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}
