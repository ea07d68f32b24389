import type { ClockReading } from '../../platform/store-time/samples.ts';

/**
 * The time of the store. All instances decide about campaigns by it, because their own clocks may differ. It may jump, and
 * may run backwards when another server takes the writes.
 */
export type ClockStore = {
  /**
   * Reads the clock of the server that takes the writes, as fast as the store can. Returns null if the store has no clock of
   * its own: its time is that of the process.
   */
  readClock: () => Promise<ClockReading | null>;
};
