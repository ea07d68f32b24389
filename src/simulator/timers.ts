import type { Clock } from './types.ts';

/** Timers that can be cancelled together. */
export type Timers = {
  at: (instant: number, run: () => void) => () => void;
  /** Resolves after `ms` milliseconds; never if the timers are cancelled before. */
  wait: (ms: number) => Promise<void>;
  cancelAll: () => void;
};

/** Wraps a clock. All timers that were set through the wrapper can be cancelled together. */
export function createTimers({ clock }: { clock: Clock }): Timers {
  const armed = new Set<() => void>();

  const at = (instant: number, run: () => void): (() => void) => {
    const drop = (): void => {
      cancel();
      armed.delete(drop);
    };
    const cancel = clock.at(instant, () => {
      armed.delete(drop);
      run();
    });
    armed.add(drop);
    return drop;
  };

  return {
    at,
    wait: (ms) => new Promise((resolve) => void at(clock.now() + ms, resolve)),
    cancelAll() {
      for (const drop of armed) drop();
    },
  };
}
