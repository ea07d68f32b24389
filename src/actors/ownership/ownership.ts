import type { Logger } from 'pino';
import type { Cancel, SystemClock } from '../../platform/clock.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { createDeathWatch } from './lease.ts';
import { createSweep } from './sweep.ts';
import type { SweepParts } from './sweep.ts';
import type { createLease, LeaseTimes } from './lease.ts';

export type Ownership = {
  /** Renews the heartbeat, finds campaigns without a living owner and takes them; repeats this on every beat. */
  start: () => Promise<void>;
  /** One round now. */
  round: () => Promise<void>;
  /** Takes a campaign that has no owner. Resolves with the epoch if it succeeded. */
  take: (input: { campaign: string; epoch: number }) => Promise<number | null>;
  /** Whether an instance is alive, as of the last round here; for this instance, by its own lease. */
  isAlive: (instance: string | null) => boolean;
  stop: () => Promise<void>;
};

/** How many rounds lie between two sweeps. */
const sweepEvery = 30;
/** The maximum number of campaigns that are claimed before the list of campaigns without an owner is read again. */
const orphansAtOnce = 500;

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
  let timer: Cancel = () => undefined;
  let stopped = false;
  let current: Promise<void> = Promise.resolve();
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

  /** An instance takes at most its share, so that instances that start now get theirs. */
  const readRoom = async (): Promise<number> => {
    const counts = await store.countByOwner();
    const all = counts.reduce((sum, { campaigns }) => sum + campaigns, 0);
    const own = counts.find(({ owner }) => owner === instance)?.campaigns ?? 0;
    return Math.ceil(all / Math.max(1, alive.size)) - own;
  };

  /** Each instance starts at a different place of the list, so that instances seldom claim the same campaign. */
  const fromOwnPlace = <Item>(orphans: readonly Item[]): readonly Item[] => {
    const rank = [...alive].filter((id) => id < instance).length;
    const start = Math.floor((rank / Math.max(1, alive.size)) * orphans.length);
    return [...orphans.slice(start), ...orphans.slice(0, start)];
  };

  const takeOrphans = async (): Promise<void> => {
    const gone = [...dead, ...lost];
    for (;;) {
      const orphans = await store.listOrphans({ dead: gone, limit: orphansAtOnce });
      if (orphans.length === 0) return;
      let room = await readRoom();
      let taken = 0;
      for (const { campaign, epoch } of fromOwnPlace(orphans)) {
        if (stopped || room <= 0) return;
        if ((await take({ campaign, epoch })) === null) continue;
        room -= 1;
        taken += 1;
      }
      if (taken === 0) return;
    }
  };

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
    await takeOrphans();
    untilSweep = untilSweep <= 0 ? sweepEvery : untilSweep - 1;
  };

  const loop = (): void => {
    if (stopped) return;
    timer = system.at(system.now() + times.beatMs, () => {
      current = round()
        .catch((error: unknown) => {
          untilSweep = 0;
          log.error({ err: error }, 'the heartbeat failed');
        })
        .finally(loop);
    });
  };

  return {
    take,
    round,
    isAlive: (id) => (id === instance ? lease.holds() : id !== null && alive.has(id)),
    async start() {
      await round();
      loop();
    },
    async stop() {
      stopped = true;
      timer();
      await current;
    },
  };
}
