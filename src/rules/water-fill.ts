/** Somebody who takes part in a sharing: what they hold already, and how many more they could use. */
export type Share = { weight: number; held: number; wants: number };

/**
 * Weighted max-min fairness (water filling): the exact, fractional grant of each share. What a share holds and is
 * granted together rises with one common level times its weight, until it has all it wants; nothing is left over
 * while somebody wants more. Who already holds more than their part gets nothing until the others have caught up.
 */
export function waterFill({ capacity, shares }: { capacity: number; shares: readonly Share[] }): number[] {
  const grantAt = (level: number, { weight, held, wants }: Share): number =>
    Math.min(wants, Math.max(0, level * weight - held));
  const wanted = shares.reduce((sum, { wants }) => sum + wants, 0);
  if (wanted <= capacity) return shares.map(({ wants }) => wants);

  // The sum of the grants is a piecewise linear function of the level; its slope changes where a share begins or ends.
  const edges = shares
    .filter(({ wants }) => wants > 0)
    .flatMap(({ weight, held, wants }) => [
      { level: held / weight, slope: weight },
      { level: (held + wants) / weight, slope: -weight },
    ])
    .sort((left, right) => left.level - right.level);
  let [level, slope, granted] = [0, 0, 0];
  for (const edge of edges) {
    const reached = granted + slope * (edge.level - level);
    if (reached >= capacity) break;
    [level, slope, granted] = [edge.level, slope + edge.slope, reached];
  }
  if (slope > 0) level += (capacity - granted) / slope;
  return shares.map((share) => grantAt(level, share));
}
