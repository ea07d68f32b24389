import type { Logger } from 'pino';
import type { SystemClock } from '../platform/clock.ts';

/** How often news is looked for that other instances committed, or that come with time alone. */
const pollMs = 1_000;

/** Looks for news once a second, as long as it is wanted. */
export type NewsPoll = {
  /** Begins or ends looking, by whether it is wanted now. */
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
          .catch((error: unknown) => log.warn({ err: error }, 'the live view could not look for news'))
          .finally(update);
      });
    }
  };
  return { update, stop: () => cancel?.() };
}
