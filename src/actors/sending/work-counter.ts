/** Counts the work that is under way. */
export type WorkCounter = {
  /** Counts `work` until it ends. `work` must not reject. */
  add: (work: Promise<void>) => void;
  isIdle: () => boolean;
  /** Resolves when no work is under way. */
  idle: () => Promise<void>;
};

export function createWorkCounter(): WorkCounter {
  const waiting: (() => void)[] = [];
  let running = 0;
  const isIdle = (): boolean => running === 0;
  return {
    isIdle,
    add(work) {
      running += 1;
      void work.finally(() => {
        running -= 1;
        if (running === 0) for (const resolve of waiting.splice(0)) resolve();
      });
    },
    async idle() {
      while (!isIdle()) await new Promise<void>((resolve) => void waiting.push(resolve));
    },
  };
}
