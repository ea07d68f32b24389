import { existsSync } from 'node:fs';
import type { Config } from '../../config.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { Cancel, Clock, SystemClock } from '../../platform/clock.ts';
import type { ClockStretch, ScaledClock } from '../../platform/scaled-clock.ts';
import { urlUnder } from '../../platform/url-under.ts';
import type { Cli } from '../cli.ts';
import { keepClockFile } from './clock-file.ts';
import { readClockStart } from './clock-start.ts';
import { dataFolder } from '../folder/data-folder.ts';
import type { DataFolder } from '../folder/data-folder.ts';
import { usageError } from '../errors.ts';
import { createOwnClock } from './process-clock.ts';
import { stretchSchema } from './stretch.ts';

/** The business clock of a service, and what keeps it right. */
export type ServiceClock = { clock: Clock; speed: () => number; stop: () => void };

const lookMs = 1_000;
/** How far from the real time a clock may be that is taken for the real one. */
const realWithinMs = 60_000;

/**
 * Chooses the business clock: the real one for real calls; with a simulator the simulator's own, so that both agree.
 * A data folder whose clock once ran ahead continues from there, and is refused for real calls.
 */
export async function chooseClock({
  cli,
  config,
  speed,
  at = null,
}: {
  cli: Cli;
  config: Config;
  /** As asked for; null is as usual. */
  speed: number | null;
  /** The instant to begin at, as asked for; null is now. */
  at?: number | null;
}): Promise<ServiceClock> {
  if (config.CARRIER === 'plivo') return realClock({ cli, config, asked: { speed, at } });
  const folder = dataFolder({ path: config.DATA_DIR });
  if (config.CARRIER_URL !== undefined) {
    refuseAsked({ speed, at }, (name) => `${name} belongs to the simulator inside this process`);
    return remoteClock({ cli, url: config.CARRIER_URL, folder });
  }
  const path = folder.clock;
  const reached = await readClockStart({ ...folder, now: cli.system.now() });
  const startAt = firstInstant({ reached, at, hasStore: folder.hasStore, now: cli.system.now() });
  if (reached === null && at === null && (speed ?? 1) === 1) {
    return { clock: cli.system, speed: () => 1, stop: () => undefined };
  }
  const clock = createOwnClock({ cli, speed: speed ?? 1, startAt });
  const kept = keepClockFile({ path, clock, system: cli.system });
  return { clock, speed: () => clock.stretch().speed, stop: kept.stop };
}

/** Where a simulated clock begins. In a folder that was used before it never runs backwards. */
function firstInstant({
  reached,
  at,
  hasStore,
  now,
}: {
  /** Where the folder's simulated clock has got to; null if it has none. */
  reached: number | null;
  at: number | null;
  hasStore: boolean;
  now: number;
}): number {
  if (at === null) return Math.max(reached ?? 0, now);
  return Math.max(at, reached ?? (hasStore ? now : 0));
}

type Asked = { speed: number | null; at: number | null };

function refuseAsked({ speed, at }: Asked, why: (name: string) => string): void {
  const name = speed !== null ? '--speed' : at !== null ? '--at' : null;
  if (name !== null) throw usageError(`${why(name)}.`, `Leave ${name} out.`);
}

function realClock({ cli, config, asked }: { cli: Cli; config: Config; asked: Asked }): ServiceClock {
  refuseAsked(asked, (name) => `${name} is for the simulator: real calls are made in real time`);
  refuseSimulatedFolder(config);
  return { clock: cli.system, speed: () => 1, stop: () => undefined };
}

/** Real people must not be called at hours a simulated clock says, nor for campaigns that were only tried out. */
export function refuseSimulatedFolder({ DATA_DIR }: Pick<Config, 'DATA_DIR'>): void {
  if (!existsSync(dataFolder({ path: DATA_DIR }).clock)) return;
  throw new RingmasterError({
    code: 'config.simulated-folder',
    family: 'invalid',
    message: `${DATA_DIR} holds campaigns that were tried out with the simulator on a clock of its own.`,
    hint: 'Choose another DATA_DIR for real calls.',
  });
}

/**
 * Follows the clock of a simulator in another process. Any other carrier, or none yet, is taken to live in real time;
 * in a folder whose clock once ran ahead it continues from there until the simulator answers.
 */
async function remoteClock({
  cli,
  url,
  folder,
}: {
  cli: Cli;
  url: string;
  folder: DataFolder;
}): Promise<ServiceClock> {
  const { system } = cli;
  const startAt = await readClockStart({ ...folder, now: system.now() });
  const clock = createOwnClock({ cli, speed: 1, startAt: Math.max(startAt ?? 0, system.now()) });
  let kept: { stop: () => void } | null = null;
  let timer: Cancel = () => undefined;
  let isStopped = false;
  const isReal = (): boolean =>
    clock.stretch().speed === 1 && Math.abs(clock.now() - system.now()) < realWithinMs;
  const look = async (): Promise<void> => {
    await follow({ clock, url, system });
    if (isStopped) return;
    if (startAt !== null || !isReal()) kept ??= keepClockFile({ path: folder.clock, clock, system });
    timer = system.at(system.now() + lookMs, () => void look());
  };
  await look();
  return {
    clock,
    speed: () => clock.stretch().speed,
    stop() {
      isStopped = true;
      timer();
      kept?.stop();
    },
  };
}

async function follow({
  clock,
  url,
  system,
}: {
  clock: ScaledClock;
  url: string;
  system: SystemClock;
}): Promise<void> {
  try {
    const response = await fetch(urlUnder(url, '/control/clock'), { signal: AbortSignal.timeout(lookMs) });
    const read = stretchSchema.safeParse(await response.json());
    if (!read.success || isSame(read.data, { clock, now: system.now() })) return;
    clock.follow(read.data);
  } catch {
    // The simulator is away or has no clock of its own; the known stretch continues.
  }
}

/** How far two clocks that agree may be apart, in system time: they are read a moment apart. */
const sameWithinMs = 20;

function isSame(
  { businessAt, systemAt, speed }: ClockStretch,
  { clock, now }: { clock: ScaledClock; now: number },
): boolean {
  const there = businessAt + (now - systemAt) * speed;
  return clock.stretch().speed === speed && Math.abs(there - clock.now()) <= sameWithinMs * speed;
}
