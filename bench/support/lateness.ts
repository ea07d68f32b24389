const intervalMs = 1;

/** Event-loop lateness in ms; see `startLateness`. */
export type Lateness = { p50: number; p99: number; max: number };

/**
 * Measures how late the event loop is, weighted by time. A timer of 1 ms notes how late each of its firings is: for so
 * long the loop was busy with something else. `p99` is the lateness below which 99 % of the *time* was spent: a request
 * that arrives at a random moment meets a loop that is busy for at most that long, in 99 of 100 cases.
 *
 * Counting firings instead would hide what is looked for. One block of 100 ms is one firing, and a second of idling is a
 * thousand, so ten such blocks in a minute would not move the 99th percentile of the count.
 */
export function startLateness(): () => Lateness {
  const gaps: number[] = [];
  let last = performance.now();
  const note = (): void => {
    const now = performance.now();
    gaps.push(now - last);
    last = now;
  };
  const timer = setInterval(note, intervalMs);
  return () => {
    clearInterval(timer);
    note();
    return latenessOf(gaps);
  };
}

/** Of the gaps in ms between firings of a timer of 1 ms; a gap weighs as much as it lasted. */
export function latenessOf(gaps: readonly number[]): Lateness {
  const sorted = [...gaps].sort((left, right) => left - right);
  const total = sorted.reduce((sum, gap) => sum + gap, 0);
  const below = (share: number): number => {
    let passed = 0;
    for (const gap of sorted) {
      passed += gap;
      if (passed >= total * share) return late(gap);
    }
    return Number.NaN;
  };
  return { p50: below(0.5), p99: below(0.99), max: late(sorted.at(-1) ?? Number.NaN) };
}

function late(gap: number): number {
  return Math.max(0, gap - intervalMs);
}
