import type { Logger } from 'pino';
import type { Settlement } from '../../../persistence/contract/queues/deliveries.ts';
import type { Store } from '../../../persistence/contract/store.ts';
import type { Clock, SystemClock } from '../../../platform/clock.ts';
import type { Random } from '../../../platform/random.ts';
import { createRepeat } from '../../../platform/repeat.ts';
import { createDeliverOne } from './deliver-one.ts';
import { createHealthNotes } from './health-notes.ts';
import { createLanes } from './lanes.ts';
import type { SendWebhook } from '../sending/send-webhook.ts';
import { createSettler } from './settler.ts';
import { tidyDeliveries } from './tidy-deliveries.ts';
import type { WebhookList } from '../webhook-list.ts';

/** Sends the deliveries that are due. */
export type Deliverer = {
  /** Looks for deliveries of a webhook at once. */
  note: (webhook: string) => void;
  start: () => void;
  stop: () => Promise<void>;
};

export type DelivererInput = {
  store: Pick<
    Store,
    | 'listDueTargets'
    | 'takeDueDeliveries'
    | 'settleDeliveries'
    | 'expireDeliveries'
    | 'dropDeadDeliveries'
    | 'dropDeliveries'
    | 'readDeliveryQueues'
    | 'readContacts'
    | 'noteWebhookHealth'
    | 'putWebhook'
  >;
  webhooks: WebhookList;
  clocks: { system: SystemClock; store: Clock; business: Clock };
  send: SendWebhook;
  random: Random;
  onSettled: (settled: readonly Settlement[]) => void;
  /** Called with the number of deliveries that were given up without a try, because the endpoint failed for a day. */
  onExpired: (deliveries: number) => void;
  log: Logger;
};

const everyMs = 2_000;
/** The number of runs between two removals of what is not needed any more. */
const tidyEvery = 300;

/**
 * Sends each delivery at least once, at any instance. Every endpoint has a lane of its own: one that is slow or dead takes its
 * own requests, and no time of others.
 */
export function createDeliverer(input: DelivererInput): Deliverer {
  const { store, webhooks, clocks, onSettled, onExpired, log } = input;
  const { system } = clocks;
  let runs = 0;
  const now = (): number => Math.floor(clocks.store.now());
  const onError = (error: unknown): void => log.warn({ err: error }, 'webhooks could not be sent now');
  const settler = createSettler({ store, system, onSettled, onError });
  const health = createHealthNotes({ ...input, onError });
  const deliverOne = createDeliverOne({ ...input, now, health });
  const lanes = createLanes({ ...input, system, now, settler, deliverOne, onError });

  const run = async (): Promise<void> => {
    runs += 1;
    await webhooks.refresh();
    const enabled = webhooks.all().filter((webhook) => webhook.enabled);
    const targets = enabled.map(({ id }) => id).filter((id) => !lanes.isPaused(id));
    for (const id of await store.listDueTargets({ targets, now: now() })) lanes.work(id);
    lanes.workAll();
    if (runs % tidyEvery === 0) await tidyDeliveries({ store, webhooks, now: now(), onExpired });
  };
  const repeat = createRepeat({ clock: system, everyMs, run, onError });
  return {
    note: lanes.work,
    start: repeat.start,
    async stop() {
      await repeat.stop();
      await lanes.stop();
      await settler.stop();
    },
  };
}
