import { html } from 'hono/html';
import { roles } from '../../../domain/role.ts';
import { readJson } from '../../api/read-json.ts';
import { themes } from '../../contract.ts';
import type { Page, Viewer } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import type { Html } from '../../layout/html.ts';
import { count, instant } from '../../text/format.ts';
import { redirectTo } from '../redirect.ts';

const yearSeconds = 31_536_000;

type Service = {
  version: string;
  instance: string;
  carrier: string;
  store: string;
  bus: string;
  schema: number;
  businessTime: string;
  systemTime: string;
};

type Key = { id: string; role: string; client: string };

/** Returns the page of settings (theme, facts of the service, keys) and the handler of the theme. */
export function settingsPages({ write }: { write: WriteDocument }): Page[] {
  return [
    {
      method: 'get',
      path: '/settings',
      async handle({ api, viewer, url }) {
        const service = await readJson<Service>(api, { path: '/v1/service' });
        const maySeeKeys = viewer.client === null && viewer.role === 'admin';
        const keys = maySeeKeys ? await readJson<{ items: readonly Key[] }>(api, { path: '/v1/keys' }) : null;
        const main = html`<h1>Settings</h1>
          <section aria-labelledby="theme">
            <h2 id="theme">Look</h2>
            ${themeForm(viewer)}
          </section>
          <section aria-labelledby="service">
            <h2 id="service">Service</h2>
            ${serviceTable(service)}
            <p class="soft">Settings of the service are environment variables: docs/configuration.md.</p>
          </section>
          <section aria-labelledby="keys">
            <h2 id="keys">Keys and roles</h2>
            ${keys ? keyTable(keys.items) : html`<p>Keys are shown to an administrator of all clients.</p>`}
            <p class="soft">
              A role includes those before it: ${roles.join(', ')}. You are <bdi>${viewer.by}</bdi>, with the
              role ${viewer.role}${viewer.client === null ? '' : html`, for <bdi>${viewer.client}</bdi>`}.
            </p>
          </section>`;
        const sources = [{ path: '/v1/service' }, ...(maySeeKeys ? [{ path: '/v1/keys' }] : [])];
        return write({ title: 'Settings', main, viewer, url, sources });
      },
    },
    {
      method: 'post',
      path: '/ui/settings/theme',
      async handle({ readForm }) {
        const asked = (await readForm()).get('theme') ?? '';
        const theme = themes.find((name) => name === asked);
        const life = theme === undefined ? 'theme=; Max-Age=0' : `theme=${theme}; Max-Age=${yearSeconds}`;
        return redirectTo('/settings', { 'set-cookie': `${life}; Path=/; HttpOnly; SameSite=Lax` });
      },
    },
  ];
}

function themeForm({ theme }: Viewer): Html {
  const choices = [
    { value: '', label: 'as the system' },
    ...themes.map((name) => ({ value: name, label: name })),
  ];
  return html`<form method="post" action="/ui/settings/theme" class="filter">
    <label
      >Theme
      <select name="theme">
        ${choices.map(
          ({ value, label }) =>
            html`<option value="${value}" ${value === (theme ?? '') ? html`selected` : ''}>${label}</option>`,
        )}
      </select>
    </label>
    <button type="submit">Use it</button>
  </form>`;
}

function serviceTable(service: Service): Html {
  const { version, instance, carrier, store, bus, schema, businessTime, systemTime } = service;
  const rows: readonly (readonly [string, Html | string])[] = [
    ['version', version],
    ['instance that answered', html`<code>${instance}</code>`],
    ['carrier', carrier === 'simulator' ? 'simulator: no real calls' : carrier],
    ['store', store],
    ['bus', bus],
    ['schema of the data', count(schema)],
    ['business time', instant(businessTime, 'date')],
    ['system time', instant(systemTime, 'date')],
  ];
  return html`<table class="fact-table">
    <tbody>
      ${rows.map(
        ([name, value]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${value}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function keyTable(keys: readonly Key[]): Html {
  if (keys.length === 0) {
    return html`<p>
      There are no keys: every request from this machine is the local administrator, and no other machine has
      access.
    </p>`;
  }
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Key</th>
        <th scope="col">Role</th>
        <th scope="col">Client</th>
      </tr>
    </thead>
    <tbody>
      ${keys.map(
        ({ id, role, client }) =>
          html`<tr>
            <th scope="row"><bdi>${id}</bdi></th>
            <td>${role}</td>
            <td><bdi>${client === '*' ? 'all clients' : client}</bdi></td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
