/** Milliseconds and calls of each part, by name. */
export type Timings = Map<string, { ms: number; calls: number }>;

/** Runs one call and adds its time to its part. */
export async function timed<Result>(
  timings: Timings,
  name: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const start = performance.now();
  const result = await run();
  const { ms, calls } = timings.get(name) ?? { ms: 0, calls: 0 };
  timings.set(name, { ms: ms + performance.now() - start, calls: calls + 1 });
  return result;
}
