import type { Bus } from '../../messaging/contract.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { Clock } from '../../platform/clock.ts';

const text = (instant: number): string => new Date(instant).toISOString();

/** Creates the function that publishes the heartbeat of this instance. Without a version it does nothing. */
export function createPublishHeartbeat({
  instance,
  version,
  address,
  startedAt,
  store,
  bus,
  clock,
  campaigns,
}: {
  instance: string;
  version?: string | undefined;
  address: string | null;
  startedAt: number;
  store: Pick<Store, 'schemaVersion'>;
  bus: Pick<Bus, 'publish'>;
  clock: Clock;
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
        at: text(clock.now()),
        campaigns: campaigns(),
      },
    });
  };
}
