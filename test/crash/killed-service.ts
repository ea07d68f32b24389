import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from '../../src/cli/demo/child.ts';
import type { Child } from '../../src/cli/demo/child.ts';
import { simulatorAccount } from '../../src/cli/simulator-account.ts';
import { createScaledClock } from '../../src/platform/scaled-clock.ts';
import { createSystemClock } from '../../src/platform/system-clock.ts';
import { serveSimulator } from '../../src/simulator/index.ts';
import type { JournalEntry } from '../../src/simulator/index.ts';

const entry = fileURLToPath(new URL('../cli/support/entry.ts', import.meta.url));

export type KilledService = {
  url: () => string;
  /** SIGKILL, wherever it is; then a new process on the same folder and port. */
  killAndRestart: () => Promise<void>;
  stop: () => Promise<void>;
  journal: () => readonly JournalEntry[];
  storePath: string;
  close: () => Promise<void>;
};

/** The real service in a process of its own, and a carrier that outlives it, on a business clock that runs fast. */
export async function startKilledService({
  seed,
  speed,
  startAt,
}: {
  seed: number;
  speed: number;
  startAt: number;
}): Promise<KilledService> {
  const folder = mkdtempSync(join(tmpdir(), 'ringmaster-sigkill-'));
  const system = createSystemClock();
  const stretch = { businessAt: startAt, systemAt: system.now(), speed };
  const carrier = await serveSimulator({
    clock: createScaledClock({ system, stretch }),
    system,
    seed,
    accounts: [simulatorAccount],
    options: { callsPerSecond: 5 },
  });
  const start = (port: string): Promise<Child> =>
    startChild({
      cli: { entry, environment: process.env },
      args: ['serve'],
      stretch,
      logFile: join(folder, 'service.log'),
      settings: {
        HOST: '127.0.0.1',
        PORT: port,
        DATA_DIR: folder,
        CARRIER: 'simulator',
        CARRIER_URL: carrier.url,
        PLIVO_AUTH_ID: simulatorAccount.authId,
        PLIVO_AUTH_TOKEN: simulatorAccount.authToken,
        ACCOUNT_CALLS_PER_SECOND: '5',
        LOG_LEVEL: 'warn',
      },
    });
  let service = await start('0');
  const { url } = service;
  return {
    url: () => url,
    journal: () => carrier.simulator.journal.entries(),
    storePath: join(folder, 'ringmaster.db'),
    async killAndRestart() {
      await service.kill();
      service = await start(new URL(url).port);
    },
    stop: () => service.stop(),
    async close() {
      await service.kill();
      await carrier.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
