import { randomBytes } from 'node:crypto';
import type { WebhookTools } from './http/deps.ts';
import { createWebhookMetrics } from './http/metrics/webhook-metrics.ts';
import { isFirstInstance } from './integrations/first-instance.ts';
import { createDeliverer } from './integrations/outgoing-webhooks/delivering/deliverer.ts';
import { checkedUrl } from './integrations/outgoing-webhooks/sending/endpoint-url.ts';
import { createFeeder } from './integrations/outgoing-webhooks/feeding/feeder.ts';
import type { Feeder } from './integrations/outgoing-webhooks/feeding/feeder.ts';
import { createSendWebhook } from './integrations/outgoing-webhooks/sending/send-webhook.ts';
import type { SendWebhook } from './integrations/outgoing-webhooks/sending/send-webhook.ts';
import { createSendTest } from './integrations/outgoing-webhooks/sending/send-test.ts';
import { secretOf } from './integrations/outgoing-webhooks/sending/signature.ts';
import { tracedSend } from './integrations/outgoing-webhooks/sending/traced-send.ts';
import { createWebhookList } from './integrations/outgoing-webhooks/webhook-list.ts';
import { createIsAllowedAddress } from './platform/addresses/allowed-addresses.ts';
import type { parseAllowedAddresses } from './platform/addresses/allowed-addresses.ts';
import { createIsPrivateAddress } from './platform/addresses/private-addresses.ts';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Engine, Runtime, RuntimeInput } from './actors/index.ts';
import type { Channels } from './domain/campaign/channel-facts.ts';
import { createEventPublisher } from './integrations/event-feed/event-publisher.ts';
import type { EventPublisher } from './integrations/event-feed/event-publisher.ts';
import { takeResults } from './integrations/results/result-intake.ts';
import type { OutsideBus } from './messaging/contract.ts';
import type { Store } from './persistence/contract/store.ts';
import type { Clocks } from './platform/clock.ts';
import type { Random } from './platform/random.ts';
import type { Tracing } from './platform/tracing/tracing.ts';

/** What an instance does for programs outside the installation. */
export type Outside = {
  onCommitted: RuntimeInput['onCommitted'];
  /** What HTTP needs of webhooks. */
  webhooks: Webhooks['tools'];
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
  random: Random;
  metrics: Registry;
  tracing: Tracing | null;
  /** How webhooks are sent; by default none are. */
  webhooks?: WebhookParts | undefined;
  log: Logger;
};

/**
 * Takes the results that outside programs report on the bus, publishes the logs of campaigns there, and sends events to the
 * webhooks of clients.
 */
export function composeOutside(input: OutsideInput): Outside {
  const { outside = null, bus, store, engine, channels, log } = input;
  const publisher = outside?.publishesEvents ? composePublisher(input) : null;
  const webhooks = composeWebhooks(input);
  let stopTaking: () => Promise<void> = () => Promise.resolve();
  return {
    onCommitted({ campaign, record: { client } }) {
      publisher?.note({ client, campaign });
      webhooks.note({ client, campaign });
    },
    webhooks: webhooks.tools,
    async start() {
      publisher?.start();
      webhooks.start();
      if (outside) stopTaking = await takeResults({ bus, store, receive: engine.receive, channels, log });
    },
    async stop(stopEngine) {
      await stopTaking();
      await stopEngine();
      await Promise.all([publisher?.stop(), webhooks.stop()]);
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

/** How an instance sends webhooks. */
export type WebhookParts = {
  /** The private addresses to which webhooks may be sent. */
  allow: NonNullable<ReturnType<typeof parseAllowedAddresses>>;
  /** Sends requests; by default over HTTP. */
  send?: SendWebhook;
};

export type Webhooks = {
  tools: WebhookTools;
  /** Sends the new events of a campaign soon. */
  note: Feeder['note'];
  start: () => void;
  stop: () => Promise<void>;
};

const secretBytes = 32;

/** Creates what sends events and alerts to the systems of clients. Without parts only tests are sent. */
export function composeWebhooks({
  webhooks: parts,
  instance,
  store,
  runtime,
  clocks,
  random,
  metrics: registry,
  tracing,
  log,
}: {
  webhooks?: WebhookParts | undefined;
  instance: string;
  store: Store;
  runtime: Pick<Runtime, 'isAlive'>;
  clocks: Clocks;
  random: Random;
  metrics: Registry;
  tracing: Tracing | null;
  log: Logger;
}): Webhooks {
  const rules = {
    isPrivate: createIsPrivateAddress(),
    isAllowed: createIsAllowedAddress(parts?.allow ?? []),
  };
  const http = parts?.send
    ? { send: parts.send, close: () => Promise.resolve() }
    : createSendWebhook({ rules });
  const send = tracedSend(http.send, tracing);
  const webhooks = createWebhookList({ store });
  const metrics = createWebhookMetrics({ registry });
  const deliverer = createDeliverer({ store, webhooks, clocks, send, random, ...metrics, log });
  const isFirst = (): Promise<boolean> => isFirstInstance({ instance, store, runtime });
  const feeder = createFeeder({ store, webhooks, clocks, isFirst, onFed: deliverer.note, log });
  return {
    tools: {
      checkUrl: (url) => checkedUrl(url, rules),
      newSecret: () => secretOf(randomBytes(secretBytes)),
      onChanged: webhooks.refresh,
      sendTest: createSendTest({ send, clocks }),
    },
    note: parts ? feeder.note : () => undefined,
    start() {
      if (!parts) return;
      deliverer.start();
      feeder.start();
    },
    async stop() {
      await feeder.stop();
      await deliverer.stop();
      await http.close();
    },
  };
}
