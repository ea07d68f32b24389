import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { Bus } from '../../../src/messaging/contract.ts';
import { openNatsBus } from '../../../src/messaging/nats/nats-bus.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { createSeededRandom } from '../../../src/platform/random.ts';
import { openTestStore } from '../../persistence/mongodb/open-test-store.ts';
import type { RealInstance, RealTimePlace } from '../service/real-time-place.ts';

/** A database and the subjects of a bus that belong to one test. */
export type JoinedServers = {
  database: string;
  /** The prefix of all subjects. */
  prefix: string;
  openStore: (name: string) => Promise<Store>;
  /** Starts an instance. Its `stop` closes its connections too. */
  join: (input: {
    name: string;
    version?: string;
    wrapBus?: (bus: Bus) => Bus;
  }) => Promise<RealInstance & { name: string }>;
};

/** Lets instances with calls in real time share a new database of a replica set and new subjects of a nats-server. */
export function joinServers({
  place,
  uri,
  natsUrl,
}: {
  place: RealTimePlace;
  uri: string;
  natsUrl: string;
}): JoinedServers {
  const [database, prefix] = [`test-${randomUUID()}`, `test-${randomUUID()}`];
  const openStore = (name: string): Promise<Store> => openTestStore({ uri, database, instance: name });
  let joined = 0;
  return {
    database,
    prefix,
    openStore,
    async join({ name, wrapBus = (bus) => bus, ...version }) {
      joined += 1;
      const store = await openStore(name);
      const bus = await openNatsBus({
        access: { servers: [natsUrl] },
        name,
        prefix,
        streams: { replicas: 1, eventsDays: 1 },
        log: pino({ level: 'silent' }),
        random: createSeededRandom({ seed: joined }),
      });
      const instance = await place.start({ name, store, bus: wrapBus(bus), ...version });
      const stop = async (): Promise<void> => {
        await instance.stop();
        await bus.close();
        await store.close();
      };
      return { ...instance, name, stop };
    },
  };
}
