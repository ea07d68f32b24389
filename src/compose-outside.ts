import type { Logger } from 'pino';
import type { Engine, Runtime, RuntimeInput } from './actors/index.ts';
import type { Channels } from './domain/campaign/channel-facts.ts';
import { createEventPublisher } from './integrations/event-feed/event-publisher.ts';
import type { EventPublisher } from './integrations/event-feed/event-publisher.ts';
import { takeResults } from './integrations/results/result-intake.ts';
import type { OutsideBus } from './messaging/contract.ts';
import type { Store } from './persistence/contract/store.ts';
import type { Clocks } from './platform/clock.ts';

/** What an instance does for programs outside the installation. */
export type Outside = {
  onCommitted: RuntimeInput['onCommitted'];
  start: () => Promise<void>;
  /** Takes no more results, stops the engine, and publishes the events that are left. */
  stop: (stopEngine: () => Promise<void>) => Promise<void>;
};

export type OutsideInput = {
  /** Whether programs outside the installation are on the bus; null if not. */
  outside?: { publishesEvents: boolean } | null | undefined;
  instance: string;
  bus: OutsideBus;
  store: Store;
  engine: Pick<Engine, 'receive'>;
  runtime: Pick<Runtime, 'isAlive'>;
  channels: Channels;
  clocks: Clocks;
  log: Logger;
};

/** Takes the results that outside programs report on the bus, and publishes the logs of campaigns there. */
export function composeOutside(input: OutsideInput): Outside {
  const { outside = null, bus, store, engine, channels, log } = input;
  const publisher = outside?.publishesEvents ? composePublisher(input) : null;
  let stopTaking: () => Promise<void> = () => Promise.resolve();
  return {
    onCommitted({ campaign, record: { client } }) {
      publisher?.note({ client, campaign });
    },
    async start() {
      publisher?.start();
      if (outside) stopTaking = await takeResults({ bus, store, receive: engine.receive, channels, log });
    },
    async stop(stopEngine) {
      await stopTaking();
      await stopEngine();
      await publisher?.stop();
    },
  };
}

function composePublisher({ instance, bus, store, runtime, clocks, log }: OutsideInput): EventPublisher {
  return createEventPublisher({
    feed: bus,
    store,
    system: clocks.system,
    log,
    async isFirst() {
      const [first] = (await store.listInstances()).map(({ id }) => id).filter(runtime.isAlive);
      return first === instance;
    },
  });
}
