import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simulatorAccount } from '../../../src/cli/service/simulator-account.ts';
import { startChild } from '../../../src/cli/demo/child.ts';
import type { Child } from '../../../src/cli/demo/child.ts';
import { sleep } from '../../../src/platform/clock.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import { wallClock } from './wall-clock.ts';

/** The entry that runs the source, unbuilt. */
export const entry = fileURLToPath(new URL('../../cli/support/entry.ts', import.meta.url));

const startAgainMs = 300;
/** After this time a process that does not stop by itself is killed, as by a container engine. */
const stopGraceMs = 12_000;

/** A period in which a process stood still. */
export type Freeze = { instance: number; from: number; to: number };

/** An instance of the service that is started again after each of its ends. */
export type ChaosInstance = {
  number: number;
  isUp: () => boolean;
  /** Starts it until it is ready or ended by one of the others: a start fails while there is no database. */
  start: () => Promise<void>;
  /** Sends SIGKILL. */
  kill: () => Promise<void>;
  /** Sends SIGTERM. */
  stop: () => Promise<void>;
  freeze: () => void;
  thaw: () => void;
  freezes: readonly Freeze[];
  /** Sets its wall clock, from the next start on. */
  setOffset: (ms: number) => void;
  /** Changes settings, from the next start on. */
  change: (settings: Readonly<Record<string, string>>) => void;
  /** The number of times that the process ended by itself after it was ready. */
  crashes: () => number;
};

export type InstanceInput = {
  number: number;
  folder: string;
  settings: Readonly<Record<string, string>>;
  /** The library that changes the wall clock of a process; null if there is none. */
  faketime: string | null;
  /** Called with the port of each process, and with null when it has ended. */
  onPort: (port: number | null) => void;
};

export function createInstance({ number, folder, settings, faketime, onPort }: InstanceInput): ChaosInstance {
  const system = createSystemClock();
  const own = join(folder, `instance-${number}`);
  mkdirSync(own, { mode: 0o700 });
  const freezes: Freeze[] = [];
  let frozen: Freeze | null = null;
  let child: Child | null = null;
  const wish = { isUp: false };
  const changed: Record<string, string> = {};
  let offsetMs = 0;
  let crashes = 0;

  const end = async (how: 'kill' | 'stop'): Promise<void> => {
    wish.isUp = false;
    const ending = child;
    child = null;
    onPort(null);
    if (!ending) return;
    const stopped = ending[how]();
    const late = new Promise<'late'>((resolve) =>
      system.at(system.now() + stopGraceMs, () => resolve('late')),
    );
    if ((await Promise.race([stopped, late])) === 'late') await ending.kill();
  };
  const begin = (): Promise<Child> =>
    startChild({
      cli: { entry, environment: process.env },
      stretch: null,
      args: ['serve'],
      settings: {
        HOST: '127.0.0.1',
        PORT: '0',
        DATA_DIR: own,
        // The clock of the service is the real one, and the carrier is the simulator all the same.
        CARRIER: 'plivo',
        PLIVO_AUTH_ID: simulatorAccount.authId,
        PLIVO_AUTH_TOKEN: simulatorAccount.authToken,
        LOG_LEVEL: 'info',
        ...settings,
        ...changed,
        ...(faketime !== null && offsetMs !== 0 && wallClock(faketime, offsetMs)),
      },
      logFile: join(own, 'service.log'),
    });
  const start = async (): Promise<void> => {
    wish.isUp = true;
    while (wish.isUp && child === null) {
      const started = await begin().catch(() => null);
      if (started === null) {
        await sleep({ clock: system, ms: startAgainMs });
        continue;
      }
      if (!wish.isUp) return started.kill();
      child = started;
      onPort(Number(new URL(started.url).port));
      void started.ended.then(() => {
        if (child !== started) return;
        crashes += 1;
        child = null;
        onPort(null);
        void start();
      });
    }
  };
  const signal = (name: 'SIGSTOP' | 'SIGCONT'): boolean => {
    if (child) process.kill(child.pid, name);
    return child !== null;
  };

  return {
    number,
    isUp: () => child !== null,
    start,
    kill: () => end('kill'),
    stop: () => end('stop'),
    freeze() {
      if (!signal('SIGSTOP')) return;
      frozen = { instance: number, from: system.now(), to: Infinity };
      freezes.push(frozen);
    },
    thaw() {
      if (frozen) frozen.to = system.now();
      frozen = null;
      signal('SIGCONT');
    },
    freezes,
    setOffset: (ms) => void (offsetMs = ms),
    change: (next) => Object.assign(changed, next),
    crashes: () => crashes,
  };
}
