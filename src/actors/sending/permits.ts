import type { Permit } from '../../channels/contract.ts';
import type { SendLog } from '../../persistence/send-log/contract.ts';
import type { SystemClock } from '../../platform/clock.ts';

/** Whether this instance may still act as owner; see section "ownership" of docs/concepts.md. */
export type Lease = { holds: () => boolean };

export type IssuedPermit = Permit & {
  attempt: string;
  /** The system time after which it is worthless, by the wall clock of now. */
  lapsesAt: number;
  isUsed: () => boolean;
  drop: () => void;
};

/** The permits of one campaign that have been issued and not used up. */
export type Permits = {
  /** `until`: the system time that its attempt was minted with, good whenever the permit itself is issued. */
  issue: (input: { attempt: string; until: number | null; isAllowed: () => boolean }) => IssuedPermit;
  /** Makes every unused permit worthless at once; gives the attempts they were for. */
  voidAll: () => readonly string[];
};

/**
 * Permits are short-lived and used at most once. The larger of monotonic and wall time since issue counts, so that a
 * process that was frozen, or whose clock was set, does not send late.
 */
export function createPermits({
  system,
  lease,
  sendLog,
  ttlMs,
}: {
  system: SystemClock;
  lease: Lease;
  sendLog: Pick<SendLog, 'noteSending'>;
  ttlMs: number;
}): Permits {
  const live = new Map<string, { isVoid: boolean }>();
  return {
    issue({ attempt, until, isAllowed }) {
      const state = { isVoid: false };
      let isUsed = false;
      const wall = system.now();
      const monotonic = system.monotonic();
      live.set(attempt, state);
      const age = (): number => Math.max(system.now() - wall, system.monotonic() - monotonic);
      const isOld = (): boolean => age() > ttlMs || system.now() > (until ?? Number.POSITIVE_INFINITY);
      return {
        attempt,
        lapsesAt: Math.min(wall + ttlMs, until ?? Number.POSITIVE_INFINITY),
        isUsed: () => isUsed,
        drop: () => live.delete(attempt),
        use() {
          if (isUsed || state.isVoid || isOld() || !lease.holds() || !isAllowed()) return false;
          if (!sendLog.noteSending(attempt)) return false;
          // A disk may take its time over that note.
          if (isOld() || !lease.holds()) return false;
          isUsed = true;
          live.delete(attempt);
          return true;
        },
      };
    },
    voidAll() {
      const attempts = [...live.keys()];
      for (const state of live.values()) state.isVoid = true;
      live.clear();
      return attempts;
    },
  };
}
