import type { Clock, SystemClock } from '../clock.ts';
import { createTimers } from '../timers.ts';
import { addSample, bestOf, defaultSampleTimes, sampleOf } from './samples.ts';
import type { ClockReading, ClockSample, SampleTimes } from './samples.ts';

/**
 * The time of the store, which is the same at all instances. It follows the samples and never runs backwards: if the
 * store's time does, it stands still until the store has caught up. Before the first sample it is the time of this process.
 */
export type StoreClock = Clock & {
  /**
   * Reads the clock of the store once. A reading of null has no effect. Rejects with the error of `read`; the time then
   * continues as before.
   */
  sample: (read: () => Promise<ClockReading | null>) => Promise<void>;
  /** Whether there was a good sample in the last `freshMs`. Without one, the time may be wrong. */
  isKnown: () => boolean;
  /** The round trip of the sample that decides the offset: the most by which two instances differ. */
  roundTripMs: () => number;
};

/** A smaller step forward does not set the timers again: they fire late by less than this. */
const smallStepMs = 20;
/** The difference of wall time and elapsed time that shows a suspended machine or a wall clock that was set. */
const wallStepMs = 500;

/** Creates a clock from samples of the store. Between samples it runs by the elapsed time of this process. */
export function createStoreClock({
  system,
  times = defaultSampleTimes,
}: {
  system: SystemClock;
  times?: SampleTimes;
}): StoreClock {
  let samples: readonly ClockSample[] = [];
  let best: ClockSample | null = null;
  let latest = Number.NEGATIVE_INFINITY;
  /** When the last good sample arrived, by both readings of the system clock. */
  let good = { wall: Number.NEGATIVE_INFINITY, monotonic: Number.NEGATIVE_INFINITY };

  /** The time by the samples alone. It may run backwards. */
  const sampledNow = (offsetMs: number): number => system.monotonic() + offsetMs;

  const now = (): number => {
    if (!best) return system.now();
    latest = Math.max(latest, sampledNow(best.offsetMs));
    return latest;
  };

  /** While the time stands still, a timer also waits until the store has caught up. */
  const untilMs = (instant: number): number =>
    instant <= now() ? 0 : instant - (best ? sampledNow(best.offsetMs) : now());
  const timers = createTimers({ system, untilMs });

  /** Elapsed time does not count while a machine is suspended. Samples from before are then wrong. */
  const dropSuspended = ({ wall, monotonic }: typeof good): void => {
    if (Math.abs(wall - good.wall - (monotonic - good.monotonic)) > wallStepMs) samples = [];
  };

  const take = (sample: ClockSample): void => {
    const received = { wall: system.now(), monotonic: sample.at };
    dropSuspended(received);
    const before = best?.offsetMs;
    samples = addSample({ samples, sample, times });
    best = bestOf(samples);
    if (sample.roundTripMs < times.longestTripMs) good = received;
    const stepMs = (best?.offsetMs ?? 0) - (before ?? Number.NEGATIVE_INFINITY);
    if (stepMs > smallStepMs) timers.rearm();
  };

  return {
    now,
    async sample(read) {
      const sentAt = system.monotonic();
      const reading = await read();
      if (!reading) return;
      take(sampleOf({ reading, sentAt, receivedAt: system.monotonic() }));
    },
    isKnown() {
      const age = Math.max(system.now() - good.wall, system.monotonic() - good.monotonic);
      return age <= times.freshMs;
    },
    roundTripMs: () => best?.roundTripMs ?? 0,
    at: timers.at,
  };
}
