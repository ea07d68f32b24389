import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { LeaseTimes, SharedLimits } from '../../src/actors/index.ts';
import type { Channel, ReportEvidence } from '../../src/channels/contract.ts';
import { createFetchSend } from '../../src/channels/voice/plivo/requests/fetch-send.ts';
import type { HttpRequest } from '../../src/channels/voice/plivo/requests/http-send.ts';
import type { Service } from '../../src/compose.ts';
import type { Bus } from '../../src/messaging/contract.ts';
import { createMemoryHub } from '../../src/messaging/memory/memory-bus.ts';
import type { Store } from '../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { openClocks } from '../../src/compose-clocks.ts';
import type { InstanceClocks } from '../../src/compose-clocks.ts';
import type { Clock, SystemClock } from '../../src/platform/clock.ts';
import type { VirtualTime } from '../../src/platform/virtual-clock.ts';
import { createMemoryJournal, createSimulator } from '../../src/simulator/index.ts';
import type { Journal, JournalEntry, Simulator, SimulatorOptionsInput } from '../../src/simulator/index.ts';
import { letterRegistry } from '../support/letters/descriptor.ts';
import { account, composeProcess } from '../support/service/process.ts';
import { createSettle } from '../support/time/settle.ts';
import { createTestTime } from '../support/time/test-time.ts';
import { createDraw } from './draw.ts';
import { createFuse, guardSendLog } from '../support/service/fuse.ts';
import type { Crossing, Fuse, Guarding } from '../support/service/fuse.ts';
import { createLaggingStores } from './lagging-store.ts';
import { createLossyBus } from './lossy-bus.ts';
import type { BusFaults } from './lossy-bus.ts';
import { createMachines } from './machines.ts';
import type { Machines } from './machines.ts';
import { broken } from './oracle/broken.ts';
import { createPrimary } from './primary.ts';
import type { Primary } from './primary.ts';
import { watchStore } from './watched-store.ts';
import type { StoreWatcher } from './watched-store.ts';

/** One life of an instance of the service, from start to kill or stop. */
export type Life = {
  name: string;
  service: Service;
  /** As this process sees it. */
  store: Store;
  fuse: Fuse;
  fetch: (request: Request) => Promise<Response>;
};

export type World = {
  time: VirtualTime;
  /** Sets the wall clock that all processes read by so much; the carrier has a clock of its own. */
  stepClock: (ms: number) => void;
  /** How far the clock by which campaigns are decided is set off: that of all processes, or that of the store. */
  stepMs: () => number;
  /** The server of the store whose clock counts, if the store has one. */
  primary: Primary;
  simulator: Simulator;
  journal: Journal;
  /** The file behind all instances, read as by a bystander; null while none runs. */
  file: () => Store | null;
  /** Processes that are not dead, oldest first. */
  lives: () => readonly Life[];
  /** The newest process that runs; null between a kill and the next start. */
  life: () => Life | null;
  /** Starts one more process on the same file. */
  start: () => Promise<Life>;
  /** As `kill -9` does: whatever it was doing comes to nothing; the file and the carrier stay. */
  kill: (life: Life) => void;
  killAll: () => void;
  /** Every process dies, and the machines lose what was written last but not synced. */
  reboot: Machines['reboot'];
  /** See `Machines`. */
  proves: Machines['proves'];
  /** Sends a process a request of a client; rejects if it dies before it has answered. */
  request: (life: Life, request: Request) => Promise<Response>;
  /** As SIGTERM does. */
  stop: (life: Life) => Promise<void>;
  close: () => void;
};

