import type { Logger } from 'pino';
import type { AlertWebhook } from '../../persistence/contract/alerts.ts';
import type { Delivery } from '../../persistence/contract/queues/deliveries.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { Clocks } from '../../platform/clock.ts';
import type { Random } from '../../platform/random.ts';
import { createRepeat } from '../../platform/repeat.ts';
import type { Repeat } from '../../platform/repeat.ts';
import { signatureOf } from './post-webhook.ts';
import type { PostWebhook } from './post-webhook.ts';

const everyMs = 2_000;
const atOnce = 20;
/** Longer than a request takes. If this instance dies, another one sends the delivery after it. */
const leaseMs = 60_000;
const firstPauseMs = 10_000;
const longestPauseMs = 3_600_000;
/** With these pauses a delivery is given up after about ten hours. */
const maxTries = 18;
/** How long a delivery that was given up is kept. */
const keepDeadMs = 30 * 86_400_000;
/** The number of runs between two removals of old ones. */
const cleanEvery = 300;

/** The pause after a failed try: it doubles from 10 seconds to an hour, with jitter. */
export function pauseAfter(tries: number, random: Random): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** (tries - 1)) * (0.5 + random() / 2);
}

/** Sends the deliveries that are due, at any instance. Each is sent at least once, and is given up after 18 tries. */
export function createDeliverer({
  store,
  clocks,
  post,
  random,
  log,
}: {
  store: Pick<
    Store,
    | 'takeDueDeliveries'
    | 'completeDelivery'
    | 'failDelivery'
    | 'giveUpDelivery'
    | 'dropDeadDeliveries'
    | 'listAlertWebhooks'
  >;
  clocks: Pick<Clocks, 'store' | 'system'>;
  post: PostWebhook;
  random: Random;
  log: Logger;
}): Repeat {
  let runs = 0;
  const now = (): number => Math.floor(clocks.store.now());

  const send = async (delivery: Delivery, webhook: AlertWebhook): Promise<string | null> => {
    const { body } = delivery;
    try {
      const signature = signatureOf({ secret: webhook.secret, body, at: now() });
      const status = await post({ url: webhook.url, body, signature });
      return status >= 200 && status < 300 ? null : `HTTP ${status}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  const deliver = async (delivery: Delivery, webhook: AlertWebhook | undefined): Promise<void> => {
    const { id, tries, target } = delivery;
    // A webhook that was removed receives nothing.
    const error = webhook ? await send(delivery, webhook) : null;
    if (error === null) return void (await store.completeDelivery({ id, tries }));
    log.warn({ delivery: id, target, tries, error }, 'a webhook was not delivered');
    if (tries >= maxTries) return void (await store.giveUpDelivery({ id, tries, error }));
    const dueAt = now() + Math.floor(pauseAfter(tries, random));
    await store.failDelivery({ id, tries, dueAt, error });
  };

  return createRepeat({
    clock: clocks.system,
    everyMs,
    async run() {
      runs += 1;
      const at = now();
      if (runs % cleanEvery === 0) await store.dropDeadDeliveries({ before: at - keepDeadMs, limit: 500 });
      const due = await store.takeDueDeliveries({ now: at, leasedUntil: at + leaseMs, limit: atOnce });
      if (due.length === 0) return;
      const webhooks = new Map((await store.listAlertWebhooks()).map((one) => [one.client, one]));
      await Promise.all(due.map((delivery) => deliver(delivery, webhooks.get(delivery.target))));
    },
    onError: (error) => log.warn({ err: error }, 'webhooks could not be sent now'),
  });
}
