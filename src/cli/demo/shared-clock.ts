import type { ScaledClock } from '../../platform/scaled-clock.ts';
import type { Cli } from '../cli.ts';
import { keepClockFile } from '../clock/clock-file.ts';
import { readClockStart } from '../clock/clock-start.ts';
import type { DataFolder } from '../folder/data-folder.ts';
import { createOwnClock } from '../clock/process-clock.ts';
import type { Child } from './child.ts';

/** One business clock for this process and its children: they follow every change of it. */
export type SharedClock = {
  clock: ScaledClock;
  speed: () => number;
  /** From now on a child follows; give it the current stretch yourself when it is started. */
  lead: (child: Child) => () => void;
  jumpTo: (instant: number) => void;
  setSpeed: (speed: number) => void;
  stop: () => void;
};

/** Begins at `startAt`, or where an earlier one got to, at the speed of real time. */
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
  const tell = (): void => {
    for (const child of children) child.follow(clock.stretch());
  };
  return {
    clock,
    speed: () => clock.stretch().speed,
    lead(child) {
      children.add(child);
      child.follow(clock.stretch());
      return () => children.delete(child);
    },
    jumpTo(instant) {
      kept.jumpTo(instant);
      tell();
    },
    setSpeed(next) {
      clock.follow({ businessAt: clock.now(), systemAt: cli.system.now(), speed: next });
      tell();
    },
    stop: kept.stop,
  };
}
