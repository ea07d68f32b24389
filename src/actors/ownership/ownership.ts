import type { Logger } from 'pino';
import type { Clocks, SystemClock } from '../../platform/clock.ts';
import { createRepeat } from '../../platform/repeat.ts';
import type { BusMessage } from '../../messaging/contract.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { createReadInstances, noInstances } from './living-instances.ts';
import type { Instances } from './living-instances.ts';
import { createRebalance } from './rebalance.ts';
import type { RebalanceParts } from './rebalance.ts';
import { createOrphanTaker } from './takeover/take-orphans.ts';
import { createTaking } from './takeover/taking.ts';
import type { Taking } from './takeover/taking.ts';
import { createSweep } from './takeover/sweep.ts';
import type { SweepParts, TakeCampaign } from './takeover/sweep.ts';
import type { Observer } from '../watching/observer.ts';
import type { createLease, LeaseTimes } from './lease.ts';
import type { Pace } from './pace.ts';

export type Ownership = {
  /** Renews the heartbeat, finds campaigns without a living owner and takes them. Repeats this on every beat. */
  start: () => Promise<void>;
  /** Runs one round now. */
  round: () => Promise<void>;
  /**
   * Takes a campaign of that epoch and owner. Resolves with the new epoch if it succeeded. An instance that stops takes
   * nothing: it could not release the campaign again.
   */
  take: TakeCampaign;
  /** Takes campaigns that another instance has released, up to the share of this instance. */
  onReleased: (message: BusMessage<'campaigns.released'>) => void;
  /**
   * Returns whether an instance is alive, according to the last round here; for this instance, according to its own
   * lease.
   */
  isAlive: (instance: string | null) => boolean;
  /** Returns the system time at which a heartbeat of an instance was last seen here; null if none was. */
  heartbeatAt: (instance: string) => number | null;
  /** Returns whether an instance has lost its lease: it sends nothing any more. */
  isDead: (instance: string) => boolean;
  isStopped: () => boolean;
  stop: () => Promise<void>;
};

type OwnershipInput = Omit<SweepParts, 'store' | 'take'> & {
  address: string | null;
  startedAt: number;
  store: Store;
  system: SystemClock;
  clocks: Pick<Clocks, 'business'>;
  lease: ReturnType<typeof createLease>;
  times: LeaseTimes;
  pace: Pace;
  log: Logger;
  observer: Pick<Observer, 'taken'>;
  onTaken: (input: { campaign: string; epoch: number }) => void;
  moving: RebalanceParts;
  /** Samples the clock of the store. Never rejects. */
  sampleClock: () => Promise<void>;
  /** Called after each heartbeat. */
  onBeat: () => void;
};

/** What the last read of the instances tells. `beatOf`: the business time of a heartbeat; null if it is not known. */
const seenBy = (
  instances: () => Instances,
): Pick<Ownership, 'isDead' | 'heartbeatAt'> & { beatOf: (id: string) => number | null } => ({
  beatOf: (id) => instances().heartbeats.get(id)?.beatAt ?? null,
  isDead: (id) => instances().dead.has(id),
  heartbeatAt: (id) => instances().heartbeats.get(id)?.at ?? null,
});

/** The number of rounds between two sweeps. */
const sweepEvery = 30;
/** How many rounds lie between two reads of the campaigns without an owner, as long as no instance leaves or dies. */
const orphansEvery = 5;

/**
 * Renews this instance's heartbeat, samples the clock of the store, and takes over campaigns whose owner is missing,
 * unknown, or dead according to the watch. Taking over is a conditional write that any number of instances may try. A
 * round reads the instances. Every fifth round, or when an instance has left or died, it also reads the campaigns
 * without an owner. A sweep, every thirtieth round, finds what rounds miss. It also follows a failed round, an expired
 * lease, and the death of another instance.
 */
