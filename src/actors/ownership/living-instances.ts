import type { InstanceRecord, Store } from '../../persistence/contract/store.ts';
import type { SystemClock } from '../../platform/clock.ts';
import { createDeathWatch } from './lease.ts';
import type { LeaseTimes } from './lease.ts';
import type { Pace } from './pace.ts';

/**
 * A heartbeat. `at`: system time at which the counter was seen to grow, null before that. `beatAt`: see `InstanceRecord`.
 */
export type Heartbeat = Pick<InstanceRecord, 'counter' | 'beatAt'> & { at: number | null };

/** The instances as of one read of the list. */
export type Instances = {
  alive: ReadonlySet<string>;
  dead: ReadonlySet<string>;
  /** See `DeathWatch`: the other instances that were seen to renew their heartbeat. */
  beating: ReadonlySet<string>;
  longDead: readonly InstanceRecord[];
  /** The heartbeats as they were read. */
  heartbeats: ReadonlyMap<string, Heartbeat>;
  /** See `DeathWatch`. */
  nextDeathMs: number;
  /** Whether an instance has died since the read before. */
  hasDeath: boolean;
  /** Whether an instance has died or has left since the read before. */
  hasGone: boolean;
};

export const noInstances: Instances = {
  alive: new Set(),
  dead: new Set(),
  beating: new Set(),
  longDead: [],
  heartbeats: new Map(),
  nextDeathMs: Number.POSITIVE_INFINITY,
  hasDeath: false,
  hasGone: false,
};

/** Creates the function that reads the list of instances and decides which of them are alive. */
export function createReadInstances({
  instance,
  store,
  system,
  times,
  pace,
}: {
  instance: string;
  store: Pick<Store, 'listInstances'>;
  system: SystemClock;
  times: LeaseTimes;
  pace: Pace;
}): (before: Instances) => Promise<Instances> {
  const watch = createDeathWatch({ system, leaseMs: times.leaseMs, gapMs: pace.gapMs });
  return async (before) => {
    const listed = await store.listInstances();
    const observed = watch.observe(listed.filter(({ id }) => id !== instance));
    const alive = new Set(listed.map(({ id }) => id).filter((id) => !observed.dead.has(id)));
    pace.follow(alive.size);
    return {
      ...observed,
      alive,
      heartbeats: seenIn({ listed, before: before.heartbeats, now: system.now() }),
      hasDeath: [...observed.dead].some((id) => !before.dead.has(id)),
      hasGone: [...before.alive].some((id) => !alive.has(id)),
    };
  };
}

function seenIn({
  listed,
  before,
  now,
}: {
  listed: readonly InstanceRecord[];
  before: Instances['heartbeats'];
  now: number;
}): Instances['heartbeats'] {
  return new Map(
    listed.map(({ id, counter, beatAt }) => {
      const known = before.get(id);
      if (known?.counter === counter) return [id, known];
      return [id, { counter, beatAt, at: known === undefined ? null : now }];
    }),
  );
}
