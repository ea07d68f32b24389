import type { SystemClock } from './clock.ts';

/** The maximum delay of a Node timer (2^31 - 1 ms). A longer one would fire at once. */
const longestDelayMs = 2_147_483_647;

/** Creates the clock of the machine. Its timers do not keep the process alive. */
export function createSystemClock(): SystemClock {
  const now = (): number => Date.now();
  return {
    now,
    monotonic: () => performance.now(),
    at(instant, run) {
      let timer: NodeJS.Timeout;
      const arm = (): void => {
        const delay = Math.max(0, instant - now());
        timer = setTimeout(delay > longestDelayMs ? arm : run, Math.min(delay, longestDelayMs));
        timer.unref();
      };
      arm();
      return () => clearTimeout(timer);
    },
  };
}
