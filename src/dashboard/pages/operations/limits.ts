import { html } from 'hono/html';
import type { Page } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import { limitsRegion } from '../../regions/operations/limits.ts';
import { placeRegion } from '../../regions/region.ts';

/** Returns the page of limits: what holds campaigns back, and the clients. */
export function limitsPage({ write }: { write: WriteDocument }): Page {
  return {
    method: 'get',
    path: '/limits',
    async handle({ api, viewer, url }) {
      const main = html`<h1>Limits and clients</h1>
        ${await placeRegion(limitsRegion, { api, viewer, about: '' })}`;
      const sources = [{ path: '/v1/limits' }, { path: '/v1/clients' }];
      return write({ title: 'Limits and clients', main, viewer, url, sources });
    },
  };
}
