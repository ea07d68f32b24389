import type { Cancel, Clock } from './clock.ts';

/** Work that is repeated, with a pause of `everyMs` after each run; a function says it anew for each pause. */
export type Repeat = {
  /** Starts the first pause. */
  start: () => void;
  /** Starts no more runs, and resolves once the current one is over. */
  stop: () => Promise<void>;
  isStopped: () => boolean;
};

export function createRepeat({
  clock,
  everyMs,
  run,
  onError,
}: {
  clock: Clock;
  everyMs: number | (() => number);
  run: () => Promise<void>;
  onError: (error: unknown) => void;
}): Repeat {
  let cancel: Cancel = () => undefined;
  let stopped = false;
  let current: Promise<void> = Promise.resolve();
  const start = (): void => {
    if (stopped) return;
    const pauseMs = typeof everyMs === 'number' ? everyMs : everyMs();
    cancel = clock.at(clock.now() + pauseMs, () => {
      current = run().catch(onError).finally(start);
    });
  };
  return {
    start,
    isStopped: () => stopped,
    async stop() {
      stopped = true;
      cancel();
      await current;
    },
  };
}
