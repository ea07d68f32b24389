import type { Settlement } from '../../../persistence/contract/queues/deliveries.ts';
import type { Store } from '../../../persistence/contract/store.ts';
import type { SystemClock } from '../../../platform/clock.ts';

/** Stores the ends of deliveries, those of a few milliseconds in one commit. */
export type Settler = {
  add: (settlement: Settlement) => void;
  /** Resolves when everything that was added is stored, or could not be. What is added later is dropped. */
  stop: () => Promise<void>;
};

const gatherMs = 5;
const mostAtOnce = 200;

/**
 * If the store does not take them, the deliveries are taken again when their leases end, and are sent again with the same ids.
 */
export function createSettler({
  store,
  system,
  onSettled,
  onError,
}: {
  store: Pick<Store, 'settleDeliveries'>;
  system: SystemClock;
  onSettled: (settled: readonly Settlement[]) => void;
  onError: (error: unknown) => void;
}): Settler {
  let pending: Settlement[] = [];
  let writing: Promise<void> | null = null;
  let isScheduled = false;
  let isStopped = false;

  const write = async (): Promise<void> => {
    while (pending.length > 0) {
      const some = pending.slice(0, mostAtOnce);
      pending = pending.slice(mostAtOnce);
      await store.settleDeliveries(some).then(onSettled, onError);
    }
  };
  const flush = (): Promise<void> => (writing ??= write().finally(() => (writing = null)));
  return {
    add(settlement) {
      if (isStopped) return;
      pending.push(settlement);
      if (isScheduled) return;
      isScheduled = true;
      system.at(system.now() + gatherMs, () => {
        isScheduled = false;
        void flush();
      });
    },
    async stop() {
      isStopped = true;
      await flush();
    },
  };
}
