import type { Crossing, Fuse } from '../support/service/fuse.ts';
import { BrokenPromise, broken } from '../simulation/oracle/broken.ts';
import { createLedger } from '../simulation/oracle/ledger.ts';
import { createOracle } from '../simulation/oracle/oracle.ts';
import { createOperator } from '../simulation/play/operator.ts';
import type { Scenario } from '../simulation/scenario/scenario.ts';
import { dayMs } from '../simulation/times.ts';
import { createWorld } from '../simulation/world.ts';
import type { World } from '../simulation/world.ts';
import { checkBooks } from './books.ts';
import { createOrders } from './orders.ts';

const longestMs = 20 * dayMs;
/** The number of events between two checks of the rows. */
const auditEvery = 60;

/** The n-th process dies at the n-th of these crossings, counted from 1 at its start, and is restarted. */
export type Crashes = readonly { crossing: number; downMs: number }[];

export type CrashRun = {
  /** The broken promise, or null. */
  broken: string | null;
  /** The crossings of each process, in order: `before store.commitTurn`. */
  lives: readonly (readonly string[])[];
  /** The crashes that happened: a campaign may end before the others. */
  crashes: number;
  calls: number;
};

/** Runs a whole campaign, from the first start of the service, with a `kill -9` at each of these points. */
export async function crashRun({
  scenario,
  crashes,
}: {
  scenario: Scenario;
  crashes: Crashes;
}): Promise<CrashRun> {
  const lives = new Map<Fuse, string[]>();
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  let fallen = 0;

  /** Dies before the crossing, or after the crossing and before its result is received. */
  const watch = ({ name, side, fuse }: Crossing & { fuse: Fuse }): void => {
    let crossed = lives.get(fuse);
    if (!crossed) lives.set(fuse, (crossed = []));
    crossed.push(`${side} ${name}`);
    const crash = crashes[lives.size - 1];
    if (crossed.length !== crash?.crossing) return;
    fallen += 1;
    fuse.blow();
    const { business } = world.time.clocks;
    business.at(business.now() + crash.downMs, start);
  };

  const ledger = createLedger();
  const { shared } = scenario;
  const oracle = createOracle({
    people: scenario.people,
    journal: () => world.journal.entries(),
    ledger,
    limits: shared,
    leaseMs: scenario.lease.leaseMs,
    systemNow: () => world.time.clocks.system.now(),
    businessNow: () => world.time.clocks.business.now(),
    file: () => world.file(),
    proves: (input) => world.proves(input),
    isAlive: (instance) => world.lives().some(({ name }) => name === instance),
  });
  const { watcher, onJournal, onNoted, onWrite, onAnswered } = oracle;
  const world: World = createWorld({ ...scenario, watch, watcher, onJournal, onNoted, onWrite, onAnswered });
  const operator = createOperator({ world, onError });
  const start = (): void => void world.start().then(operator.catchUp, onError);

  let campaign: string | null = null;
  const isOver = async (): Promise<boolean> => {
    const file = world.file();
    if (campaign === null || !file || !world.life()) return false;
    if ((await file.readCampaign(campaign))?.state !== 'completed') return false;
    return world.simulator.calls().every(({ state }) => state === 'ended');
  };
  const describe = async (): Promise<string> =>
    JSON.stringify({ campaign: campaign && (await world.file()?.readCampaign(campaign)), lives: lives.size });

  const play = async (): Promise<void> => {
    start();
    void createOrders({ scenario, world, ledger, operator })
      .give()
      .then((id) => (campaign = id))
      .catch(onError);
    let events = 0;
    let over = false;
    const ended = await world.time.run({
      limitMs: longestMs,
      done: () => over,
      async afterEach() {
        events += 1;
        oracle.raise();
        if (errors.length > 0) throw errors[0];
        const file = world.file();
        if (file && events % auditEvery === 0) await oracle.audit(file);
        over = await isOver();
      },
    });
    if (ended !== 'done')
      broken(`2 nobody lost: not over after ${longestMs / dayMs} days: ${await describe()}`);
    const store = world.file() ?? broken('2 nobody lost: over, and nothing runs');
    oracle.raise();
    await oracle.conclude(store);
    if (await store.sweepRemoved({ limit: 0 })) broken('8 removed: rows of a removed draft are left');
    await checkBooks({ store, campaigns: [campaign ?? ''], entries: world.journal.entries() });
    oracle.raise();
  };

  const told = await play().then(
    () => null,
    (error: unknown) => {
      if (error instanceof BrokenPromise) return error.message;
      return `crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    },
  );
  world.close();
  const calls = [...oracle.mirror.campaigns()].reduce((sum, { attempts }) => sum + attempts.size, 0);
  return { broken: told, lives: [...lives.values()], crashes: fallen, calls };
}
