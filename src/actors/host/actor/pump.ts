/** Runs the turns of one actor, one after another, as long as there is something to do. */
export type Pump = {
  /** Makes a turn due. */
  wake: () => void;
  /** Whether a turn runs. */
  isRunning: () => boolean;
  /** Resolves once no turn runs. */
  settled: () => Promise<void>;
};

/**
 * `turn` resolves with whether another turn is due at once, and never rejects. `breathe` lets other work of the process
 * run between turns, and `gather` waits for further events before each turn. No turn starts once `isStopped` is true.
 */
export function createPump({
  turn,
  breathe,
  gather,
  isStopped,
}: {
  turn: () => Promise<boolean>;
  breathe: () => Promise<void>;
  gather?: (() => Promise<void>) | undefined;
  isStopped: () => boolean;
}): Pump {
  let isDue = false;
  let running: Promise<void> | null = null;
  const mayRun = (): boolean => isDue && !isStopped();

  const run = async (): Promise<void> => {
    while (mayRun()) {
      await gather?.();
      isDue = false;
      if (await turn()) isDue = true;
      await breathe();
    }
  };

  const wake = (): void => {
    if (isStopped()) return;
    isDue = true;
    running ??= run().finally(() => {
      running = null;
      if (mayRun()) wake();
    });
  };

  return {
    wake,
    isRunning: () => running !== null,
    async settled() {
      await running;
    },
  };
}
