import type { Logger } from 'pino';
import type { SystemClock } from '../platform/clock.ts';

/** The interval of polls for commits of other instances and for changes with time. */
const pollMs = 1_000;

/** Polls for changes once a second while it is wanted. */
export type NewsPoll = {
  /** Starts or stops polling, depending on whether it is wanted now. */
  update: () => void;
  stop: () => void;
};

export function createNewsPoll({
  system,
  log,
  isWanted,
  look,
}: {
  system: SystemClock;
  log: Logger;
  isWanted: () => boolean;
  look: () => Promise<void>;
}): NewsPoll {
  let cancel: (() => void) | null = null;
  const update = (): void => {
    if (!isWanted()) {
      cancel?.();
      cancel = null;
    } else if (!cancel) {
      cancel = system.at(system.now() + pollMs, () => {
        cancel = null;
        look()
          .catch((error: unknown) => log.warn({ err: error }, 'the live view could not poll for changes'))
          .finally(update);
      });
    }
  };
  return { update, stop: () => cancel?.() };
}
