import type { ScaledClock } from '../../platform/scaled-clock.ts';
import type { Cli } from '../cli.ts';
import { keepClockFile } from '../clock/clock-file.ts';
import { readClockStart } from '../clock/clock-start.ts';
import type { DataFolder } from '../folder/data-folder.ts';
import { createOwnClock } from '../clock/process-clock.ts';
import type { Child } from './child.ts';

/** One business clock for this process and its children, which follow every change. */
export type SharedClock = {
  clock: ScaledClock;
  speed: () => number;
  /** Adds a child that follows the clock. Returns a function that removes it. */
  addFollower: (child: Child) => () => void;
  jumpTo: (instant: number) => void;
  setSpeed: (speed: number) => void;
  stop: () => void;
};

/**
 * Creates the clock at the speed of real time. It starts at `startAt`, or continues after an earlier clock of the
 * folder.
 */
export async function createSharedClock({
  cli,
  folder,
  startAt,
}: {
  cli: Cli;
  folder: Pick<DataFolder, 'clock' | 'journal'>;
  startAt: number;
}): Promise<SharedClock> {
  const reached = await readClockStart({ ...folder, now: startAt });
  const clock = createOwnClock({ cli, speed: 1, startAt: reached ?? startAt });
  const kept = keepClockFile({ path: folder.clock, clock, system: cli.system });
  const children = new Set<Child>();
  const updateChildren = (): void => {
    for (const child of children) child.follow(clock.stretch());
  };
  return {
    clock,
    speed: () => clock.stretch().speed,
    addFollower(child) {
      children.add(child);
      child.follow(clock.stretch());
      return () => children.delete(child);
    },
    jumpTo(instant) {
      kept.jumpTo(instant);
      updateChildren();
    },
    setSpeed(next) {
      clock.follow({ businessAt: clock.now(), systemAt: cli.system.now(), speed: next });
      updateChildren();
    },
    stop: kept.stop,
  };
}
