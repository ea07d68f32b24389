import type { Config } from '../../config.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Cli } from '../cli.ts';
import { keepClockFile } from './clock-file.ts';
import { readClockStart } from './clock-start.ts';
import { dataFolder } from '../folder/data-folder.ts';
import { createOwnClock } from './process-clock.ts';
import { chooseClock } from './service-clock.ts';

/** The business clock of a run. */
export type RunClock = {
  clock: Clock;
  speed: () => number;
  /** Sets the clock forward; null if this process does not own the clock. */
  jumpTo: ((instant: number) => void) | null;
  stop: () => void;
};

/** The default speed, with which a first try takes one or two minutes. */
export const defaultSpeed = 60;

/** Chooses the clock of a run. With the simulator in this process, the clock runs fast and can skip idle time. */
export async function chooseRunClock({
  cli,
  config,
  speed,
}: {
  cli: Cli;
  config: Config;
  speed: number | null;
}): Promise<RunClock> {
  // Real messages are sent on the real clock.
  const isOurs = config.CARRIER === 'simulator' && config.CARRIER_URL === undefined && config.MAIL !== 'smtp';
  if (!isOurs) return { ...(await chooseClock({ cli, config, speed })), jumpTo: null };
  const folder = dataFolder({ path: config.DATA_DIR });
  const now = cli.system.now();
  const startAt = Math.max((await readClockStart({ ...folder, now })) ?? 0, now);
  const clock = createOwnClock({ cli, speed: speed ?? defaultSpeed, startAt });
  const kept = keepClockFile({ path: folder.clock, clock, system: cli.system });
  return { clock, speed: () => clock.stretch().speed, jumpTo: kept.jumpTo, stop: kept.stop };
}
