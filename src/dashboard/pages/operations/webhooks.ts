import { html } from 'hono/html';
import type { RingmasterError } from '../../../domain/errors.ts';
import { webhookIncludes } from '../../../domain/webhook/webhook.ts';
import { readJson } from '../../api/read-json.ts';
import { readDeliveries, readDelivery, readWebhook, readWebhooks, webhookPath } from '../../api/webhooks.ts';
import type { Page, PageRequest } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import type { Html } from '../../layout/html.ts';
import { roleRefusal } from '../../layout/order-button.ts';
import { refusalNotice } from '../../layout/problem.ts';
import {
  deadLetters,
  deliveryInFull,
  newWebhookForm,
  webhookButtons,
  webhookFacts,
  webhookPage,
  webhookTable,
} from './webhook-tables.ts';
import { giveOrder, isRefusal } from '../give-order.ts';
import { statusOf } from '../problem-status.ts';

type Values = Readonly<Record<string, string>>;
type Shown = { problem?: RingmasterError; values?: Values; notice?: Html };
type WithSecret = { id: string; secret: string };
type TestResult = { status: number | null; ms: number; answer: string; error: string | null };

type Show = (request: PageRequest, shown: Shown) => Promise<Response>;

/** Returns the pages of webhooks, and the handlers of their forms. A secret is in the answer to a form only. */
export function webhookPages(input: { write: WriteDocument }): Page[] {
  const showAll = createShowAll(input);
  const showOne = createShowOne(input);
  return [
    { method: 'get', path: '/webhooks', handle: (request) => showAll(request, {}) },
    { method: 'get', path: '/webhooks/:webhook', handle: (request) => showOne(request, {}) },
    {
      method: 'post',
      path: '/ui/webhooks',
      async handle(request) {
        const values = Object.fromEntries(
          [...(await request.readForm())].map(([name, text]) => [name, text.trim()]),
        );
        try {
          const made = await create(request, values);
          return await showAll(request, { notice: secretNotice(made) });
        } catch (error) {
          if (!isRefusal(error)) throw error;
          return showAll(request, { problem: error, values });
        }
      },
    },
    {
      method: 'post',
      path: '/ui/webhooks/:webhook/:command',
      async handle(request) {
        const id = request.params['webhook'] ?? '';
        const command = request.params['command'] ?? '';
        const form = await request.readForm();
        const idempotencyKey = form.get('key') || undefined;
        const send = <Answer>(rest: string, json: object = {}): Promise<Answer> =>
          readJson<Answer>(request.api, {
            method: 'POST',
            path: webhookPath(id, rest),
            json,
            idempotencyKey,
          });
        const show = async (notice: Promise<Html>): Promise<Response> => {
          try {
            return await showOne(request, { notice: await notice });
          } catch (error) {
            if (!isRefusal(error)) throw error;
            return showOne(request, { problem: error });
          }
        };
        if (command === 'test') return show(send<TestResult>('/test').then(testNotice));
        if (command === 'rotate') return show(send<WithSecret>('/rotate').then(secretNotice));
        return giveOrder({
          give: () => order({ request, id, command, letter: form.get('id') ?? '', idempotencyKey }),
          to: command === 'remove' ? '/webhooks' : webhookPage(id),
          refused: (problem) => showOne(request, { problem }),
        });
      },
    },
  ];
}

const createShowAll =
  ({ write }: { write: WriteDocument }): Show =>
  async (request: PageRequest, { problem, values = {}, notice }: Shown): Promise<Response> => {
    const { api, viewer, url } = request;
    const { items } = await readWebhooks(api);
    const main = html`<h1>Webhooks</h1>
      <p class="soft">Events and alerts are sent to the systems of clients, signed, and tried for a day.</p>
      ${refusalNotice(problem)} ${notice ?? ''} ${webhookTable(items)}
      <section aria-labelledby="new">
        <h2 id="new">New webhook</h2>
        ${newWebhookForm(viewer, values)}
      </section>`;
    const sources = [{ path: '/v1/webhooks', cli: 'webhooks' }];
    const status = problem ? statusOf(problem) : 200;
    return write({ title: 'Webhooks', main, viewer, url, status, sources });
  };

const createShowOne =
  ({ write }: { write: WriteDocument }): Show =>
  async (request: PageRequest, { problem, notice }: Shown): Promise<Response> => {
    const { api, viewer, url, params } = request;
    const id = params['webhook'] ?? '';
    const asked = url.searchParams.get('delivery');
    const [webhook, letters, delivery] = await Promise.all([
      readWebhook(api, id),
      readDeliveries(api, id, { state: 'dead', limit: '50' }),
      asked !== null && roleRefusal(viewer) === null ? readDelivery(api, id, asked) : null,
    ]);
    const main = html`<p class="soft"><a href="/webhooks">Webhooks</a></p>
      <h1><bdi>${webhook.description || webhook.id}</bdi></h1>
      ${refusalNotice(problem)} ${notice ?? ''} ${webhookFacts(webhook)} ${webhookButtons(webhook, viewer)}
      ${
        delivery
          ? html`<section aria-labelledby="delivery">
              <h2 id="delivery">Delivery</h2>
              ${deliveryInFull(delivery)}
            </section>`
          : ''
      }
      <section aria-labelledby="dead">
        <h2 id="dead">Dead letters</h2>
        ${deadLetters({ webhook, letters: letters.items, viewer })}
      </section>`;
    const sources = [
      { path: webhookPath(id), cli: `webhooks show ${id}` },
      { path: webhookPath(id, '/deliveries'), cli: `webhooks dead ${id}` },
    ];
    const status = problem ? statusOf(problem) : 200;
    return write({ title: 'Webhook', main, viewer, url, status, sources });
  };

const create = ({ api }: PageRequest, values: Values): Promise<WithSecret> =>
  readJson<WithSecret>(api, {
    method: 'POST',
    path: '/v1/webhooks',
    json: {
      url: values['url'] ?? '',
      types: (values['types'] ?? '').split(',').map((type) => type.trim()),
      include: webhookIncludes.filter((name) => values[name] === 'on'),
      description: values['description'] ?? '',
      ...(values['client'] && { client: values['client'] }),
    },
    idempotencyKey: values['key'] || undefined,
  });

/** Sends the order of a button that leads back to the page. */
async function order({
  request: { api },
  id,
  command,
  letter,
  idempotencyKey,
}: {
  request: PageRequest;
  id: string;
  command: string;
  letter: string;
  idempotencyKey: string | undefined;
}): Promise<unknown> {
  if (command === 'remove') return readJson(api, { method: 'DELETE', path: webhookPath(id), idempotencyKey });
  if (command === 'enable' || command === 'disable') {
    const json = { enabled: command === 'enable' };
    return readJson(api, { method: 'PATCH', path: webhookPath(id), json, idempotencyKey });
  }
  const json = letter === '' ? {} : { ids: [letter] };
  return readJson(api, { method: 'POST', path: webhookPath(id, `/${command}`), json, idempotencyKey });
}

function secretNotice({ id, secret }: WithSecret): Html {
  return html`<div class="notice" role="status">
    <p>The secret of <bdi>${id}</bdi> is shown only now:</p>
    <p><code>${secret}</code></p>
  </div>`;
}

function testNotice({ status, ms, answer, error }: TestResult): Html {
  const head =
    error === null ? `The test event was received: HTTP ${status}, ${ms} ms.` : `Not received: ${error}.`;
  return html`<p class="lead ${error === null ? 'passed' : 'refusal'}" role="status">${head}</p>
    ${answer === '' ? '' : html`<pre tabindex="0">${answer}</pre>`}`;
}