export function createOwnership({ system, times, pace, moving, ...parts }: OwnershipInput): Ownership {
  const { instance, store, log } = parts;
  const readInstances = createReadInstances({ instance, store, system, times, pace });
  let instances = noInstances;
  /** Owners that are not in the list of instances. */
  let lost: ReadonlySet<string> = new Set();
  let untilSweep = 0;
  let untilOrphans = 0;

  const renew = createRenew({ ...parts, system, pace });
  const { beatOf, ...seen } = seenBy(() => instances);
  const isStopped = (): boolean => beats.isStopped();
  const { take, takeAll, settled } = createTaking({ ...parts, isStopped, beatOf });
  const sweep = createSweep({ ...parts, take });
  const rebalance = createRebalance({ ...moving, instance, store, system, log });
  const takeNoted = noting(takeAll, rebalance.noteTaken);
  const takeOrphans = createOrphanTaker({ instance, store, system, takeAll: takeNoted, isStopped });
  /** Resolves with whether no campaign is without an owner. `leaving` has no share any more. */
  const takeNow = inTurn(async (leaving: string | null) =>
    takeOrphans({ alive: without(instances.alive, leaving), gone: [...instances.dead, ...lost] }),
  );

  const round = async (): Promise<void> => {
    // Other instances may have taken what this one runs.
    if (!parts.lease.holds()) untilSweep = 0;
    const sampled = parts.sampleClock();
    await renew();
    await sampled;
    instances = await readInstances(instances);
    const { alive, dead, longDead, hasDeath, hasGone } = instances;
    if (hasDeath) untilSweep = 0;
    // An instance gives its campaigns up before it leaves.
    if (untilSweep <= 0 || hasGone) untilOrphans = 0;
    if (untilSweep <= 0) {
      for (const { id, counter } of longDead) await store.removeDeadInstance({ id, counter });
      lost = await sweep({ instances: alive, dead });
    }
    if (untilOrphans <= 0 && (await takeNow(null))) untilOrphans = orphansEvery;
    await rebalance.round(instances);
    untilSweep = untilSweep <= 0 ? sweepEvery : untilSweep - 1;
    untilOrphans -= 1;
  };

  const onError = (error: unknown): void => {
    untilSweep = 0;
    instances = { ...instances, nextDeathMs: Number.POSITIVE_INFINITY };
    log.error({ err: error }, 'the heartbeat or a takeover failed');
  };
  const beats = createRepeat({
    clock: system,
    everyMs: () => Math.min(pace.roundMs(), instances.nextDeathMs),
    run: round,
    onError,
  });

  return {
    take,
    round,
    isStopped,
    ...seen,
    isAlive: (id) => (id === instance ? parts.lease.holds() : id !== null && instances.alive.has(id)),
    async start() {
      await round();
      beats.start();
    },
    onReleased({ campaigns, from, leaving }) {
      rebalance.noteMoved(campaigns);
      if (from !== instance && !beats.isStopped()) takeNow(leaving ? from : null).catch(onError);
    },
    async stop() {
      await beats.stop();
      await Promise.all([rebalance.settled(), takeNow.settled(), settled()]);
    },
  };
}

/** Creates the function that renews the heartbeat in the store, and with it the lease of this instance, if it is due. */
function createRenew({
  instance,
  startedAt,
  address,
  store,
  system,
  pace,
  clocks: { business },
  lease,
  onBeat,
}: Pick<
  OwnershipInput,
  'instance' | 'startedAt' | 'address' | 'store' | 'system' | 'clocks' | 'pace' | 'lease' | 'onBeat'
>): () => Promise<void> {
  let beatAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = system.monotonic();
    if (now - beatAt < pace.freshMs()) return;
    const renewed = lease.begin();
    await store.beat({ id: instance, startedAt, address, beatAt: Math.floor(business.now()) });
    renewed();
    beatAt = now;
    onBeat();
  };
}

const noting =
  (takeAll: Taking['takeAll'], note: () => void): Taking['takeAll'] =>
  async (found) => {
    const taken = await takeAll(found);
    if (taken > 0) note();
    return taken;
  };

const without = (ids: ReadonlySet<string>, left: string | null): ReadonlySet<string> =>
  new Set([...ids].filter((id) => id !== left));

/** Makes calls run one after another. `settled` resolves when no call runs. */
function inTurn<Input, Result>(
  run: (input: Input) => Promise<Result>,
): ((input: Input) => Promise<Result>) & { settled: () => Promise<void> } {
  let last: Promise<unknown> = Promise.resolve();
  const next = (input: Input): Promise<Result> => {
    const result = last.then(() => run(input));
    last = result.catch(() => undefined);
    return result;
  };
  return Object.assign(next, { settled: () => last.then(() => undefined) });
}
