import { BrokenPromise } from './oracle/broken.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Turns of the event loop without any activity after which everything has settled; more while requests are open. */
const quietTurns = { idle: 2, busy: 6 };

/** Far more than anything sensible takes. */
const mostTurns = 20_000;

/** Lets promises and in-process requests finish: turns of the event loop until nothing crosses any border any more. */
export function createSettle({
  activity,
  isBusy,
}: {
  /** Grows with everything that crosses the border of a process. */
  activity: () => number;
  /** Whether requests are under way that may go on by themselves. */
  isBusy: () => boolean;
}): () => Promise<void> {
  return async () => {
    let seen = activity();
    let turns = 0;
    for (let quiet = 0; quiet < (isBusy() ? quietTurns.busy : quietTurns.idle);) {
      await turn();
      turns += 1;
      if (turns > mostTurns)
        throw new BrokenPromise('2 nobody lost: something goes on for ever at one instant');
      quiet = activity() === seen ? quiet + 1 : 0;
      seen = activity();
    }
  };
}
