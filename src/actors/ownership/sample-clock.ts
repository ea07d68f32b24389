import type { Logger } from 'pino';
import type { ClockStore } from '../../persistence/contract/clock.ts';
import type { StoreClock } from '../../platform/store-time/store-clock.ts';

/** The clocks of machines drift by less than a millisecond in this number of beats. Each sample is a load on the database. */
const sampleEvery = 3;

/**
 * Creates the function that is called on each beat and samples the clock of the store: on every third beat, and on each
 * beat after a sample that failed or while the time is not known. It never rejects.
 */
export function createSampleClock({
  store,
  storeClock,
  log,
}: {
  store: ClockStore;
  storeClock?: Pick<StoreClock, 'sample' | 'isKnown'> | undefined;
  log: Logger;
}): () => Promise<void> {
  if (!storeClock) return () => Promise.resolve();
  let untilSample = 0;
  return async () => {
    if (untilSample > 0 && storeClock.isKnown()) {
      untilSample -= 1;
      return;
    }
    try {
      await storeClock.sample(store.readClock);
      untilSample = sampleEvery - 1;
    } catch (error) {
      untilSample = 0;
      log.debug({ err: error }, 'the time of the store was not read');
    }
  };
}
