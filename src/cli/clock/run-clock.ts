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
  /** Null where the clock is not ours to move. */
  jumpTo: ((instant: number) => void) | null;
  stop: () => void;
};

/** Fast enough that a first try takes a minute or two. */
export const usualSpeed = 60;

/** With the simulator in this process the clock is ours: it runs fast, and may be moved over idle time. */
export async function chooseRunClock({
  cli,
  config,
  speed,
}: {
  cli: Cli;
  config: Config;
  speed: number | null;
}): Promise<RunClock> {
  const isOurs = config.CARRIER === 'simulator' && config.CARRIER_URL === undefined;
  if (!isOurs) return { ...(await chooseClock({ cli, config, speed })), jumpTo: null };
  const folder = dataFolder({ path: config.DATA_DIR });
  const now = cli.system.now();
  const startAt = Math.max((await readClockStart({ ...folder, now })) ?? 0, now);
  const clock = createOwnClock({ cli, speed: speed ?? usualSpeed, startAt });
  const kept = keepClockFile({ path: folder.clock, clock, system: cli.system });
  return { clock, speed: () => clock.stretch().speed, jumpTo: kept.jumpTo, stop: kept.stop };
}
