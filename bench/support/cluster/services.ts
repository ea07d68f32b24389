import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNatsServer } from '../../../scripts/servers/nats-server.ts';
import { findServer, servers } from '../../../scripts/servers/servers.ts';
import { startBalancer } from '../../../src/cli/cluster/balancer.ts';
import { startChild } from '../../../src/cli/demo/child.ts';
import type { Child } from '../../../src/cli/demo/child.ts';
import { simulatorAccount } from '../../../src/cli/service/simulator-account.ts';
import { auditJournal, readFileJournal } from '../../../src/simulator/index.ts';
import type { Audit, JournalEntry } from '../../../src/simulator/index.ts';
import { startDatabase } from './database.ts';
import { probeSettings, readSamples } from './probe.ts';
import type { Probed, Sample } from './probe.ts';

/** Processes of `ringmaster serve` on MongoDB and NATS, with the simulated carrier. */
export type BenchServices = {
  /** A load balancer in front of the instances. */
  url: string;
  mongodPid: number;
  /** The samples of each instance so far, oldest first. */
  samples: () => readonly (readonly Sample[])[];
  journal: () => { entries: readonly JournalEntry[]; audit: Audit };
  /** The errors in the logs of the instances. */
  errors: () => readonly string[];
  stop: () => Promise<void>;
};

const entry = fileURLToPath(new URL('../../cluster-service.ts', import.meta.url));
const cli = { entry, environment: process.env };
const timings = {
  ringAfterMs: [200, 800],
  answerAfterMs: [500, 2_500],
  busyAfterMs: [300, 1_000],
  noAnswerAfterMs: [4_000, 8_000],
  keyAfterMs: [200, 600],
  recordDelayMs: [0, 1_000],
  playMs: 500,
};

export async function startServices({
  folder,
  count,
  probe,
  talkMs,
}: {
  folder: string;
  count: number;
  probe: Probed;
  /** The least and the most time that an answered call lasts. */
  talkMs: readonly [number, number];
}): Promise<BenchServices> {
  const stopping: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const next of stopping.splice(0).reverse()) await next();
  };
  try {
    const { nats } = servers;
    const bin = findServer('nats');
    if (bin === null) throw new Error(`There is no ${nats.program} on this machine: ${nats.howToGet}.`);
    const database = await startDatabase();
    stopping.push(database.stop);
    const bus = await startNatsServer({ bin, jetStream: true });
    stopping.push(bus.stop);
    const balancer = await startBalancer();
    stopping.push(balancer.close);
    const journal = join(folder, 'carrier.ndjson');
    const carrier = await startChild({
      cli,
      stretch: null,
      args: ['simulator', '--port', '0', '--journal', journal, '--seed', '7', '--calls-per-second', '1000'],
      settings: {},
      logFile: join(folder, 'simulator.log'),
    });
    stopping.push(carrier.stop);
    await setTimings(carrier.url, { ...timings, talkMs });
    const files = Array.from({ length: count }, (_, index) => join(folder, `instance-${index + 1}`));
    const settings = {
      STORE: 'mongodb',
      MONGODB_URI: database.uri.replace('/?', '/ringmaster?'),
      BUS: 'nats',
      NATS_URL: bus.url,
      PUBLIC_URL: balancer.url,
      CARRIER_URL: carrier.url,
    };
    const instances = await Promise.all(
      files.map(async (own) => {
        const instance = await startInstance({ own, settings, probe });
        stopping.push(instance.stop);
        return instance;
      }),
    );
    balancer.setTargets(instances.map(({ url }) => url));
    return {
      url: balancer.url,
      mongodPid: database.members[0]?.pid() ?? 0,
      samples: () => files.map((own) => readSamples(join(own, 'probe.ndjson'))),
      journal() {
        const entries = readFileJournal({ path: journal });
        return { entries, audit: auditJournal({ entries }) };
      },
      errors: () =>
        files.flatMap((own) =>
          readFileSync(join(own, 'service.log'), 'utf8')
            .split('\n')
            .filter((line) => line.includes('"level":"error"') || line.includes('"level":50')),
        ),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startInstance({
  own,
  settings,
  probe,
}: {
  own: string;
  settings: Readonly<Record<string, string>>;
  probe: Probed;
}): Promise<Child> {
  mkdirSync(own, { mode: 0o700 });
  return startChild({
    cli,
    stretch: null,
    args: ['serve'],
    settings: {
      ...settings,
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: own,
      // The clock of the service is the real one, and the carrier is the simulator all the same.
      CARRIER: 'plivo',
      PLIVO_AUTH_ID: simulatorAccount.authId,
      PLIVO_AUTH_TOKEN: simulatorAccount.authToken,
      ACCOUNT_CALLS_PER_SECOND: '1000',
      ACCOUNT_CONCURRENT: '1000',
      CALLER_CONCURRENT: '1000',
      ...probeSettings({ file: join(own, 'probe.ndjson'), of: probe }),
    },
    logFile: join(own, 'service.log'),
  });
}

async function setTimings(carrierUrl: string, wanted: object): Promise<void> {
  const answer = await fetch(`${carrierUrl}/control/scenario`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ timings: wanted }),
  });
  if (!answer.ok) throw new Error(`the carrier refused the timings: ${await answer.text()}`);
}
