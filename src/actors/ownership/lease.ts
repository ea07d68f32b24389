import type { InstanceRecord } from '../../persistence/contract/store.ts';
import type { SystemClock } from '../../platform/clock.ts';
import type { Lease } from '../sending/permits.ts';

/** The times of ownership, in system milliseconds. */
export type LeaseTimes = {
  /** How long a heartbeat may be unchanged before other instances take over. */
  leaseMs: number;
  /** How much earlier an instance stops sending on its own. */
  marginMs: number;
  beatMs: number;
  /** The longest pause between two reads that counts. After a longer pause the reader may have been suspended. */
  gapMs: number;
};

export const defaultLease: LeaseTimes = { leaseMs: 10_000, marginMs: 3_000, beatMs: 1_000, gapMs: 2_000 };

/** Creates the lease of this instance. It is valid for some time from the start of the last successful renewal. */
export function createLease({ system, times }: { system: SystemClock; times: LeaseTimes }): Lease & {
  /** Starts a renewal. Call the returned function once the renewal has succeeded. */
  begin: () => () => void;
} {
  let renewedWall = Number.NEGATIVE_INFINITY;
  let renewedMonotonic = Number.NEGATIVE_INFINITY;
  return {
    begin() {
      const wall = system.now();
      const monotonic = system.monotonic();
      return () => {
        renewedWall = wall;
        renewedMonotonic = monotonic;
      };
    },
    holds() {
      const age = Math.max(system.now() - renewedWall, system.monotonic() - renewedMonotonic);
      return age <= times.leaseMs - times.marginMs;
    },
  };
}

/**
 * Finds dead instances: those whose counter this process has read, unchanged, for one full lease of its own elapsed
 * time, in reads that are close together. Clock skew and a store that was unreachable cannot make a healthy instance
 * look dead.
 */
export function createDeathWatch({ system, times }: { system: SystemClock; times: LeaseTimes }): {
  observe: (instances: readonly InstanceRecord[]) => ReadonlySet<string>;
} {
  const seen = new Map<string, { counter: number; since: number }>();
  let lastLook = Number.NEGATIVE_INFINITY;
  return {
    observe(instances) {
      const now = system.monotonic();
      if (now - lastLook > times.gapMs) seen.clear();
      lastLook = now;
      const dead = new Set<string>();
      for (const { id, counter } of instances) {
        const known = seen.get(id);
        if (!known || known.counter !== counter) seen.set(id, { counter, since: now });
        else if (now - known.since >= times.leaseMs) dead.add(id);
      }
      return dead;
    },
  };
}
