import { createHash } from 'node:crypto';
import { createWindowsFor } from '../../src/compose-engine.ts';
import type { JournalEntry } from '../../src/simulator/index.ts';
import { createLedger } from './oracle/ledger.ts';
import { BrokenPromise } from './oracle/broken.ts';
import { createOracle } from './oracle/oracle.ts';
import type { Oracle } from './oracle/oracle.ts';
import { createWhyWatch } from './oracle/why.ts';
import { boot } from './play/boot.ts';
import { createBlows } from './play/blows.ts';
import { playDraft } from './play/drafts.ts';
import { happen, order } from './play/happen.ts';
import type { Stage } from './play/happen.ts';
import { giveOrder } from './play/keyed-orders.ts';
import { playLink } from './play/links.ts';
import { createOperator, StoreAway } from './play/operator.ts';
import { createMail } from './letters/mail.ts';
import { createDraw } from './draw.ts';
import { createScenario } from './scenario/scenario.ts';
import type { Scenario } from './scenario/scenario.ts';
import { dayMs } from './times.ts';
import { createWorld } from './world.ts';
import type { WorldInput } from './world.ts';

/** Longer than any drawn campaign takes: after it something is stuck. */
const longestMs = 60 * dayMs;
const mostEvents = 60_000;
/** How many events lie between two looks at the rows, and between two looks whether everything is over. */
const lookEvery = { audit: 60, over: 10 };

export type Played = {
  seed: number;
  /** The promise that was broken, or null. */
  broken: string | null;
  events: number;
  calls: number;
  virtualMs: number;
  /** Of the carrier's journal: the same seed gives the same. */
  digest: string;
};

export type PlayInput = {
  scenario: Scenario;
  /** Looks on at every crossing, too. */
  watch?: WorldInput['watch'];
  log?: WorldInput['log'];
  /** Called after every instant at which something happened. */
  afterEach?: (stage: Stage) => Promise<void>;
};

async function isOver({ world, campaigns, operator }: Stage): Promise<boolean> {
  const life = world.life();
  const file = world.file();
  if (!life || !file || operator.isWaiting()) return false;
  for (const campaign of campaigns) {
    const record = await file.readCampaign(campaign);
    if (record?.state !== 'completed' && record?.state !== 'cancelled') return false;
  }
  return world.simulator.calls().every(({ state }) => state === 'ended');
}

/** Where everything stands, for whoever looks into a run that does not end. */
async function describe({ world, campaigns, operator }: Stage): Promise<string> {
  const lives = world.lives().map(({ name, fuse }) => `${name}${fuse.isFrozen() ? ' frozen' : ''}`);
  const records = await Promise.all(campaigns.map(async (id) => world.file()?.readCampaign(id)));
  const states = records.map((record) => ({ ...record, definition: undefined }));
  const open = world.simulator.calls().filter(({ state }) => state !== 'ended');
  return JSON.stringify({ lives, states, open, isWaiting: operator.isWaiting() });
}

/** Somebody looks after campaigns that paused themselves: whatever was wrong has been mended. */
function resumePaused({ world, campaigns, ledger, operator }: Stage): void {
  for (const campaign of campaigns) {
    const isOurs = ledger.pauses.some((pause) => pause.campaign === campaign && pause.to === Infinity);
    if (isOurs) continue;
    operator.try(async (life) => {
      const record = await world.file()?.readCampaign(campaign);
      if (record?.state === 'paused') await order(life, campaign, { name: 'resume' });
    });
  }
  if (ledger.holds.some(({ to }) => to === Infinity)) return;
  // Of an emergency stop whose order was never answered.
  operator.try(async (life) => {
    await life.service.engine.liftStop({ client: null, by: 'test' });
  });
}

function digestOf(entries: readonly JournalEntry[]): string {
  const hash = createHash('sha256');
  for (const entry of entries) hash.update(JSON.stringify(entry));
  return hash.digest('hex').slice(0, 16);
}

function schedule(stage: Stage): void {
  const { business } = stage.world.time.clocks;
  const start = business.now();
  for (const happening of stage.scenario.happenings)
    business.at(start + happening.afterMs, () => happen(stage, happening));
  for (const order of stage.scenario.orders)
    business.at(start + order.afterMs, () => void giveOrder(stage, order).catch(stage.onError));
  for (const link of stage.scenario.links) business.at(start + link.afterMs, () => playLink(stage, link));
  for (const draft of stage.scenario.drafts)
    business.at(start + draft.afterMs, () => void playDraft(stage, draft).catch(stage.onError));
  const everyDay = (): void =>
    void business.at(business.now() + dayMs, () => {
      resumePaused(stage);
      everyDay();
    });
  everyDay();
}

