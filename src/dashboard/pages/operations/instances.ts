import { html } from 'hono/html';
import type { Page } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import { instancesRegion } from '../../regions/operations/instances.ts';
import { placeRegion } from '../../regions/region.ts';

/** Returns the page of the running instances and the campaigns that each runs. */
export function instancesPage({ write }: { write: WriteDocument }): Page {
  return {
    method: 'get',
    path: '/instances',
    async handle({ api, viewer, url }) {
      const main = html`<h1>Instances</h1>
        <p class="soft">
          An instance counts up a heartbeat in the store. If the count does not change for the time of a
          lease, another instance takes its campaigns over.
        </p>
        ${await placeRegion(instancesRegion, { api, viewer, about: '' })}`;
      return write({ title: 'Instances', main, viewer, url, sources: [{ path: '/v1/instances' }] });
    },
  };
}
