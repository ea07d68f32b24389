import { html } from 'hono/html';
import type { RingmasterError } from '../../../domain/errors.ts';
import type { BotPoolView } from '../../../queries/index.ts';
import { clientPath } from '../../api/clients.ts';
import { readJson } from '../../api/read-json.ts';
import type { CallApi, Page, PageRequest, Viewer } from '../../contract.ts';
import type { Html } from '../../layout/html.ts';
import { orderButton, roleRefusal } from '../../layout/order-button.ts';
import { scrollTable } from '../../layout/scroll-table.ts';
import { numberOrText } from '../../text/campaign-file.ts';
import { count, instant } from '../../text/format.ts';
import { giveOrder } from '../give-order.ts';

/** The path of the pools of bots of a client in the API. */
export const botsPath = (client: string): string => clientPath(client, '/bots');

/** Returns the section of the page of a client that shows its pools of bots. */
export async function botsSection({
  api,
  viewer,
  client,
}: {
  api: CallApi;
  viewer: Viewer;
  client: string;
}): Promise<Html> {
  const { items } = await readJson<{ items: readonly BotPoolView[] }>(api, { path: botsPath(client) });
  return html`<section aria-labelledby="bots">
    <h2 id="bots">Bots</h2>
    ${
      items.length === 0
        ? html`<p>The client has no pools of bots. A step streams its calls to a bot of a pool.</p>`
        : scrollTable({
            label: 'Pools of bots of the client',
            heads: [
              'Pool',
              { number: 'In use' },
              'Status',
              'Ready within',
              'Endpoint',
              'Changed',
              { hidden: 'Commands' },
            ],
            rows: items.map((pool) => poolRow({ pool, viewer, client })),
          })
    }
    ${
      roleRefusal(viewer, 'admin') === null
        ? poolForm(client)
        : html`<p class="soft">Pools of bots are added with the role admin.</p>`
    }
  </section>`;
}

function poolRow({ pool, viewer, client }: { pool: BotPoolView; viewer: Viewer; client: string }): Html {
  const { name, endpoint, size, inUse, warmWithin, status, triedAgainAt, changedAt } = pool;
  return html`<tr>
    <th scope="row"><bdi>${name}</bdi></th>
    <td class="number">${count(inUse)} of ${count(size)}</td>
    <td>${status}${triedAgainAt === null ? '' : html`, tried again ${instant(triedAgainAt)}`}</td>
    <td>${warmWithin}</td>
    <td><bdi>${endpoint}</bdi></td>
    <td>${instant(changedAt)}</td>
    <td>
      ${orderButton({
        id: `remove-bots-${name}`,
        action: `/ui/clients/${encodeURIComponent(client)}/bots/remove`,
        label: 'Remove',
        hidden: html`<input type="hidden" name="pool" value="${name}" />`,
        refusal: roleRefusal(viewer, 'admin'),
        isStatic: true,
        confirm: { question: `Remove the pool ${name}? Contacts of steps that use it wait.`, fields: html`` },
      })}
    </td>
  </tr>`;
}

function poolForm(client: string): Html {
  return html`<form method="post" action="/ui/clients/${client}/bots/set" class="filter">
    <input type="hidden" name="key" />
    <label>Pool <input name="pool" required autocomplete="off" /></label>
    <label>Endpoint <input name="endpoint" autocomplete="off" /></label>
    <label>Stream <input name="stream" autocomplete="off" /></label>
    <label>Bots <input name="size" autocomplete="off" /></label>
    <label>Ready within <input name="warmWithin" autocomplete="off" placeholder="5s" /></label>
    <button type="submit">Add or change</button>
    <span class="soft">The secret of a pool is shown by <code>ringmaster bots rotate</code>.</span>
  </form>`;
}

type Order = (input: { api: CallApi; client: string; text: (field: string) => string }) => Promise<unknown>;

const poolPath = (client: string, pool: string): string => `${botsPath(client)}/${encodeURIComponent(pool)}`;

const set: Order = ({ api, client, text }) => {
  const texts = ['endpoint', 'stream', 'warmWithin'].flatMap((name) =>
    text(name) === '' ? [] : [[name, text(name)] as const],
  );
  return readJson(api, {
    method: 'PUT',
    path: poolPath(client, text('pool')),
    json: { ...Object.fromEntries(texts), ...(text('size') !== '' && { size: numberOrText(text('size')) }) },
    idempotencyKey: text('key') || undefined,
  });
};

const remove: Order = ({ api, client, text }) =>
  readJson(api, {
    method: 'DELETE',
    path: poolPath(client, text('pool')),
    idempotencyKey: text('key') || undefined,
  });

/** Returns the handlers of the orders about pools of bots. `refused` shows the page of the client again. */
export function botOrders({
  refused,
}: {
  refused: (request: PageRequest, problem: RingmasterError) => Promise<Response>;
}): Page[] {
  return Object.entries({ set, remove }).map(([name, order]): Page => ({
    method: 'post',
    path: `/ui/clients/:client/bots/${name}`,
    async handle(request) {
      const client = request.params['client'] ?? '';
      const form = await request.readForm();
      const text = (field: string): string => (form.get(field) ?? '').trim();
      return giveOrder({
        give: () => order({ api: request.api, client, text }),
        to: `/clients/${encodeURIComponent(client)}#bots`,
        refused: (problem) => refused(request, problem),
      });
    },
  }));
}
