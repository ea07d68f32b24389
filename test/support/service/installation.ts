import type { ServiceParts } from '../../../src/compose.ts';
import type { Bus } from '../../../src/messaging/contract.ts';
import { createMemoryHub } from '../../../src/messaging/memory/memory-bus.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { createSeededRandom } from '../../../src/platform/random.ts';
import { createFuse } from './fuse.ts';
import type { Crossing, Fuse } from './fuse.ts';
import { openEmptyStore } from '../store/empty-store.ts';
import { createSettle } from '../time/settle.ts';
import { createTestTime, monday } from '../time/test-time.ts';
import type { TestTime } from '../time/test-time.ts';
import type { CarrierNeeds, TestCarrier } from './carriers/carrier.ts';
import { composeProcess, testCarrier } from './process.ts';
import type { Process } from './process.ts';

/** What the instances of a test share. */
export type InstallationInput<Carrier extends TestCarrier> = {
  openCarrier: (needs: CarrierNeeds) => Carrier;
  /** Business and system time at the start. */
  startAt?: number | undefined;
  /** A store that remains open afterwards; by default a new one, which is closed. */
  store?: Store | undefined;
  /** The file of the new store; by default it is in memory. */
  path?: string | undefined;
  /** The time after which waiting for a condition or an answer fails; an hour by default. */
  limitMs?: number;
  /** Connects an instance to the bus; by default to one in memory. */
  connect?: (() => Bus) | undefined;
};

/** One instance. What is not given is as in production, without limits. */
export type InstanceInput = Partial<
  Omit<ServiceParts, 'instance' | 'store' | 'bus' | 'clocks' | 'random' | 'send' | 'carrier'>
> & {
  name?: string;
  /** The seed of ids and draws; by default different for each instance. */
  seed?: number;
  /** Wraps the store of this instance, for example to make it fail. */
  wrapStore?: (store: Store) => Store;
  /** Called before and after each call that leaves the process. */
  watch?: (crossing: Crossing) => void;
};

export type TestInstance = Process & {
  name: string;
  fuse: Fuse;
  /** Stops as on SIGTERM: finishes what is under way. Time passes meanwhile. */
  stop: () => Promise<void>;
  /** Ends as on `kill -9`. */
  kill: () => void;
};

/** A store, a bus, a carrier and a time line, on which instances run. */
export type Installation<Carrier extends TestCarrier> = {
  time: TestTime;
  /** The store as no instance sees it: unguarded. */
  store: Store;
  carrier: Carrier;
  /** Counts an open request, so that time waits for it. */
  counted: CarrierNeeds['counted'];
  start: (input?: InstanceInput) => Promise<TestInstance>;
  /** Kills all instances and closes what they share. Calling it again changes nothing. */
  close: () => Promise<void>;
};

/** In-process requests may read streams and files, which takes real iterations of the event loop. */
const busyTurns = 50;
const stayOpen = (): Promise<void> => Promise.resolve();

export async function openInstallation<Carrier extends TestCarrier>({
  openCarrier,
  startAt = monday,
  store: given,
  path,
  connect = createMemoryHub().connect,
  limitMs,
}: InstallationInput<Carrier>): Promise<Installation<Carrier>> {
  const store = given ?? (path === undefined ? openEmptyStore() : await openSqliteStore({ path }));
  const running = new Set<TestInstance>();
  let started = 0;
  let activity = 0;
  let open = 0;
  let isClosed = false;
  const time = createTestTime({
    startAt,
    ...(limitMs !== undefined && { limitMs }),
    settle: createSettle({
      activity: () => activity,
      isBusy: () => open > 0 || carrier.isBusy(),
      busyTurns,
    }),
  });
  const { clocks } = time;
  const counted = async <Result>(work: Promise<Result>): Promise<Result> => {
    open += 1;
    activity += 1;
    try {
      return await work;
    } finally {
      open -= 1;
      activity += 1;
    }
  };
  const carrier = openCarrier({
    clocks,
    counted,
    async callBack(request) {
      const target = [...running].at(-1);
      if (!target) throw new Error('connection refused');
      return target.answer(request);
    },
  });

  const start = async ({
    name = `instance-${started + 1}`,
    seed = started + 1,
    wrapStore = (inner) => inner,
    watch = () => undefined,
    ...parts
  }: InstanceInput = {}): Promise<TestInstance> => {
    started += 1;
    const fuse = createFuse();
    const process = composeProcess({
      ...parts,
      instance: name,
      store: wrapStore({ ...store, close: stayOpen }),
      bus: connect(),
      busClock: clocks.system,
      clocks,
      random: createSeededRandom({ seed }),
      send: carrier.sendFor(name),
      ...(carrier.openUrl && { carrier: { ...testCarrier, openUrl: carrier.openUrl } }),
      fuse,
      watch(crossing) {
        activity += 1;
        watch(crossing);
      },
    });
    const kill = (): void => {
      fuse.blow();
      process.live.close();
      running.delete(instance);
    };
    const instance: TestInstance = {
      ...process,
      name,
      fuse,
      kill,
      async stop() {
        if (fuse.isBlown()) return;
        await time.during(process.stop());
        kill();
      },
    };
    await time.during(process.start());
    running.add(instance);
    return instance;
  };

  return {
    time,
    store,
    carrier,
    counted,
    start,
    async close() {
      if (isClosed) return;
      isClosed = true;
      for (const { kill } of running) kill();
      carrier.close();
      if (!given) await store.close();
    },
  };
}
