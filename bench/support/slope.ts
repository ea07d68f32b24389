/** Returns by how much the values grow with each unit of `at`: the slope of the line that fits them best. */
export function slopeOf(points: readonly { at: number; value: number }[]): number {
  const mean = (numbers: readonly number[]): number =>
    numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const [meanAt, meanValue] = [mean(points.map(({ at }) => at)), mean(points.map(({ value }) => value))];
  const up = points.reduce((sum, { at, value }) => sum + (at - meanAt) * (value - meanValue), 0);
  return up / points.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
}
