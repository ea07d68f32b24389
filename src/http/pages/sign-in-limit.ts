import { RingmasterError } from '../../domain/errors.ts';
import type { SystemClock } from '../../platform/clock.ts';

/** After this number of wrong keys from one address within the period, the address must wait. */
const maxWrong = 10;
const periodMs = 60_000;
/** The maximum number of addresses to remember. */
const maxAddresses = 10_000;

/** Limits wrong keys per address, on this instance. */
export type SignInLimit = {
  /** Throws `auth.too-many-attempts` if the address must wait. */
  check: (address: string) => void;
  /** Counts a wrong key. */
  count: (address: string) => void;
};

export function createSignInLimit({ system }: { system: SystemClock }): SignInLimit {
  const wrong = new Map<string, number[]>();
  const recent = (address: string): number[] =>
    (wrong.get(address) ?? []).filter((at) => system.monotonic() - at < periodMs);

  return {
    check(address) {
      const times = recent(address);
      if (times.length < maxWrong) return;
      const retryAfterSeconds = Math.ceil((periodMs - (system.monotonic() - (times[0] ?? 0))) / 1_000);
      throw new RingmasterError({
        code: 'auth.too-many-attempts',
        family: 'overloaded',
        message: `There were ${times.length} attempts to sign in with a wrong key from this address in the last minute.`,
        hint: `Try again in ${retryAfterSeconds} seconds.`,
        details: { retryAfterSeconds },
      });
    },
    count(address) {
      const times = [...recent(address), system.monotonic()];
      wrong.delete(address);
      wrong.set(address, times);
      const [oldest] = wrong.keys();
      if (wrong.size > maxAddresses && oldest !== undefined) wrong.delete(oldest);
    },
  };
}
