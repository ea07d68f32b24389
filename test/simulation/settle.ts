const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets promises and in-process requests finish: a few turns of the event loop, and more while something is busy. */
export function createSettle({ isBusy }: { isBusy: () => boolean }): () => Promise<void> {
  return async () => {
    for (let round = 0; round < 3 || (isBusy() && round < 60); round += 1) await turn();
  };
}
