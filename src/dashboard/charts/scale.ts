/** Maps a range of values to a range of pixels. */
export type Scale = (value: number) => number;

export function linear({
  from,
  to,
}: {
  from: readonly [number, number];
  to: readonly [number, number];
}): Scale {
  const span = from[1] - from[0];
  return (value) => (span === 0 ? to[0] : to[0] + ((value - from[0]) / span) * (to[1] - to[0]));
}

/** Returns round values from 0 to at least `most`, at steps of 1, 2 or 5 times a power of ten. */
export function ticksUpTo(most: number, wanted = 4): number[] {
  const rough = Math.max(1, most / wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power * 10;
  const ticks = [0];
  while ((ticks.at(-1) ?? 0) < most) ticks.push(ticks.length * step);
  return ticks;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const timeSteps = [
  minute,
  5 * minute,
  15 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  28 * day,
];

/** Returns round instants between two instants (UTC), at most `wanted` of them. */
export function timeTicks({ from, to, wanted = 8 }: { from: number; to: number; wanted?: number }): number[] {
  const step = timeSteps.find((size) => (to - from) / size <= wanted) ?? 28 * day;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

/** Writes a coordinate with one decimal. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);
