const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Turns of the event loop without any activity after which everything has settled; more while requests are open. */
const quietTurns = { idle: 2, busy: 6 };

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
    for (let quiet = 0; quiet < (isBusy() ? quietTurns.busy : quietTurns.idle);) {
      await turn();
      quiet = activity() === seen ? quiet + 1 : 0;
      seen = activity();
    }
  };
}