export type WorldInput = {
  seed: number;
  startAt: number;
  carrier?: SimulatorOptionsInput;
  shared: SharedLimits;
  lease: LeaseTimes;
  /** How late an instance sees what others have written, in ms; 0 by default. */
  lagMs?: number;
  /** How far the clock of a process is off, in ms, by the number of its life from 1; 0 by default. */
  clockOffOf?: (life: number) => number;
  /** Whether the store has a clock of its own, by which campaigns are decided. */
  hasStoreClock?: boolean;
  /** What happens to the messages between instances; nothing by default. */
  busFaults?: BusFaults | null;
  /** Before and after every call to the outside; may kill, freeze or throw. */
  watch?: (crossing: Crossing & { fuse: Fuse }) => void;
  watcher?: Partial<StoreWatcher>;
  /** Told of every line of the carrier's journal at once. */
  onJournal?: (entry: JournalEntry) => void;
  /** A send log took note of an attempt. */
  onNoted?: (attempt: string) => void;
  /** The first byte of a request to the carrier is about to be written. */
  onWrite?: (request: HttpRequest) => void;
  /** The channels of a process besides calls; none by default. */
  letters?: (input: Guarding & { instance: string; report: ReportEvidence }) => readonly Channel[];
  /** The service answered a request of the carrier. */
  onAnswered?: (input: { request: Request; form: URLSearchParams; response: Response }) => void;
  log?: Logger;
};

const nothing = (): void => undefined;
const noChannels = (): readonly Channel[] => [];
/** Other processes use it too. */
const stayOpen = (): Promise<void> => Promise.resolve();

