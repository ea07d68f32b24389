import { readFileJournal } from '../../src/simulator/index.ts';
import { createPatientClient } from '../crash/patient-client.ts';
import type { PatientClient } from '../crash/patient-client.ts';
import { createDraw } from '../simulation/draw.ts';
import { broken } from '../simulation/oracle/broken.ts';
import { campaignsOf } from './clients/campaigns.ts';
import { createOperator } from './clients/operator.ts';
import { createOrders } from './clients/orders.ts';
import { supervise } from './clients/supervisor.ts';
import { endAll, unchangedMs, endLimits } from './end-all.ts';
import { applyPlan } from './faults/apply-plan.ts';
import type { FaultCounts } from './faults/apply-plan.ts';
import { quicken } from './installation/carrier-behaviour.ts';
import { startInstallation } from './installation/installation.ts';
import type { Bins, ChaosInstallation } from './installation/installation.ts';
import { judge, openObserver, readRecords } from './oracle/oracle.ts';
import type { Verdict } from './oracle/oracle.ts';
import { checkPublishedLogs } from './oracle/published.ts';
import { drawPlan } from './plan/draw-plan.ts';
import { instanceNumbers } from './plan/fault.ts';
import type { Fault } from './plan/fault.ts';

const limits = { concurrent: 40, perSecond: 12, perCaller: 25 };
/** Longer than any request waits in the network. */
const searchSeconds = 30;
const requestTimeoutMs = 8_000;
/** Clocks of machines may differ by much more than any time limit of the engine. */
const maxOffsetMs = 30_000;

export type ChaosInput = {
  seed: number;
  /** How long faults happen. */
  forMs: number;
  /** The number of contacts with which each campaign begins. */
  contacts: number;
  bins: Bins;
  /** For logs and the journal. */
  folder: string;
  say: (line: string) => void;
};

export type ChaosReport = Verdict & { faults: FaultCounts; commands: number; crashes: number };

/** Returns the faults of a seed. Without the library for clocks, processes restart where their clocks would change. */
export function planOf({
  seed,
  forMs,
  faketime,
}: Pick<ChaosInput, 'seed' | 'forMs'> & Pick<Bins, 'faketime'>): readonly Fault[] {
  return drawPlan({ seed, forMs, maxOffsetMs: faketime === null ? 0 : maxOffsetMs });
}

/**
 * Runs campaigns on a cluster of real processes while the faults of a seed happen and clients give orders. Then lets
 * all campaigns end, and judges the run. Rejects with the broken promise, and with the reason of `signal`. All processes
 * have ended afterwards.
 */
export async function runChaos({
  signal,
  ...input
}: ChaosInput & { signal?: AbortSignal }): Promise<ChaosReport> {
  const { seed, bins, folder } = input;
  const installation = await startInstallation({ seed, folder, bins, limits, searchSeconds });
  let isStopped = false;
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  });
  try {
    return await Promise.race([play({ input, installation, isStopped: () => isStopped }), aborted]);
  } finally {
    isStopped = true;
    await installation.stop();
  }
}

async function play({
  input: { seed, forMs, contacts, bins, folder, say },
  installation,
  isStopped,
}: {
  input: ChaosInput;
  installation: ChaosInstallation;
  isStopped: () => boolean;
}): Promise<ChaosReport> {
  const plan = planOf({ seed, forMs, faketime: bins.faketime });
  const campaigns = campaignsOf({ contacts });
  const unexpected: string[] = [];
  const client = createClient({ seed, installation, isStopped });
  const orders = createOrders({
    client,
    now: installation.now,
    onUnexpected: (message) => void unexpected.push(message),
  });
  await quicken(installation.carrierUrl);
  const operators = campaigns.map((campaign) =>
    createOperator({ campaign, orders, draw: createDraw({ seed, purpose: `operator ${campaign.name}` }) }),
  );
  await Promise.all(operators.map(({ begin }) => begin()));
  say(`${campaigns.length} campaigns are running; ${plan.length} faults begin`);
  let isOver = false;
  const over = (): boolean => isOver || unexpected.length > 0;
  const draw = createDraw({ seed, purpose: 'supervisor' });
  const working = Promise.all([
    ...operators.map(({ work }) => work(over)),
    supervise({ campaigns, orders, draw, isOver: over }),
  ]);
  const faults = await applyPlan({ plan, seed, installation, say, isAborted: over });
  isOver = true;
  await working;
  if (unexpected.length > 0) broken(`8 answers: ${unexpected.join('; ')}`);
  say('the faults are over');
  const exactUntil = installation.now();
  await endAll({ installation, client, orders, campaigns, say });
  const crashes = installation.instances.reduce((sum, one) => sum + one.crashes(), 0);
  if (crashes > 0) broken(`2 nobody lost: ${crashes} instances ended by themselves: see ${folder}`);
  const store = await openObserver(installation.uri);
  try {
    const verdict = await judge({
      store,
      entries: readFileJournal({ path: installation.journal }),
      commands: orders.commands,
      written: installation.written,
      freezes: installation.instances.flatMap(({ freezes }) => freezes),
      campaigns,
      limits: (at) => (at < exactUntil ? limits : endLimits),
      downMs: unchangedMs,
      exactUntil,
    });
    const records = await readRecords(store, campaigns);
    await checkPublishedLogs({ url: installation.nats.url, store, records });
    return { ...verdict, faults, commands: orders.commands.length, crashes };
  } finally {
    await store.close();
  }
}

/** A client of the service that sends each try to another instance. */
function createClient({
  seed,
  installation: { network },
  isStopped,
}: {
  seed: number;
  installation: ChaosInstallation;
  isStopped: () => boolean;
}): PatientClient {
  const draw = createDraw({ seed, purpose: 'clients' });
  return createPatientClient({
    url: () => network.clientUrl(draw.pick(instanceNumbers)),
    assertAlive() {
      if (isStopped()) throw new Error('The run was stopped.');
    },
    timeoutMs: requestTimeoutMs,
  });
}
