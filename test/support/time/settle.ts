import { setImmediate as nextTurn } from 'node:timers/promises';

/** Iterations of the event loop without activity after which everything has settled; more while requests are open. */
const quietTurns = { idle: 2, busy: 6 };

/** Far more than any work at one instant takes. */
const maxTurns = 20_000;

/**
 * Waits for all work that does not wait for a clock: iterates the event loop until a few iterations in a row showed no
 * activity. `onEndless` is called when the work of one instant does not end.
 */
export function createSettle({
  activity = () => 0,
  isBusy = () => false,
  busyTurns = quietTurns.busy,
  onEndless = () => {
    throw new Error('work goes on without end at one instant');
  },
}: {
  /** Grows with each call that leaves a process. */
  activity?: () => number;
  /** Whether requests are open that may proceed without a timer. */
  isBusy?: () => boolean;
  /** The quiet iterations to wait for while requests are open. */
  busyTurns?: number;
  onEndless?: () => never;
} = {}): () => Promise<void> {
  return async () => {
    let seen = activity();
    let turns = 0;
    for (let quiet = 0; quiet < (isBusy() ? busyTurns : quietTurns.idle);) {
      await nextTurn();
      turns += 1;
      if (turns > maxTurns) onEndless();
      quiet = activity() === seen ? quiet + 1 : 0;
      seen = activity();
    }
  };
}
