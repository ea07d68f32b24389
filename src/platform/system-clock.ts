import type { SystemClock } from './clock.ts';

/** The longest delay a Node timer takes (2^31 - 1 ms); a longer one would fire at once. */
const longestDelayMs = 2_147_483_647;

/** The machine's own clock. Timers do not keep the process alive. */
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
