/**
 * Returns a read whose calls share their results. A call begins a read, or waits for the one that follows the running one:
 * each call has a result that was read after it.
 */
export function createSharedRead<Result>(read: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<unknown> | null = null;
  let following: Promise<Result> | null = null;
  const begin = (): Promise<Result> => {
    const result = read();
    const ended: Promise<unknown> = result
      .catch(() => undefined)
      .finally(() => {
        if (running === ended) running = null;
      });
    running = ended;
    return result;
  };
  return () => {
    if (!running) return begin();
    following ??= running.then(() => {
      following = null;
      return begin();
    });
    return following;
  };
}
