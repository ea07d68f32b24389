import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simulatorAccount } from '../../src/cli/service/simulator-account.ts';
import { readyMessageSchema } from '../../src/cli/clock/stretch.ts';
import { withoutSettings } from '../../src/config.ts';
import { createScaledClock } from '../../src/platform/scaled-clock.ts';
import { createSystemClock } from '../../src/platform/system-clock.ts';
import { serveSimulator } from '../../src/simulator/index.ts';
import type { JournalEntry, SimulatorOptionsInput } from '../../src/simulator/index.ts';

const entry = fileURLToPath(new URL('../cli/support/entry.ts', import.meta.url));

export type KilledService = {
  url: string;
  storePath: string;
  /** Resolves once the current process, or a later one, accepts requests. */
  ready: () => Promise<void>;
  /** Sends SIGKILL at any moment, also during the start, and then starts a new process on the same folder and port. */
  killAndRestart: () => Promise<void>;
  /** Sends SIGTERM; resolves once the process has ended. */
  stop: () => Promise<void>;
  /** Throws if a process ended by itself. */
  assertAlive: () => void;
  /** The business clock that carrier and service share. */
  now: () => number;
  setSpeed: (speed: number) => void;
  jumpTo: (instant: number) => void;
  journal: () => readonly JournalEntry[];
  close: () => Promise<void>;
};

type Process = { child: ChildProcess; ready: Promise<unknown>; gone: Promise<unknown>; isMeant: boolean };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/** The real service in a separate process, and a carrier that continues after its end, on one business clock. */
export async function startKilledService({
  seed,
  startAt,
  carrierOptions,
  callsPerSecond,
}: {
  seed: number;
  startAt: number;
  carrierOptions: SimulatorOptionsInput;
  callsPerSecond: number;
}): Promise<KilledService> {
  const folder = mkdtempSync(join(tmpdir(), 'ringmaster-sigkill-'));
  const system = createSystemClock();
  const clock = createScaledClock({
    system,
    stretch: { businessAt: startAt, systemAt: system.now(), speed: 1 },
  });
  const carrier = await serveSimulator({
    clock,
    system,
    seed,
    accounts: [simulatorAccount],
    options: { callsPerSecond, ...carrierOptions },
  });
  const port = await freePort();
  const logFile = join(folder, 'service.log');
  const env = {
    ...withoutSettings(process.env),
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: folder,
    CARRIER: 'simulator',
    CARRIER_URL: carrier.url,
    PLIVO_AUTH_ID: simulatorAccount.authId,
    PLIVO_AUTH_TOKEN: simulatorAccount.authToken,
    ACCOUNT_CALLS_PER_SECOND: String(callsPerSecond),
    LOG_LEVEL: 'warn',
  };

  const spawn = (): Process => {
    const log = openSync(logFile, 'a');
    const child = fork(entry, ['serve', '--child'], { env, stdio: ['ignore', log, log, 'ipc'] });
    closeSync(log);
    child.send({ type: 'clock', stretch: clock.stretch() });
    const ready = new Promise<void>((resolve) => {
      child.on('message', (message) => readyMessageSchema.safeParse(message).success && resolve());
    });
    return { child, ready, gone: once(child, 'exit'), isMeant: false };
  };

  let current = spawn();
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    current.isMeant = true;
    current.child.kill(signal);
    await current.gone;
  };
  const assertAlive = (): void => {
    const { child, isMeant } = current;
    if (isMeant || (child.exitCode === null && child.signalCode === null)) return;
    throw new Error(`the service ended by itself: ${readFileSync(logFile, 'utf8').slice(-2_000)}`);
  };
  const tell = (): void => {
    if (current.child.connected) current.child.send({ type: 'clock', stretch: clock.stretch() });
  };

  return {
    url: `http://127.0.0.1:${port}`,
    storePath: join(folder, 'ringmaster.db'),
    assertAlive,
    now: clock.now,
    journal: () => carrier.simulator.journal.entries(),
    async ready() {
      for (let last: Process | null = null; last !== current;) {
        last = current;
        await Promise.race([last.ready, last.gone]);
        assertAlive();
      }
    },
    async killAndRestart() {
      assertAlive();
      await end('SIGKILL');
      current = spawn();
    },
    stop: () => end('SIGTERM'),
    setSpeed(speed) {
      clock.follow({ businessAt: clock.now(), systemAt: system.now(), speed });
      tell();
    },
    jumpTo(instant) {
      clock.jumpTo(instant);
      tell();
    },
    async close() {
      await end('SIGKILL');
      await carrier.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
