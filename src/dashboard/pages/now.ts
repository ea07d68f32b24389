import { html } from 'hono/html';
import type { Page } from '../contract.ts';
import type { WriteDocument } from '../layout/document.ts';
import { attentionRegion } from '../regions/attention.ts';
import { campaignStripsRegion } from '../regions/campaign-strips.ts';
import { instancesRegion } from '../regions/instances.ts';
import { placeRegion } from '../regions/region.ts';

/** Returns the first page: what needs a person, what every campaign does, and which instances run. */
export function nowPage({ write }: { write: WriteDocument }): Page {
  return {
    method: 'get',
    path: '/',
    async handle({ api, viewer, url }) {
      const input = { api, viewer, about: '' };
      const [attention, strips, instances] = await Promise.all([
        placeRegion(attentionRegion, input),
        placeRegion(campaignStripsRegion, input),
        placeRegion(instancesRegion, input),
      ]);
      const main = html`<h1>Now</h1>
        <section aria-labelledby="attention">
          <h2 id="attention">Needs you</h2>
          ${attention}
        </section>
        <section aria-labelledby="running">
          <h2 id="running">Campaigns</h2>
          ${strips}
        </section>
        <section aria-labelledby="instances">
          <h2 id="instances">Instances</h2>
          ${instances}
        </section>`;
      const sources = [
        { path: '/v1/attention', cli: 'attention' },
        { path: '/v1/campaigns', cli: 'list' },
        { path: '/v1/instances', cli: 'instances' },
      ];
      return write({ title: 'Now', main, viewer, url, sources });
    },
  };
}
