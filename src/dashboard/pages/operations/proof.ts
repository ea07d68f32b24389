import { html } from 'hono/html';
import type { Page } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import { proofRegion } from '../../regions/operations/proof.ts';
import { placeRegion } from '../../regions/region.ts';

/** Returns the page that compares the records with the journal of the carrier. */
export function proofPage({ write }: { write: WriteDocument }): Page {
  return {
    method: 'get',
    path: '/proof',
    async handle({ api, viewer, url }) {
      const main = html`<h1>Proof</h1>
        ${await placeRegion(proofRegion, { api, viewer, about: '' })}`;
      return write({ title: 'Proof', main, viewer, url, sources: [{ path: '/v1/proof' }] });
    },
  };
}
