import type { Logger } from 'pino';
import type { Store } from '../../persistence/contract/store.ts';

/** The number of rows per commit. Such a commit takes some milliseconds. */
const rowsPerSlice = 500;

/** Deletes the rows of removed campaigns, some rows at a time, with other work in between. */
export function createSweeper({
  store,
  breathe,
  log,
}: {
  store: Pick<Store, 'sweepRemoved'>;
  breathe: () => Promise<void>;
  log: Logger;
}): {
  /** Starts, unless it is already working. */
  sweep: () => void;
  /** Resolves after the current commit. */
  stop: () => Promise<void>;
} {
  let working: Promise<void> | null = null;
  let stopped = false;

  const work = async (): Promise<void> => {
    for (;;) {
      if (stopped || !(await store.sweepRemoved({ limit: rowsPerSlice }))) return;
      await breathe();
    }
  };

  return {
    sweep() {
      if (stopped) return;
      working ??= work()
        .catch((error: unknown) => log.error({ err: error }, 'rows of a removed campaign were not deleted'))
        .finally(() => {
          working = null;
        });
    },
    async stop() {
      stopped = true;
      await working;
    },
  };
}
