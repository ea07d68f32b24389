import type { Bus } from '../../messaging/contract.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { SystemClock } from '../../platform/clock.ts';

const text = (instant: number): string => new Date(instant).toISOString();

/** Creates the function that publishes the heartbeat of this instance. Without a version it does nothing. */
export function createPublishHeartbeat({
  instance,
  version,
  address,
  startedAt,
  store,
  bus,
  system,
  campaigns,
}: {
  instance: string;
  version?: string | undefined;
  address: string | null;
  startedAt: number;
  store: Pick<Store, 'schemaVersion'>;
  bus: Pick<Bus, 'publish'>;
  system: SystemClock;
  /** Returns the number of campaigns that this instance runs. */
  campaigns: () => number;
}): () => void {
  if (version === undefined) return () => undefined;
  return () => {
    void bus.publish({
      subject: 'heartbeats',
      message: {
        instance,
        version,
        schema: store.schemaVersion(),
        address,
        startedAt: text(startedAt),
        at: text(system.now()),
        campaigns: campaigns(),
      },
    });
  };
}
