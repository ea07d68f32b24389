import { html } from 'hono/html';
import type { RingmasterError } from '../../../domain/errors.ts';
import type { SenderView } from '../../../queries/index.ts';
import { clientPath } from '../../api/clients.ts';
import { readJson } from '../../api/read-json.ts';
import type { CallApi, Page, PageRequest, Viewer } from '../../contract.ts';
import type { Html } from '../../layout/html.ts';
import { orderButton, roleRefusal } from '../../layout/order-button.ts';
import { scrollTable } from '../../layout/scroll-table.ts';
import { count, instant, unknown } from '../../text/format.ts';
import { numberOrText } from '../../text/campaign-file.ts';
import { giveOrder } from '../give-order.ts';

/** The path of the senders of a client in the API. */
export const sendersPath = (client: string): string => clientPath(client, '/senders');

/** Returns the section of the page of a client that shows its senders. */
export async function sendersSection({
  api,
  viewer,
  client,
}: {
  api: CallApi;
  viewer: Viewer;
  client: string;
}): Promise<Html> {
  const { items } = await readJson<{ items: readonly SenderView[] }>(api, { path: sendersPath(client) });
  return html`<section aria-labelledby="senders">
    <h2 id="senders">Senders</h2>
    ${
      items.length === 0
        ? html`<p>
            The client has no senders. Steps then use the caller IDs that they name, without limits.
          </p>`
        : html`<p class="soft">Figures are those of the last seven days.</p>
            ${senderTable({ items, viewer, client })}`
    }
    ${roleRefusal(viewer, 'admin') === null ? addForm(client) : html`<p class="soft">Senders are added with the role admin.</p>`}
  </section>`;
}

function senderTable({
  items,
  viewer,
  client,
}: {
  items: readonly SenderView[];
  viewer: Viewer;
  client: string;
}): Html {
  return scrollTable({
    label: 'Senders of the client',
    heads: [
      'Number',
      'Pools',
      'Status',
      { number: 'Open' },
      { number: 'Today' },
      { number: 'Attempts' },
      { number: 'Answered' },
      { number: 'Short' },
      { number: 'Blocked' },
      'Last used',
      { hidden: 'Commands' },
    ],
    rows: items.map((sender) => senderRow({ sender, viewer, client })),
  });
}

function senderRow({ sender, viewer, client }: { sender: SenderView; viewer: Viewer; client: string }): Html {
  const { number, label, tags, limits, use, health } = sender;
  const { attempts, answerRate, short, blocked, lastUsedAt } = health;
  return html`<tr>
    <th scope="row">
      <bdi>${number}</bdi>${label === null ? '' : html` <span class="soft"><bdi>${label}</bdi></span>`}
    </th>
    <td><bdi>${tags.length === 0 ? unknown : tags.join(', ')}</bdi></td>
    <td>${statusText(sender)}</td>
    <td class="number">${ofLimit(use.open, limits.concurrent)}</td>
    <td class="number">${ofLimit(use.today, limits.perDay)}</td>
    <td class="number">${count(attempts)}</td>
    <td class="number">${answerRate === null ? unknown : `${(answerRate * 100).toFixed(1)} %`}</td>
    <td class="number">${count(short)}</td>
    <td class="number">${count(blocked)}</td>
    <td>${instant(lastUsedAt)}</td>
    <td>${commandOf({ sender, viewer, client })}</td>
  </tr>`;
}

function statusText({ status, quarantine }: SenderView): Html | string {
  if (status !== 'quarantined' || !quarantine) return status;
  const { cause, reason, until } = quarantine;
  return html`quarantined${until === null ? '' : html` until ${instant(until)}`}:
    <bdi>${reason ?? cause}</bdi>`;
}

function ofLimit(used: number, limit: number | null): string {
  return limit === null ? count(used) : `${count(used)} of ${count(limit)}`;
}

/** The one command that changes the status: release a sender in quarantine, else put it in quarantine. */
function commandOf({ sender, viewer, client }: { sender: SenderView; viewer: Viewer; client: string }): Html {
  const { number, quarantine } = sender;
  const what = quarantine ? 'release' : 'quarantine';
  return orderButton({
    id: `${what}-${number.slice(1)}`,
    action: `/ui/clients/${encodeURIComponent(client)}/senders/${what}`,
    label: quarantine ? 'Release' : 'Quarantine',
    hidden: html`<input type="hidden" name="number" value="${number}" />`,
    refusal: roleRefusal(viewer),
    isStatic: true,
    ...(!quarantine && {
      confirm: {
        question: `Send nothing from ${number} until it is released?`,
        fields: html`<label>Reason <input name="reason" maxlength="200" autocomplete="off" /></label>`,
      },
    }),
  });
}

function addForm(client: string): Html {
  return html`<form method="post" action="/ui/clients/${client}/senders/add" class="filter">
    <input type="hidden" name="key" />
    <label>Numbers, separated by spaces <input name="numbers" required autocomplete="off" /></label>
    <label>Pools, separated by spaces <input name="tags" autocomplete="off" /></label>
    <label>Calls at once <input name="concurrent" autocomplete="off" /></label>
    <label>Calls per day <input name="perDay" autocomplete="off" /></label>
    <button type="submit">Add or change</button>
  </form>`;
}

type Order = (input: { api: CallApi; client: string; text: (field: string) => string }) => Promise<unknown>;

const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '');

const add: Order = ({ api, client, text }) => {
  const limits = ['concurrent', 'perDay'].flatMap((name) =>
    text(name) === '' ? [] : [[name, numberOrText(text(name))] as const],
  );
  return readJson(api, {
    method: 'POST',
    path: sendersPath(client),
    json: {
      numbers: words(text('numbers')),
      ...(text('tags') !== '' && { tags: words(text('tags')) }),
      ...(limits.length > 0 && { limits: Object.fromEntries(limits) }),
    },
    idempotencyKey: text('key') || undefined,
  });
};

const quarantine: Order = ({ api, client, text }) =>
  readJson(api, {
    method: 'POST',
    path: `${sendersPath(client)}/${encodeURIComponent(text('number'))}/quarantine`,
    json: text('reason') === '' ? {} : { reason: text('reason') },
    idempotencyKey: text('key') || undefined,
  });

const release: Order = ({ api, client, text }) =>
  readJson(api, {
    method: 'DELETE',
    path: `${sendersPath(client)}/${encodeURIComponent(text('number'))}/quarantine`,
    idempotencyKey: text('key') || undefined,
  });

/** Returns the handlers of the orders about senders. `refused` shows the page of the client again. */
export function senderOrders({
  refused,
}: {
  refused: (request: PageRequest, problem: RingmasterError) => Promise<Response>;
}): Page[] {
  return Object.entries({ add, quarantine, release }).map(([name, order]): Page => ({
    method: 'post',
    path: `/ui/clients/:client/senders/${name}`,
    async handle(request) {
      const client = request.params['client'] ?? '';
      const form = await request.readForm();
      const text = (field: string): string => (form.get(field) ?? '').trim();
      return giveOrder({
        give: () => order({ api: request.api, client, text }),
        to: `/clients/${encodeURIComponent(client)}#senders`,
        refused: (problem) => refused(request, problem),
      });
    },
  }));
}
