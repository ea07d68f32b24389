import { html } from 'hono/html';
import { readJson } from '../api/read-json.ts';
import { layoutsOf, machineChart, machineMap } from '../charts/machines/index.ts';
import type { Page, PageRequest } from '../contract.ts';
import type { WriteDocument } from '../layout/document.ts';
import type { Html } from '../layout/html.ts';
import { aboutActor, actorPath, actorRegion } from '../regions/actor.ts';
import type { ActorView } from '../regions/actor.ts';
import { placeRegion } from '../regions/region.ts';

type Named = { name: string; version: number };
type Definition = Named & { config: Readonly<Record<string, unknown>> };

const subjects: Readonly<Record<string, string>> = {
  campaign: 'The life of a campaign.',
  enrollment: 'One contact in one campaign.',
  attempt: 'One attempt to contact someone, such as a call.',
};

/** Returns the list of the statecharts, the page of each, and the page of a live actor. */
export function machinePages({ write }: { write: WriteDocument }): Page[] {
  return [
    { method: 'get', path: '/machines', handle: (request) => showAll(request, write) },
    { method: 'get', path: '/machines/:name', handle: (request) => showOne(request, write) },
    { method: 'get', path: '/machines/:name/:id', handle: (request) => showActor(request, write) },
  ];
}

async function showAll({ api, viewer, url }: PageRequest, write: WriteDocument): Promise<Response> {
  const { items } = await readJson<{ items: Named[] }>(api, { path: '/v1/machines' });
  const main = html`<h1>Machines</h1>
    <p class="lead">
      Three statecharts decide everything. A campaign, each of its contacts and each attempt is in exactly one
      state, and only these transitions change it.
    </p>
    ${items.map(
      ({ name, version }) =>
        html`<section>
          <h2><a href="/machines/${name}">${name}</a> <span class="soft">version ${version}</span></h2>
          <p>${subjects[name] ?? ''}</p>
          ${map(name)}
        </section>`,
    )}`;
  const sources = [{ path: '/v1/machines' }];
  return write({ title: 'Machines', main, viewer, url, sources });
}

function map(name: string): Html | '' {
  const layouts = layoutsOf(name, 'map');
  if (!layouts) return '';
  return machineMap({
    layouts,
    id: `map-${name}`,
    label: `States of the machine ${name}`,
    current: null,
    hrefOf: () => null,
    unit: { one: 'actor', many: 'actors' },
    counts: null,
    total: null,
    traffic: [],
  });
}

async function showOne({ api, viewer, url, params }: PageRequest, write: WriteDocument): Promise<Response> {
  const path = `/v1/machines/${encodeURIComponent(params['name'] ?? '')}`;
  const { name, version, config } = await readJson<Definition>(api, { path });
  const layouts = layoutsOf(name, 'full');
  const chart =
    layouts &&
    machineChart({
      layouts,
      direction: 'down',
      id: 'machine-chart',
      label: `The machine ${name}`,
      current: null,
      taken: null,
      nextEvents: [],
      hrefOf: () => null,
    });
  const main = html`<p class="soft"><a href="/machines">Machines</a></p>
    <h1>${name} <span class="soft">version ${version}</span></h1>
    <p class="lead">${subjects[name] ?? ''}</p>
    ${chart ?? ''}
    <details>
      <summary>Definition, for <code>createMachine</code> and for Stately's editor</summary>
      <pre class="code" tabindex="0">${JSON.stringify(config, null, 2)}</pre>
    </details>`;
  return write({ title: `Machine ${name}`, main, viewer, url, sources: [{ path }] });
}

async function showActor({ api, viewer, url, params }: PageRequest, write: WriteDocument): Promise<Response> {
  const { name = '', id = '' } = params;
  const path = actorPath(id, url.searchParams.get('campaign') ?? undefined);
  const actor = await readJson<ActorView>(api, { path });
  const region = await placeRegion(actorRegion, { api, viewer, about: aboutActor(actor) });
  const main = html`<p class="soft">
      <a href="/machines">Machines</a> / <a href="/machines/${actor.machine}">${actor.machine}</a>
    </p>
    <h1><code>${actor.id}</code></h1>
    <p>
      Of the campaign <a href="/campaigns/${actor.campaign}"><code>${actor.campaign}</code></a
      >.
    </p>
    ${region}`;
  const title = `${name} ${id}`;
  return write({ title, main, viewer, url, sources: [{ path }] });
}
