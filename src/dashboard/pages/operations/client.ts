import { html } from 'hono/html';
import { parse, stringify } from 'yaml';
import { RingmasterError } from '../../../domain/errors.ts';
import type { ClientEventView } from '../../../queries/index.ts';
import { clientPath, readClient, readClientLog } from '../../api/clients.ts';
import type { ClientView } from '../../api/clients.ts';
import { readJson } from '../../api/read-json.ts';
import type { Page, PageRequest } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import type { Html } from '../../layout/html.ts';
import { roleRefusal } from '../../layout/order-button.ts';
import { refusalNotice } from '../../layout/problem.ts';
import { emergencyStopsRegion } from '../../regions/operations/emergency-stops.ts';
import { placeRegion } from '../../regions/region.ts';
import { numberOrText } from '../../text/campaign-file.ts';
import { count, instant } from '../../text/format.ts';
import { giveOrder } from '../give-order.ts';
import { statusOf } from '../problem-status.ts';
import { botOrders, botsPath, botsSection } from './bots.ts';
import { ratesPath, ratesSection } from './rates.ts';
import { senderOrders, sendersPath, sendersSection } from './senders.ts';
import { stopOrders } from '../stop-orders.ts';
import { scrollTable } from '../../layout/scroll-table.ts';

const limitFields = [
  { name: 'concurrent', label: 'Attempts at once' },
  { name: 'perSecond', label: 'Starts per second' },
  { name: 'perHour', label: 'Starts per hour' },
  { name: 'perDay', label: 'Starts per day' },
] as const;

/** An order that was refused, with what the form of the settings had if it is about them. */
type Refused = { values?: Readonly<Record<string, string>>; problem: RingmasterError };

/** Returns the page of a client (emergency stop, settings, senders, rates, log) and the handler of its settings. */
export function clientPages({ write }: { write: WriteDocument }): Page[] {
  const show = async (request: PageRequest, refused?: Refused): Promise<Response> => {
    const { api, viewer, url, params } = request;
    const client = await readClient(api, params['client'] ?? '');
    const [stops, senders, bots, rates, log] = await Promise.all([
      placeRegion(emergencyStopsRegion, { api, viewer, about: client.id }),
      sendersSection({ api, viewer, client: client.id }),
      botsSection({ api, viewer, client: client.id }),
      ratesSection({ api, client: client.id }),
      readClientLog(api, client.id),
    ]);
    const problem = refused?.problem;
    const main = html`<p class="soft"><a href="/limits">Limits and clients</a></p>
      <h1>Client <bdi>${client.id}</bdi></h1>
      ${refusalNotice(problem)}
      <section aria-labelledby="stops">
        <h2 id="stops">Emergency stop</h2>
        ${stops}
      </section>
      <section aria-labelledby="settings">
        <h2 id="settings">Settings</h2>
        ${settingsForm({ client, values: refused?.values ?? valuesOf(client), refusal: roleRefusal(viewer, 'admin') })}
      </section>
      ${senders} ${bots} ${rates}
      <section aria-labelledby="log">
        <h2 id="log">Log</h2>
        ${logTable(log)}
      </section>`;
    const sources = [
      { path: clientPath(client.id) },
      { path: sendersPath(client.id), cli: `senders --client ${client.id}` },
      { path: botsPath(client.id), cli: `bots --client ${client.id}` },
      { path: ratesPath(client.id), cli: `rates --client ${client.id}` },
      { path: clientPath(client.id, '/log') },
    ];
    const status = problem ? statusOf(problem) : 200;
    return write({ title: `Client ${client.id}`, main, viewer, url, status, sources });
  };
  return [
    { method: 'get', path: '/clients/:client', handle: (request) => show(request) },
    ...senderOrders({ refused: (request, problem) => show(request, { problem }) }),
    ...botOrders({ refused: (request, problem) => show(request, { problem }) }),
    ...stopOrders({
      path: '/ui/clients/:client/stops',
      to: ({ params }) => `/clients/${encodeURIComponent(params['client'] ?? '')}#stops`,
      refused: (request, problem) => show(request, { problem }),
    }),
    {
      method: 'post',
      path: '/ui/clients/:client',
      async handle(request) {
        const client = request.params['client'] ?? '';
        const form = await request.readForm();
        const values = Object.fromEntries([...form].map(([name, text]) => [name, text.trim()]));
        return giveOrder({
          give: () =>
            readJson(request.api, {
              method: 'PUT',
              path: clientPath(client),
              json: settingsOf(values),
              idempotencyKey: values['key'] || undefined,
            }),
          to: `/clients/${encodeURIComponent(client)}`,
          refused: (problem) => show(request, { values, problem }),
        });
      },
    },
  ];
}

