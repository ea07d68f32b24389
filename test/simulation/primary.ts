import type { ClockReading } from '../../src/platform/store-time/samples.ts';
import type { Clock } from '../../src/platform/clock.ts';

/** The server of a store that takes the writes: its clock is the time of the store. */
export type Primary = {
  read: () => ClockReading;
  /** How far its clock is off, in ms. */
  offMs: () => number;
  /** How much later than its clock the time has been before: no process may go back there. */
  aheadMs: () => number;
  /** Another server takes the writes. Its clock is behind the one before by so much. */
  elect: (behindMs: number) => void;
};

export function createPrimary({ clock }: { clock: Clock }): Primary {
  let offMs = 0;
  let elections = 0;
  let latest = -Infinity;
  const now = (): number => clock.now() + offMs;
  return {
    read: () => ({ now: now(), source: `server-${elections}` }),
    offMs: () => offMs,
    aheadMs: () => Math.max(0, latest - now()),
    elect(behindMs) {
      latest = Math.max(latest, now());
      offMs -= behindMs;
      elections += 1;
    },
  };
}
