/** Jobs by key: up to `most` run at the same time, and those of one key follow each other. */
export type JobSlots<Job> = {
  /** Adds a job. It replaces a job of the same key that waits. */
  add: (key: string, job: Job) => void;
  /** Starts the jobs that wait, as far as there are free slots. The rest is started when others end. */
  work: () => void;
  isRunning: (key: string) => boolean;
  /** Resolves when all jobs have ended, or with the first that ends after `isLate` is true; the rest is dropped. */
  finish: (isLate: () => boolean) => Promise<void>;
};

/** `run` must not reject. */
export function createJobSlots<Job>({
  most,
  run,
}: {
  most: number;
  run: (job: Job) => Promise<void>;
}): JobSlots<Job> {
  const waiting = new Map<string, Job>();
  const running = new Map<string, Promise<void>>();
  const work = (): void => {
    for (const [key, job] of waiting) {
      if (running.size >= most) return;
      if (running.has(key)) continue;
      waiting.delete(key);
      const ended = run(job).finally(() => {
        running.delete(key);
        work();
      });
      running.set(key, ended);
    }
  };
  return {
    add: (key, job) => void waiting.set(key, job),
    work,
    isRunning: (key) => running.has(key),
    async finish(isLate) {
      work();
      while (running.size > 0 && !isLate()) await Promise.race(running.values());
      waiting.clear();
      await Promise.all(running.values());
    },
  };
}