function valuesOf({ settings: { timezone, limits, ...defaults } }: ClientView): Record<string, string> {
  const rates = limitFields.map(({ name }) => [name, String(limits[name] ?? '')] as const);
  const text = Object.keys(defaults).length === 0 ? '' : stringify(defaults);
  return { timezone, ...Object.fromEntries(rates), defaults: text };
}

/** The settings as the form has them. A text that is no number is sent as it is, and refused by the API. */
function settingsOf(values: Readonly<Record<string, string>>): object {
  const limits = limitFields.flatMap(({ name }) => {
    const text = values[name] ?? '';
    return text === '' ? [] : [[name, numberOrText(text)] as const];
  });
  return {
    ...defaultsOf(values['defaults'] ?? ''),
    timezone: values['timezone'] || 'UTC',
    limits: Object.fromEntries(limits),
  };
}

function defaultsOf(text: string): object {
  let value: unknown;
  try {
    value = parse(text) ?? {};
  } catch (cause) {
    throw noDefaults(cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : '');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw noDefaults('a group of settings is expected');
  }
  if (!isWritable(value)) throw noDefaults('an alias (*name) stands within the value that it names');
  return value;
}

/** Whether a value can be sent as JSON. A value of YAML may contain itself. */
function isWritable(value: object): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}

function noDefaults(why: string): RingmasterError {
  return new RingmasterError({
    code: 'page.settings-malformed',
    family: 'invalid',
    message: `The other settings are not valid YAML: ${why}`,
    hint: 'Write rateLimits, sendWindow and sequences as in a campaign file.',
  });
}

function settingsForm({
  client: { id, updatedAt },
  values,
  refusal,
}: {
  client: ClientView;
  values: Readonly<Record<string, string>>;
  /** Why the viewer may not change them; null if they may. */
  refusal: string | null;
}): Html {
  const field = (name: string, label: string): Html =>
    html`<label
      >${label}
      <input
        name="${name}"
        value="${values[name] ?? ''}"
        autocomplete="off"
        ${refusal === null ? '' : html`readonly`}
    /></label>`;
  return html`<form method="post" action="/ui/clients/${id}" class="form wide">
    <input type="hidden" name="key" />
    <p class="soft">
      ${updatedAt === null ? 'The client has no settings of its own.' : html`Changed ${instant(updatedAt)}.`}
      Empty limits do not limit. Limits apply from the next attempt.
    </p>
    <div class="filter">
      ${field('timezone', 'Clock of quotas')} ${limitFields.map(({ name, label }) => field(name, label))}
    </div>
    <label
      >Other settings (YAML), such as the defaults of new campaigns: rateLimits, sendWindow, sequences
      <textarea
        class="file"
        name="defaults"
        rows="8"
        spellcheck="false"
        ${refusal === null ? '' : html`readonly`}
      >
${values['defaults'] ?? ''}</textarea>
    </label>
    <div class="commands">
      ${
        refusal === null
          ? html`<button type="submit" class="strong">Save</button>`
          : html`<button type="button" disabled>Save</button> <span class="soft">${refusal}</span>`
      }
    </div>
  </form>`;
}

function logTable(events: readonly ClientEventView[]): Html {
  if (events.length === 0) return html`<p>Nothing was changed yet.</p>`;
  return scrollTable({
    label: 'Log of the client',
    heads: [{ number: 'Seq' }, 'When', 'What', 'By', 'Data'],
    rows: events.map(
      ({ seq, at, type, by, data }) =>
        html`<tr>
          <td class="number">${count(seq)}</td>
          <td>${instant(at)}</td>
          <td><code>${type}</code></td>
          <td><bdi>${by}</bdi></td>
          <td><code>${JSON.stringify(data)}</code></td>
        </tr>`,
    ),
  });
}
