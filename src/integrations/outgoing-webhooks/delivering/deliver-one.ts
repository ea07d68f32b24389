import type { Logger } from 'pino';
import type { Contact } from '../../../domain/contact/contact.ts';
import type {
  Delivery,
  DeliveryAnswer,
  Settlement,
} from '../../../persistence/contract/queues/deliveries.ts';
import type { StoredWebhook } from '../../../persistence/contract/queues/webhooks.ts';
import type { Store } from '../../../persistence/contract/store.ts';
import type { SystemClock } from '../../../platform/clock.ts';
import type { Random } from '../../../platform/random.ts';
import { bodyWithContact } from '../feeding/event-body.ts';
import type { HealthNotes } from './health-notes.ts';
import type { Lane } from './lane.ts';
import { nextTry, verdictOf } from './retry.ts';
import type { Verdict } from './retry.ts';
import type { SendWebhook } from '../sending/send-webhook.ts';
import { secretsAt, signedHeaders } from '../sending/signature.ts';
import type { WebhookList } from '../webhook-list.ts';

type DeliverOneInput = {
  store: Pick<Store, 'readContacts' | 'expireDeliveries'>;
  webhooks: WebhookList;
  clocks: { system: SystemClock };
  send: SendWebhook;
  random: Random;
  now: () => number;
  health: HealthNotes;
  onExpired: (deliveries: number) => void;
  log: Logger;
};

type Tried = { verdict: Verdict; answer: DeliveryAnswer };

const expiredAtOnce = 500;

/** Creates the function that sends one delivery and resolves with how it ended. It rejects only if the store fails. */
export function createDeliverOne(
  input: DeliverOneInput,
): (of: { lane: Lane; delivery: Delivery }) => Promise<Settlement> {
  const { store, webhooks, random, now, health, log } = input;
  const trySend = createTry(input);

  /** An endpoint that fails for a day takes one request at a time: what should have been received by now is given up. */
  const expire = async (webhook: StoredWebhook, error: string): Promise<void> => {
    const told = `The endpoint failed for a day: ${error}`;
    const expired = { target: webhook.id, now: now(), error: told, limit: expiredAtOnce };
    input.onExpired(await store.expireDeliveries(expired));
  };

  return async ({ lane, delivery }) => {
    const { id, tries, target } = delivery;
    const webhook = webhooks.get(target);
    if (!webhook) return { id, tries, outcome: 'returned', dueAt: now() };
    const { verdict, answer } = await trySend(webhook, delivery);
    const isReceived = verdict.kind === 'received';
    const pauseUntil = verdict.kind === 'failed' && verdict.isBusy ? verdict.retryAt : null;
    const state = lane.answered({ now: now(), isReceived, pauseUntil });
    if (isReceived) {
      health.received(webhook);
      return { id, tries, outcome: 'received' };
    }
    const { error } = verdict;
    log.warn({ delivery: id, webhook: target, tries, error }, 'a webhook was not delivered');
    health.failed(webhook, { error, ...state });
    if (verdict.kind === 'gone') {
      await health.gone(webhook);
      return { id, tries, outcome: 'given-up', error, answer };
    }
    if (state.pausedUntil !== null) await expire(webhook, error);
    const { until } = delivery;
    const failures = delivery.failures + 1;
    const dueAt = nextTry({ failures, until, now: now(), retryAt: verdict.retryAt, random });
    if (dueAt === null) return { id, tries, outcome: 'given-up', error, answer };
    return { id, tries, outcome: 'failed', dueAt, error, answer };
  };
}

function createTry({
  store,
  clocks: { system },
  send,
  now,
}: DeliverOneInput): (webhook: StoredWebhook, delivery: Delivery) => Promise<Tried> {
  const contactOf = async ({ campaign, position }: Delivery): Promise<Contact | undefined> => {
    if (campaign === null || position === null) return undefined;
    return (await store.readContacts({ campaign, positions: [position] }))[0]?.contact;
  };
  return async (webhook, delivery) => {
    const { include, url } = webhook;
    const at = now();
    const began = system.monotonic();
    try {
      const contact = include.length === 0 ? undefined : await contactOf(delivery);
      const body = bodyWithContact({ body: delivery.body, contact, include });
      const headers = signedHeaders({ id: delivery.id, body, secrets: secretsAt(webhook, at), at });
      const { status, retryAfter, body: answered } = await send({ url, body, headers });
      const answer = { status, body: answered, at, ms: Math.round(system.monotonic() - began) };
      return { verdict: verdictOf({ status, retryAfter }, now()), answer };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const ms = Math.round(system.monotonic() - began);
      return {
        verdict: { kind: 'failed', error: message, retryAt: null, isBusy: false },
        answer: { status: null, body: '', at, ms },
      };
    }
  };
}
