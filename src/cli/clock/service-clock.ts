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

/** The business clock of a service. `stop` ends its updates. */
export type ServiceClock = { clock: Clock; speed: () => number; stop: () => void };

const pollMs = 1_000;
/** The maximum difference from real time of a clock that counts as real. */
const realWithinMs = 60_000;

/**
 * Chooses the business clock: the real one for real calls and messages, and the clock of the simulator otherwise, so that both
 * agree. A data folder with a simulated clock continues from its last instant, and is refused for real calls
 * (`config.simulated-folder`).
 */
export async function chooseClock({
  cli,
  config,
  speed,
  at = null,
}: {
  cli: Cli;
  config: Config;
  /** The value of --speed; null without it. */
  speed: number | null;
  /** The value of --at; null without it. */
  at?: number | null;
}): Promise<ServiceClock> {
  if (config.CARRIER === 'plivo' || config.MAIL === 'smtp')
    return realClock({ cli, config, asked: { speed, at } });
  const folder = dataFolder({ path: config.DATA_DIR });
  if (config.CARRIER_URL !== undefined) {
    refuseAsked({ speed, at }, (name) => `${name} works only with the simulator inside this process`);
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

/** Returns the first instant of a simulated clock. In a folder that was used before, the clock never goes back. */
function firstInstant({
  reached,
  at,
  hasStore,
  now,
}: {
  /** The last instant of the simulated clock of the folder; null if it has none. */
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
  if (name !== null) throw usageError(`${why(name)}.`, `Omit ${name}.`);
}

function realClock({ cli, config, asked }: { cli: Cli; config: Config; asked: Asked }): ServiceClock {
  refuseAsked(asked, (name) => `${name} is for the simulator: real calls are made in real time`);
  refuseSimulatedFolder(config);
  return { clock: cli.system, speed: () => 1, stop: () => undefined };
}

/**
 * Throws `config.simulated-folder` for a folder with a simulated clock: real contacts must not be called by its
 * hours, or for campaigns of a test.
 */
export function refuseSimulatedFolder({ DATA_DIR }: Pick<Config, 'DATA_DIR'>): void {
  if (!existsSync(dataFolder({ path: DATA_DIR }).clock)) return;
  throw new RingmasterError({
    code: 'config.simulated-folder',
    family: 'invalid',
    message: `${DATA_DIR} contains campaigns of the simulator, which ran on a simulated clock.`,
    hint: 'Choose another DATA_DIR for real calls.',
  });
}

/**
 * Creates a clock that follows the simulator in another process. Without an answer of a simulator it runs in real
 * time. In a folder with a simulated clock it continues from its last instant until the simulator answers.
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
  const poll = async (): Promise<void> => {
    await follow({ clock, url, system });
    if (isStopped) return;
    if (startAt !== null || !isReal()) kept ??= keepClockFile({ path: folder.clock, clock, system });
    timer = system.at(system.now() + pollMs, () => void poll());
  };
  await poll();
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
    const askedAt = system.now();
    const response = await fetch(urlUnder(url, '/control/clock'), { signal: AbortSignal.timeout(pollMs) });
    const read = stretchSchema.safeParse(await response.json());
    const now = system.now();
    if (!read.success) return;
    // The simulator may run on a machine with another clock. It has read both clocks while it was asked.
    const systemAt = Math.min(Math.max(read.data.systemAt, askedAt), now);
    const stretch = { ...read.data, systemAt };
    if (!isSame(stretch, { clock, now })) clock.follow(stretch);
  } catch {
    // The simulator does not answer or has no clock. The known time and speed continue.
  }
}

/** The tolerance for two equal clocks in system time, because they are not read at the same moment. */
const sameWithinMs = 20;

function isSame(
  { businessAt, systemAt, speed }: ClockStretch,
  { clock, now }: { clock: ScaledClock; now: number },
): boolean {
  const there = businessAt + (now - systemAt) * speed;
  return clock.stretch().speed === speed && Math.abs(there - clock.now()) <= sameWithinMs * speed;
}
