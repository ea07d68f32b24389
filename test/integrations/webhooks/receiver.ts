import type {
  SendWebhook,
  WebhookAnswer,
} from '../../../src/integrations/outgoing-webhooks/sending/send-webhook.ts';
import type { DeadLetters } from '../../../src/persistence/contract/queues/deliveries.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import { startService } from '../../support/service/start-service.ts';
import type { ServiceInput, TestService } from '../../support/service/start-service.ts';

export type Received = {
  at: number;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  id: string;
  type: string;
  data: { campaign: string; seq: number; position: number | null; contact?: object } & Record<
    string,
    unknown
  >;
};

export type Answer = Partial<WebhookAnswer> | Error;

/** An endpoint that keeps what it receives. `answer` says how it answers; it may take its time. */
export function createReceiver(answer: (received: Received) => Answer | Promise<Answer> = () => ({})) {
  const received: Received[] = [];
  const accepted: Received[] = [];
  const receiver = {
    received,
    /** What was answered with 2xx. */
    accepted,
    ids: () => accepted.map(({ id }) => id),
    answer,
    now: () => 0,
  };
  const send: SendWebhook = async ({ url, body, headers }) => {
    const { id, type, data } = JSON.parse(body) as Pick<Received, 'id' | 'type' | 'data'>;
    const one = { at: receiver.now(), url, headers, body, id, type, data };
    received.push(one);
    const given = await receiver.answer(one);
    if (given instanceof Error) throw given;
    const answered = { status: 204, body: '', retryAfter: null, ...given };
    if (answered.status < 300) accepted.push(one);
    return answered;
  };
  return { ...receiver, send, set: (next: typeof answer) => void (receiver.answer = next), receiver };
}

/** A service that sends webhooks to a receiver, and the tools of the tests. */
export async function serve({
  receiver = createReceiver(),
  ...input
}: ServiceInput & { receiver?: ReturnType<typeof createReceiver> } = {}) {
  const service = await startService({ webhooks: { allow: [], send: receiver.send }, ...input });
  receiver.receiver.now = service.now;
  return { service, receiver, ...toolsOf(service) };
}

export function toolsOf(service: TestService) {
  const { send } = service;
  const create = async (settings: object = {}) =>
    (
      await send<{ id: string; secret: string }>('POST', '/v1/webhooks', {
        url: 'https://hooks.example.com/in',
        types: ['*'],
        ...settings,
      })
    ).body;
  const read = async (id: string) => (await send<Record<string, unknown>>('GET', `/v1/webhooks/${id}`)).body;
  const dead = async (id: string) =>
    (
      await send<{ items: { id: string; lastError: string; tries: number }[] }>(
        'GET',
        `/v1/webhooks/${id}/deliveries`,
      )
    ).body.items;
  const order = async (
    id: string,
    name: 'replay' | 'discard',
    letters: Omit<DeadLetters, 'target'> | object,
  ) => (await send<{ count: number }>('POST', `/v1/webhooks/${id}/${name}`, letters)).body.count;
  /** Runs a campaign with these contacts to its end. */
  const campaign = async (name: string, people = 3): Promise<string> => {
    const file = campaignFile({ name, retry: { maxAttempts: 1 } });
    const { id } = (await send<{ id: string }>('POST', '/v1/campaigns', file)).body;
    const csv = csvOf(Array.from({ length: people }, () => '00'));
    await send('POST', `/v1/campaigns/${id}/contacts`, csv, { 'content-type': 'text/csv' });
    await send('POST', `/v1/campaigns/${id}/start`);
    return id;
  };
  /** Creates campaigns that stay drafts: each has the event `campaign.created`. */
  const drafts = async (...names: string[]): Promise<void> => {
    for (const name of names) await send('POST', '/v1/campaigns', campaignFile({ name }));
  };
  return { create, read, dead, order, campaign, drafts };
}

/** The events of a log, all of them. */
export const logOf = async (store: Pick<Store, 'readEvents'>, campaign: string) =>
  store.readEvents({ campaign, afterSeq: 0, limit: 10_000 });
