import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import type { Clock } from './clock.ts';
import { createRepeat } from './repeat.ts';
import type { Repeat } from './repeat.ts';

/** What is read and changed of V8. */
export type Heap = {
  setFlag: (flag: string) => void;
  /** The size of the space for new objects, in bytes. */
  newSpaceBytes: () => number;
};

/** V8 lets this space grow to 128 MB if its thread is busy. Above this size a campaign is not faster. */
const enoughNewSpace = 32 * 1_048_576;
/** How much the old objects may grow before they are collected. V8 lets a small heap grow to four times its size. */
const growingPercent = 60;
const everyMs = 1_000;

/**
 * Limits the garbage that V8 keeps, while the process runs: the flags of the command line that do the same cannot be set
 * by the program itself. The space for new objects may also shrink, so its growth is stopped and allowed again. Live data
 * of any size are allowed, as before.
 */
export function keepHeapSmall({ clock, heap = v8Heap }: { clock: Clock; heap?: Heap }): Pick<Repeat, 'stop'> {
  let factor = 0;
  const look = (): Promise<void> => {
    const wanted = heap.newSpaceBytes() < enoughNewSpace ? 2 : 1;
    if (wanted !== factor) heap.setFlag(`--semi-space-growth-factor=${wanted}`);
    factor = wanted;
    return Promise.resolve();
  };
  heap.setFlag(`--heap-growing-percent=${growingPercent}`);
  void look();
  const repeat = createRepeat({ clock, everyMs, run: look, onError: () => undefined });
  repeat.start();
  return { stop: repeat.stop };
}

const v8Heap: Heap = {
  setFlag: setFlagsFromString,
  newSpaceBytes: () =>
    getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0,
};
