/**
 * One limit on starts per second of business time, in any rolling period. A fraction is rounded up together with its
 * period: `0.5` is one start in 2 s, `3.5` is four starts in 8/7 s. The average over time therefore also stays within
 * the limit.
 */
export type Pace = { scope: string; perSecond: number };

/** The number of starts that a pace allows in its period. */
export function startsPerPeriod(perSecond: number): number {
  return Math.ceil(perSecond);
}

/** The length of the period of a pace, in milliseconds. */
export function periodMs(perSecond: number): number {
  return (startsPerPeriod(perSecond) / perSecond) * 1000;
}

/** Returns rates with which the starts of one period take `marginMs` longer than required. */
export function withMargin<Cap extends { perSecond: number | null }>({
  caps,
  marginMs,
}: {
  caps: readonly Cap[];
  marginMs: number;
}): Cap[] {
  return caps.map((cap) => {
    if (cap.perSecond === null) return cap;
    const starts = startsPerPeriod(cap.perSecond);
    return { ...cap, perSecond: (starts * 1000) / (periodMs(cap.perSecond) + marginMs) };
  });
}
