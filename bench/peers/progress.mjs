/** Counts finished jobs. `over` resolves with the figures when all are finished, or when the time is up. */
export function createProgress({ jobs, limitMs }) {
  const over = Promise.withResolvers();
  let completed = 0;
  let start = 0;
  const end = () => over.resolve({ completed, ms: performance.now() - start });
  return {
    over: over.promise,
    /** The measured time begins: everything is filled and the workers start now. */
    start() {
      start = performance.now();
      setTimeout(end, limitMs).unref();
    },
    add(count) {
      completed += count;
      if (completed >= jobs) end();
    },
    /** Whether a worker should fetch more. */
    isRunning: () => completed < jobs && performance.now() - start < limitMs,
  };
}
