import type { ClockStore } from './persistence/contract/clock.ts';
import type { Clock, Clocks, SystemClock } from './platform/clock.ts';
import type { SampleTimes } from './platform/store-time/samples.ts';
import { createStoreClock } from './platform/store-time/store-clock.ts';
import type { StoreClock } from './platform/store-time/store-clock.ts';

/** The clocks of an instance. `storeClock` is the clock that the engine samples; none if the store has no own time. */
export type InstanceClocks = { clocks: Clocks; storeClock?: StoreClock };

/** The first offset is the best of this number of samples. */
const firstSamples = 3;

/**
 * Opens the clocks of an instance on an open store. A business clock that runs in real time becomes the store's time. A
 * simulated one stays as it is. Rejects with the errors of the store.
 */
export async function openClocks({
  store,
  system,
  business = system,
  times,
}: {
  store: ClockStore;
  system: SystemClock;
  /** A simulated business clock. */
  business?: Clock;
  times?: SampleTimes;
}): Promise<InstanceClocks> {
  if ((await store.readClock()) === null) return { clocks: { business, system, store: system } };
  const storeClock = createStoreClock({ system, ...(times && { times }) });
  for (let count = 0; count < firstSamples; count += 1) await storeClock.sample(store.readClock);
  const isReal = business === system;
  return { clocks: { business: isReal ? storeClock : business, system, store: storeClock }, storeClock };
}
