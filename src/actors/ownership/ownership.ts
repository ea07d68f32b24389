import type { Logger } from 'pino';
import type { SystemClock } from '../../platform/clock.ts';
import { createRepeat } from '../../platform/repeat.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { createDeathWatch } from './lease.ts';
import { createOrphanTaker } from './take-orphans.ts';
import { createSweep } from './sweep.ts';
import type { SweepParts } from './sweep.ts';
import type { createLease, LeaseTimes } from './lease.ts';

export type Ownership = {
  /** Renews the heartbeat, finds campaigns without a living owner and takes them. Repeats this on every beat. */
  start: () => Promise<void>;
  /** Runs one round now. */
  round: () => Promise<void>;
  /** Takes a campaign that has no owner. Resolves with the epoch if it succeeded. */
  take: (input: { campaign: string; epoch: number }) => Promise<number | null>;
  /**
   * Returns whether an instance is alive, according to the last round here; for this instance, according to its own
   * lease.
   */
  isAlive: (instance: string | null) => boolean;
  stop: () => Promise<void>;
};

/** The number of rounds between two sweeps. */
const sweepEvery = 30;

/**
 * Renews this instance's heartbeat and takes over campaigns whose owner is missing, unknown, or dead according to the
 * watch. Taking over is a conditional write that any number of instances may try. A round reads the instances and the
 * campaigns without an owner. A sweep, every thirtieth round, finds what rounds miss. It also follows a failed round,
 * an expired lease, and the death of another instance.
 */
export function createOwnership({
  address,
  startedAt,
  system,
  lease,
  times,
  log,
  onTaken,
  ...parts
}: Omit<SweepParts, 'store' | 'take'> & {
  address: string | null;
  startedAt: number;
  store: Store;
  system: SystemClock;
  lease: ReturnType<typeof createLease>;
  times: LeaseTimes;
  log: Logger;
  onTaken: (input: { campaign: string; epoch: number }) => void;
}): Ownership {
  const { instance, store } = parts;
  const watch = createDeathWatch({ system, times });
  let alive: ReadonlySet<string> = new Set();
  let dead: ReadonlySet<string> = new Set();
  /** Owners that are not in the list of instances. */
  let lost: ReadonlySet<string> = new Set();
  let untilSweep = 0;

  const take: Ownership['take'] = async ({ campaign, epoch }) => {
    const next = await store.claimCampaign({ campaign, fromEpoch: epoch, instance });
    if (next === null) return null;
    log.info({ campaign, epoch: next }, 'took over a campaign');
    onTaken({ campaign, epoch: next });
    return next;
  };
  const sweep = createSweep({ ...parts, take });
  const takeOrphans = createOrphanTaker({ instance, store, take, isStopped: () => beats.isStopped() });

  const round = async (): Promise<void> => {
    // Other instances may have taken what this one runs.
    if (!lease.holds()) untilSweep = 0;
    const renewed = lease.begin();
    await store.beat({ id: instance, startedAt, address });
    renewed();
    const instances = await store.listInstances();
    const deadNow = watch.observe(instances.filter(({ id }) => id !== instance));
    if ([...deadNow].some((id) => !dead.has(id))) untilSweep = 0;
    dead = deadNow;
    alive = new Set(instances.map(({ id }) => id).filter((id) => !dead.has(id)));
    if (untilSweep <= 0) lost = await sweep({ instances: alive, dead });
    await takeOrphans({ alive, gone: [...dead, ...lost] });
    untilSweep = untilSweep <= 0 ? sweepEvery : untilSweep - 1;
  };

  const beats = createRepeat({
    clock: system,
    everyMs: times.beatMs,
    run: round,
    onError(error) {
      untilSweep = 0;
      log.error({ err: error }, 'the heartbeat failed');
    },
  });

  return {
    take,
    round,
    isAlive: (id) => (id === instance ? lease.holds() : id !== null && alive.has(id)),
    async start() {
      await round();
      beats.start();
    },
    stop: beats.stop,
  };
}
