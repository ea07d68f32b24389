import type { Permit } from '../../channels/contract.ts';
import type { SendLog } from '../../persistence/send-log/contract.ts';
import type { Clock, SystemClock } from '../../platform/clock.ts';

/** Whether this instance may still act as owner; see section "ownership" of docs/concepts.md. */
export type Lease = { holds: () => boolean };

export type IssuedPermit = Permit & {
  attempt: string;
  /** The store's time after which the permit is invalid. */
  lapsesAt: number;
  isUsed: () => boolean;
  /** Calls `run` when the permit is voided; at once if it is void. */
  onVoid: (run: () => void) => void;
  drop: () => void;
};

/** The permits of one campaign that were issued and are not used yet. */
export type Permits = {
  /**
   * Issues a permit. `until` is the store's time with which its attempt was minted; the permit is invalid after it,
   * whenever it was issued.
   */
  issue: (input: { attempt: string; until: number | null; isAllowed: () => boolean }) => IssuedPermit;
  /** Voids every unused permit at once. Returns their attempts. */
  voidAll: () => readonly string[];
};

/**
 * Creates permits. They are short-lived and are used once. Their age is the larger of monotonic and wall time since
 * issue, so that a process that was frozen, or whose clock was set, does not send late.
 */
export function createPermits({
  system,
  clock,
  lease,
  sendLog,
  ttlMs,
}: {
  system: SystemClock;
  /** The clock of the store. */
  clock: Clock;
  lease: Lease;
  sendLog: Pick<SendLog, 'noteSending'>;
  ttlMs: number;
}): Permits {
  const live = new Map<string, { isVoid: boolean; onVoid: () => void }>();
  return {
    issue({ attempt, until, isAllowed }) {
      const state = { isVoid: false, onVoid: () => undefined as void };
      let isUsed = false;
      const wall = system.now();
      const monotonic = system.monotonic();
      live.set(attempt, state);
      const age = (): number => Math.max(system.now() - wall, system.monotonic() - monotonic);
      const isOld = (): boolean => age() > ttlMs || clock.now() > (until ?? Number.POSITIVE_INFINITY);
      return {
        attempt,
        lapsesAt: Math.min(clock.now() + ttlMs, until ?? Number.POSITIVE_INFINITY),
        isUsed: () => isUsed,
        onVoid(run) {
          state.onVoid = run;
          if (state.isVoid) run();
        },
        drop: () => live.delete(attempt),
        use() {
          if (isUsed || state.isVoid || isOld() || !lease.holds() || !isAllowed()) return false;
          if (!sendLog.noteSending(attempt)) return false;
          // Writing that record to a disk may take some time.
          if (isOld() || !lease.holds()) return false;
          isUsed = true;
          live.delete(attempt);
          return true;
        },
      };
    },
    voidAll() {
      const voided = [...live];
      live.clear();
      for (const [, state] of voided) state.isVoid = true;
      for (const [, { onVoid }] of voided) onVoid();
      return voided.map(([attempt]) => attempt);
    },
  };
}
