import { html } from 'hono/html';
import { readClients } from '../../api/clients.ts';
import type { ClientView } from '../../api/clients.ts';
import { readJson } from '../../api/read-json.ts';
import type { Html } from '../../layout/html.ts';
import { count, decimal, instant, unknown } from '../../text/format.ts';
import { reasonLabels } from '../../text/reason-labels.ts';
import { scrollTable } from '../../layout/scroll-table.ts';
import type { Region } from '../region.ts';
import { scopeName, unlimited, use } from './limit-uses.ts';
import type { Limits } from './limit-uses.ts';

/** What holds campaigns back, what of the limits is in use, and the clients. */
export const limitsRegion: Region = {
  name: 'limits',
  everyMs: 2_000,
  topics: ({ client }) => [
    { name: 'instances', client },
    { name: 'open-calls', client },
  ],
  async render({ api, viewer }) {
    const [limits, { items: clients }] = await Promise.all([
      readJson<Limits>(api, { path: '/v1/limits' }),
      readClients(api),
    ]);
    return html`<section aria-labelledby="waiting">
        <h2 id="waiting">Waiting for a limit</h2>
        ${waitingTable(limits)}
      </section>
      ${abandonmentSection(limits)}
      <section aria-labelledby="limits">
        <h2 id="limits">Limits of started campaigns</h2>
        <p class="soft">What is used, of what is allowed; a single figure has no limit.</p>
        ${limitTable(limits)}
      </section>
      <section aria-labelledby="clients">
        <h2 id="clients">Clients</h2>
        ${clientTable({ clients, own: viewer.client })}
      </section>`;
  },
};

/** The abandoned calls of clients with bots or transfers. */
function abandonmentSection({ abandonment }: Limits): Html {
  if (abandonment.length === 0) return html``;
  return html`<section aria-labelledby="abandonment">
    <h2 id="abandonment">Abandoned calls</h2>
    <p class="soft">
      Of the answered calls of 30 days that needed a bot or an agent. At the cap such calls stop.
    </p>
    ${scrollTable({
      label: 'Abandoned calls',
      heads: [
        'Client',
        { number: 'Answered' },
        { number: 'Abandoned' },
        { number: 'Share' },
        { number: 'Cap' },
        'State',
      ],
      rows: abandonment.map(
        ({ client, live, abandoned, rate, cap, minimum, isOver }) =>
          html`<tr>
            <th scope="row">
              <a href="/clients/${client}"><bdi>${client}</bdi></a>
            </th>
            <td class="number">${count(live)}</td>
            <td class="number">${count(abandoned)}</td>
            <td class="number">${rate === null ? unknown : `${decimal(rate * 100)} %`}</td>
            <td class="number">${decimal(cap * 100)} %</td>
            <td>
              ${isOver ? 'stopped' : live < minimum ? `not judged before ${count(minimum)} calls` : 'within the cap'}
            </td>
          </tr>`,
      ),
    })}
  </section>`;
}

function waitingTable({ waiting }: Limits): Html {
  if (waiting.length === 0) return html`<p class="lead calm">No contact waits for a limit or a quota.</p>`;
  return scrollTable({
    label: 'Waiting for a limit',
    heads: ['Campaign', 'Why', { number: 'Contacts' }, 'Until'],
    rows: waiting.map(
      ({ campaign, name, reason, contacts, until }) =>
        html`<tr>
          <th scope="row">
            <a href="/campaigns/${campaign}"><bdi>${name}</bdi></a>
          </th>
          <td>${reasonLabels[reason]}</td>
          <td class="number">${count(contacts)}</td>
          <td>${until === null ? 'a slot is free' : instant(until)}</td>
        </tr>`,
    ),
  });
}

function limitTable({ items }: Limits): Html {
  if (items.length === 0) return html`<p>No campaign has started, so no limit is in use.</p>`;
  return scrollTable({
    label: 'Limits',
    heads: [
      'Limit',
      { number: 'At once' },
      { number: 'Per second' },
      { number: 'This hour' },
      { number: 'Today' },
      'New day',
      { number: 'Campaigns' },
    ],
    rows: items.map(
      ({ scope, caps, held, hourUsed, dayUsed, dayUntil, campaigns }) =>
        html`<tr>
          <th scope="row">${scopeName({ scope, campaigns })}</th>
          <td class="number">${use(held, caps.concurrent)}</td>
          <td class="number">${caps.perSecond === null ? unlimited : decimal(caps.perSecond)}</td>
          <td class="number">${use(hourUsed, caps.perHour)}</td>
          <td class="number">${use(dayUsed, caps.perDay)}</td>
          <td>${caps.perDay === null ? unknown : instant(dayUntil)}</td>
          <td class="number">${count(campaigns.length)}</td>
        </tr>`,
    ),
  });
}

function clientTable({ clients, own }: { clients: readonly ClientView[]; own: string | null }): Html {
  const names = [...new Set([...clients.map(({ id }) => id), ...(own === null ? [] : [own])])].sort();
  const known = new Map(clients.map((client) => [client.id, client]));
  if (names.length === 0) return html`<p>No client has settings or a stop of its own.</p>`;
  return scrollTable({
    label: 'Limits of clients',
    heads: ['Client', 'Clock', { number: 'At once' }, { number: 'Per day' }, 'Emergency stop'],
    rows: names.map((name) => {
      const { settings, hold } = known.get(name) ?? { settings: null, hold: null };
      return html`<tr>
        <th scope="row">
          <a href="/clients/${name}"><bdi>${name}</bdi></a>
        </th>
        <td>${settings?.timezone ?? 'UTC'}</td>
        <td class="number">${settings?.limits.concurrent ?? unlimited}</td>
        <td class="number">${settings?.limits.perDay ?? unlimited}</td>
        <td>${hold ? html`<span class="chip needs">stopped</span> ${instant(hold.at)}` : 'none'}</td>
      </tr>`;
    }),
  });
}