/** Services and a carrier on virtual time, joined in process; the store is a real file. */
export function createWorld(input: WorldInput): World {
  const {
    seed,
    watch = nothing,
    onJournal = nothing,
    onNoted = nothing,
    onWrite = nothing,
    onAnswered = nothing,
    lagMs = 0,
    busFaults = null,
    clockOffOf = () => 0,
    hasStoreClock = false,
    letters = noChannels,
  } = input;
  const watcher: StoreWatcher = {
    committed: nothing,
    loaded: nothing,
    suppressed: nothing,
    removed: nothing,
    moved: nothing,
    limits: nothing,
    beat: nothing,
    left: nothing,
    claimed: nothing,
    ...input.watcher,
  };
  const folder = mkdtempSync(join(tmpdir(), 'ringmaster-simulation-'));
  const path = join(folder, 'store.db');
  const kept = createMemoryJournal();
  const journal: Journal = {
    ...kept,
    append(entry) {
      kept.append(entry);
      onJournal(entry);
    },
  };
  const hub = createMemoryHub();
  const machines = createMachines();
  let lives: Life[] = [];
  let file: Store | null = null;
  /** Lives that need the file and are not among `lives` yet. */
  let starting = 0;
  let started = 0;
  let activity = 0;
  let inFlight = 0;
  let stepMs = 0;
  const time = createTestTime({
    startAt: input.startAt,
    settle: createSettle({
      activity: () => activity,
      isBusy: () => inFlight > 0 || simulator.pendingCallbacks() > 0,
      onEndless: () => broken('2 nobody lost: something goes on for ever at one instant'),
    }),
  });

  const counted = async (work: Promise<Response>): Promise<Response> => {
    inFlight += 1;
    activity += 1;
    try {
      return await work;
    } finally {
      inFlight -= 1;
      activity += 1;
    }
  };

  const simulator = createSimulator({
    clock: time.clocks.business,
    system: time.clocks.business,
    seed,
    accounts: [account],
    journal,
    async fetchCallback(request) {
      const target = world.lives().at(-1);
      if (!target) throw new Error('connection refused');
      const form = new URLSearchParams(await request.clone().text());
      const response = await target.fetch(request);
      activity += 1;
      onAnswered({ request, form, response });
      return response;
    },
    ...(input.carrier && { options: input.carrier }),
  });

  const lagging = createLaggingStores({
    store: () => file as Store,
    openCopy: () => openSqliteStore({ path: ':memory:' }),
    now: () => time.clocks.business.now(),
    lagMs,
  });

  /** Alarms are set by elapsed time, as those of the machine's clock. */
  const { business } = time.clocks;
  const wallClock: Clock = {
    now: () => business.now() + stepMs,
    at: (instant, run) => business.at(instant - stepMs, run),
  };

  const primary = createPrimary({ clock: business });
  const { leaseMs, gapMs } = input.lease;
  const sampleTimes = { keepMs: 6 * leaseMs, freshMs: leaseMs, longestTripMs: gapMs };

  /** A clock that becomes known again changes the answer to why nothing starts. */
  const createReadClock = (): Store['readClock'] => {
    let readAt = -Infinity;
    return () => {
      if (!hasStoreClock) return Promise.resolve(null);
      if (business.now() - readAt > leaseMs) watcher.moved({ by: null });
      readAt = business.now();
      return Promise.resolve(primary.read());
    };
  };

  const openClocksOf = (system: SystemClock, store: Pick<Store, 'readClock'>): Promise<InstanceClocks> =>
    openClocks({ store, system, ...(!hasStoreClock && { business: wallClock }), times: sampleTimes });

  const createClockWithOffset = (clock: SystemClock, offMs: number): SystemClock => ({
    now: () => clock.now() + offMs,
    monotonic: clock.monotonic,
    at: (instant, run) => clock.at(instant - offMs, run),
  });

  const connectBus = (life: number): Bus => {
    const bus = hub.connect();
    if (!busFaults) return bus;
    const draw = createDraw({ seed, purpose: `bus of life ${life}` });
    return createLossyBus({ bus, faults: busFaults, draw, clock: time.clocks.system });
  };

  const start = async (): Promise<Life> => {
    started += 1;
    const name = `instance-${started}`;
    const fuse = createFuse();
    const guarding = {
      fuse,
      watch(crossing: Crossing) {
        activity += 1;
        watch({ ...crossing, fuse });
      },
    };
    starting += 1;
    file ??= await openSqliteStore({ path, synchronous: 'off' });
    const seen = lagMs > 0 ? await lagging.connect() : file;
    const shared: Store = {
      ...watchStore({ store: seen, fresh: file, instance: name, watcher }),
      close: stayOpen,
      readClock: createReadClock(),
    };
    void fuse.blown.then(() => lagging.disconnect(seen));
    const running = lives.map((life) => life.name);
    const sendLog = machines.start({ name, running, at: time.clocks.system.now() });
    const system = createClockWithOffset(time.clocks.system, clockOffOf(started));
    const instanceClocks = await openClocksOf(system, shared);
    const service = composeProcess({
      ...guarding,
      instance: name,
      store: shared,
      bus: connectBus(started),
      busClock: time.clocks.system,
      ...instanceClocks,
      random: createDraw({ seed, purpose: `life ${started}` }).number,
      ...(input.log && { log: input.log }),
      registry: letterRegistry,
      channels: ({ voice, report }) => [voice, ...letters({ ...guarding, instance: name, report })],
      carrier: { ...account, baseUrl: 'http://carrier.test', requestsPer5s: 300 },
      send: createFetchSend({
        clock: time.clocks.system,
        fetch: (request) => counted(simulator.fetch(request)),
      }),
      onWrite,
      sendLog: guardSendLog({ sendLog, onNoted, ...guarding }),
      shared: input.shared,
      lease: input.lease,
    });
    const life: Life = { name, service, store: service.store, fuse, fetch: service.answer };
    lives.push(life);
    starting -= 1;
    try {
      await Promise.race([service.start(), fuse.blown]);
    } catch (error) {
      kill(life);
      throw error;
    }
    return life;
  };

  const kill = (life: Life): void => {
    life.fuse.blow();
    bury();
  };

  /** Those who died at a crossing are found here. */
  const bury = (): void => {
    lives = lives.filter(({ fuse }) => !fuse.isBlown());
    if (lives.length > 0 || starting > 0) return;
    void file?.close();
    file = null;
  };

  const world: World = {
    time,
    stepClock(ms) {
      stepMs += ms;
      time.skewSystem(ms);
    },
    stepMs: () => (hasStoreClock ? primary.offMs() : stepMs),
    primary,
    simulator,
    journal,
    file: () => (bury(), file),
    lives: () => (bury(), lives),
    life: () => (bury(), lives.findLast(({ fuse }) => !fuse.isFrozen()) ?? null),
    start: () => (bury(), start()),
    kill,
    killAll: () => lives.forEach(kill),
    reboot(lost) {
      world.killAll();
      machines.reboot(lost);
    },
    proves: machines.proves,
    request: (life, request) => counted(life.fetch(request)),
    async stop(life) {
      try {
        await Promise.race([life.service.stop(), life.fuse.blown]);
      } finally {
        kill(life);
      }
    },
    close() {
      world.killAll();
      simulator.close();
      void lagging.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
}
