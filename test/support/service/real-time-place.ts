import { createMemoryBus } from '../../../src/messaging/memory/memory-bus.ts';
import type { Bus } from '../../../src/messaging/contract.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import type { Clock, SystemClock } from '../../../src/platform/clock.ts';
import { createSeededRandom } from '../../../src/platform/random.ts';
import { createScaledClock } from '../../../src/platform/scaled-clock.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import { monday } from '../time/test-time.ts';
import { openSimulatedCarrier } from './carriers/simulated-carrier.ts';
import type { SimulatedCarrier } from './carriers/simulated-carrier.ts';
import { createFuse } from './fuse.ts';
import type { Fuse } from './fuse.ts';
import { composeProcess } from './process.ts';
import type { Process, ProcessParts } from './process.ts';

export type RealInstance = Process & { fuse: Fuse };

/** A carrier that outlives the instances, and instances in real time whose business clock is fast. */
export type RealTimePlace = {
  system: SystemClock;
  /** The clock of campaigns. */
  business: Clock;
  carrier: SimulatedCarrier;
  /** Starts an instance. The store stays open when it stops; so does a bus that is given. Callbacks go to the last one. */
  start: (
    input: { name: string; store: Store; bus?: Bus } & Pick<
      ProcessParts,
      'version' | 'apiKeys' | 'rehearse' | 'sendLog'
    >,
  ) => Promise<RealInstance>;
};

export function createRealTimePlace({ speed }: { speed: number }): RealTimePlace {
  const system = createSystemClock();
  const stretch = { businessAt: monday, systemAt: system.now(), speed };
  const clocks = { system, store: system, business: createScaledClock({ system, stretch }) };
  let current: Process | null = null;
  let started = 0;
  const carrier = openSimulatedCarrier()({
    clocks,
    counted: (work) => work,
    callBack: (request) => current?.answer(request) ?? Promise.reject(new Error('connection refused')),
  });
  return {
    system,
    business: clocks.business,
    carrier,
    async start({ name, store, bus = createMemoryBus(), ...parts }) {
      const fuse = createFuse();
      started += 1;
      const service = composeProcess({
        instance: name,
        ...parts,
        store: { ...store, close: () => Promise.resolve() },
        bus: { ...bus, close: () => Promise.resolve() },
        busClock: system,
        clocks,
        random: createSeededRandom({ seed: started }),
        send: carrier.sendFor(name),
        fuse,
        watch: () => undefined,
      });
      await service.start();
      current = service;
      return { ...service, fuse };
    },
  };
}

/** Sends a request to an instance, and fails unless it is accepted. */
export async function post(
  { answer }: Process,
  path: string,
  body: string | null = null,
  type = 'application/json',
): Promise<void> {
  const headers = body === null ? {} : { 'content-type': type };
  const request = new Request(`http://localhost${path}`, { method: 'POST', body, headers });
  const response = await answer(request);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}