/** Plays a scenario to its end, under the eyes of the oracle. */
export async function play({ scenario, watch, log, afterEach }: PlayInput): Promise<Played> {
  const { seed, shared } = scenario;
  const ledger = createLedger();
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const storeFaults: Stage['storeFaults'] = { until: 0, after: false, verbs: 'commit', lostAnswers: 0 };
  const blows = createBlows({ world: () => world });
  const failStore = ({ name, side }: { name: string; side: string }): void => {
    if (storeFaults.lostAnswers > 0 && name === 'store.reserve' && side === 'after') {
      storeFaults.lostAnswers -= 1;
      throw new StoreAway();
    }
    if (storeFaults.until <= world.time.clocks.business.now()) return;
    const isMeant = storeFaults.verbs === 'commit' ? name === 'store.commitTurn' : name.startsWith('store.');
    if (isMeant && side === (storeFaults.after ? 'after' : 'before')) throw new StoreAway();
  };
  const oracle: Oracle = createOracle({
    people: scenario.people,
    journal: () => world.journal.entries(),
    ledger,
    limits: shared,
    leaseMs: scenario.lease.leaseMs,
    systemNow: () =>
      scenario.hasStoreClock
        ? world.time.clocks.business.now() + world.stepMs()
        : world.time.clocks.system.now() - scenario.clockOffMs,
    businessNow: () => world.time.clocks.business.now(),
    stepMs: () => world.stepMs(),
    aheadMs: () => world.primary.aheadMs(),
    hasStoreClock: scenario.hasStoreClock,
    file: () => world.file(),
    proves: (input) => world.proves(input),
    isAlive: (instance) => world.lives().some(({ name }) => name === instance),
  });
  const why = createWhyWatch({
    file: () => world.file(),
    business: { now: () => world.time.clocks.business.now() + world.stepMs() },
    windowsFor: createWindowsFor(),
    shared,
    isLate: scenario.lagMs > 0,
    newsMs: scenario.busFaults ? scenario.lease.beatMs + scenario.lagMs : 0,
    isTended: (owner) =>
      storeFaults.until <= world.time.clocks.business.now() &&
      world.lives().some(({ name, fuse }) => name === owner && !fuse.isFrozen()),
  });
  const world = createWorld({
    seed,
    startAt: scenario.startAt,
    carrier: scenario.carrier,
    shared,
    lease: scenario.lease,
    lagMs: scenario.lagMs,
    busFaults: scenario.busFaults,
    clockOffOf: (life) =>
      createDraw({ seed, purpose: `clock of life ${life}` }).int(-scenario.clockOffMs, scenario.clockOffMs),
    hasStoreClock: scenario.hasStoreClock,
    watch(crossing) {
      watch?.(crossing);
      blows.watch(crossing);
      failStore(crossing);
    },
    watcher: {
      ...oracle.watcher,
      moved: why.moved,
      committed(committed) {
        oracle.watcher.committed(committed);
        try {
          why.committed(committed.turn);
        } catch (error) {
          errors.push(error);
        }
      },
    },
    onJournal: oracle.onJournal,
    onNoted: oracle.onNoted,
    onWrite: oracle.onWrite,
    onAnswered: oracle.onAnswered,
    letters: (input) => (mail ? [mail.channel(input)] : []),
    ...(log && { log }),
  });
  const operator = createOperator({ world, onError });
  const mail =
    scenario.mail &&
    createMail({
      plan: scenario.mail,
      draw: createDraw({ seed, purpose: 'post office' }),
      clock: world.time.clocks.business,
      insist: (work) => void operator.insist(work).catch(onError),
      watcher: oracle.mail,
    });
  const stage: Stage = {
    scenario,
    world,
    ledger,
    campaigns: [],
    operator,
    blows,
    storeFaults,
    imposed: new Set(),
    onStep(ms) {
      world.stepClock(ms);
      // The clock of a process decides nothing where the store has one.
      if (scenario.hasStoreClock) return;
      oracle.stepped(ms);
      why.stepped(ms);
    },
    onElection(behindMs) {
      world.primary.elect(behindMs);
      oracle.stepped(-behindMs);
      why.stepped(-behindMs);
    },
    onError,
  };
  let events = 0;
  let brokenBy: string | null = null;
  let over = false;
  try {
    await boot(stage);
    schedule(stage);
    const ended = await world.time.run({
      limitMs: longestMs,
      done: () => over,
      async afterEach() {
        events += 1;
        if (events > mostEvents)
          throw new BrokenPromise(`2 nobody lost: no end in sight: ${await describe(stage)}`);
        oracle.raise();
        if (errors.length > 0) throw errors[0];
        const file = world.file();
        if (file && events % lookEvery.audit === 0) await oracle.audit(file);
        if (events % lookEvery.over === 0) over = (mail?.isOver() ?? true) && (await isOver(stage));
        await why.look();
        await afterEach?.(stage);
      },
    });
    storeFaults.until = 0;
    await world.start();
    const file = world.file();
    if (ended !== 'done' && file) await oracle.findBlockage(file);
    if (ended !== 'done' || !file)
      throw new BrokenPromise(
        `2 nobody lost: not over after ${longestMs / dayMs} days: ${await describe(stage)}`,
      );
    oracle.raise();
    await oracle.conclude(file);
    oracle.raise();
  } catch (error) {
    brokenBy =
      error instanceof BrokenPromise
        ? error.message
        : `crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  } finally {
    world.close();
  }
  return {
    seed,
    broken: brokenBy,
    events,
    calls: [...oracle.mirror.campaigns()].reduce((sum, { attempts }) => sum + attempts.size, 0),
    virtualMs: world.time.elapsed(),
    digest: digestOf(world.journal.entries()),
  };
}

export function playSeed(seed: number): Promise<Played> {
  return play({ scenario: createScenario(seed) });
}
