/** The middle value, or the mean of the two in the middle. */
export function median(sample: readonly number[]): number {
  const sorted = [...sample].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}

/** `1.42 (1.31 to 1.60, 5 pairs)`. */
export function spreadOf(ratios: readonly number[]): string {
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  return `${median(ratios).toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)}, ${ratios.length} pairs)`;
}
