import { html } from 'hono/html';
import { ownedStates } from '../../domain/campaign/campaign.ts';
import { readCampaigns } from '../api/reads.ts';
import { campaignStripRegion } from './campaign-strip.ts';
import { placeRegion } from './region.ts';
import type { Region } from './region.ts';

/** The maximum number of campaigns on the first page; the list of campaigns has all of them. */
const maxStrips = 20;

/** One strip per campaign that has started and not ended. */
export const campaignStripsRegion: Region = {
  name: 'campaign-strips',
  topics: ({ client }) => [{ name: 'campaigns', client }],
  async render({ api, viewer }) {
    const { items, next } = await readCampaigns(api, {
      state: ownedStates.join(','),
      limit: String(maxStrips),
    });
    if (items.length === 0) {
      return html`<p>No campaign has started. <a href="/campaigns">All campaigns</a></p>`;
    }
    const strips = await Promise.all(
      items.map(({ id }) => placeRegion(campaignStripRegion, { api, viewer, about: id })),
    );
    return html`<div class="strips">${strips}</div>
      ${next === null ? '' : html`<p><a href="/campaigns?state=${ownedStates.join(',')}">More campaigns</a></p>`}`;
  },
};
