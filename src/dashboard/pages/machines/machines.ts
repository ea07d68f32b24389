import { html } from 'hono/html';
import type { Page, PageRequest } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import { machineStatesRegion } from '../../regions/machines/machine-states.ts';
import { placeRegion } from '../../regions/region.ts';
import { showActor } from './actor.ts';
import { showMachine } from './machine.ts';

/** Returns the list of the statecharts, the page of each, and the page of a live actor. */
export function machinePages({ write }: { write: WriteDocument }): Page[] {
  return [
    { method: 'get', path: '/machines', handle: (request) => showAll(request, write) },
    { method: 'get', path: '/machines/:name', handle: (request) => showMachine(request, write) },
    { method: 'get', path: '/machines/:name/:id', handle: (request) => showActor(request, write) },
  ];
}

async function showAll({ api, viewer, url }: PageRequest, write: WriteDocument): Promise<Response> {
  const main = html`<h1>Machines</h1>
    <p class="lead">
      Three statecharts decide everything. A campaign, each of its contacts and each attempt is in exactly one
      state, and only these transitions change it.
    </p>
    ${await placeRegion(machineStatesRegion, { api, viewer, about: '' })}`;
  const sources = [{ path: '/v1/machines', cli: 'machine' }, { path: '/v1/states' }];
  return write({ title: 'Machines', main, viewer, url, sources });
}
