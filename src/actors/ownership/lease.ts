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

export type DeathWatch = {
  observe: (instances: readonly InstanceRecord[]) => {
    dead: ReadonlySet<string>;
    /** Those whose counter was seen to change in the last reads, not longer ago than two reads may be apart. */
    beating: ReadonlySet<string>;
    /** The instances that have been dead for so long that their rows are not needed any more. */
    longDead: readonly InstanceRecord[];
    /** After how many milliseconds the next instance is dead, if its counter does not change. */
    nextDeathMs: number;
  };
};

/** An hour with the default lease: operators see a dead instance in the list for that long. */
const forgetAfterLeases = 360;

/**
 * Finds dead instances: those whose counter this process has read, unchanged, for one full lease of its own elapsed
 * time, in reads that are close together. Clock skew and a store that was unreachable cannot make a healthy instance
 * look dead.
 */
export function createDeathWatch({
  system,
  leaseMs,
  gapMs,
}: {
  system: SystemClock;
  leaseMs: number;
  gapMs: () => number;
}): DeathWatch {
  const seen = new Map<string, { counter: number; since: number; hasChanged: boolean }>();
  let lastLook = Number.NEGATIVE_INFINITY;
  return {
    observe(instances) {
      const now = system.monotonic();
      if (now - lastLook > gapMs()) seen.clear();
      lastLook = now;
      const dead = new Set<string>();
      const beating = new Set<string>();
      const longDead: InstanceRecord[] = [];
      let nextDeathMs = Number.POSITIVE_INFINITY;
      for (const instance of instances) {
        const { id, counter } = instance;
        const known = seen.get(id);
        const last =
          known?.counter === counter ? known : { counter, since: now, hasChanged: known !== undefined };
        seen.set(id, last);
        const age = now - last.since;
        if (last.hasChanged && age <= gapMs()) beating.add(id);
        if (age < leaseMs) nextDeathMs = Math.min(nextDeathMs, leaseMs - age);
        else dead.add(id);
        if (age >= leaseMs * forgetAfterLeases) longDead.push(instance);
      }
      return { dead, beating, longDead, nextDeathMs };
    },
  };
}
