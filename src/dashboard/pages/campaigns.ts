import { html } from 'hono/html';
import { campaignStates } from '../../domain/campaign/campaign.ts';
import type { CampaignView } from '../../queries/index.ts';
import { readCampaigns, withQuery } from '../api/reads.ts';
import type { Page } from '../contract.ts';
import type { WriteDocument } from '../layout/document.ts';
import type { Html } from '../layout/html.ts';
import { chip } from '../text/chip.ts';
import { count, instant } from '../text/format.ts';
import { campaignHue } from '../text/hues.ts';
import { scrollTable } from '../layout/scroll-table.ts';

const pageSize = '50';
/** Archived campaigns are shown only if they are asked for. */
const unarchived = campaignStates.filter((state) => state !== 'archived').join(',');

/** Returns the list of campaigns, newest first. */
export function campaignsPage({ write }: { write: WriteDocument }): Page {
  return {
    method: 'get',
    path: '/campaigns',
    async handle({ api, viewer, url }) {
      const asked = url.searchParams.get('state') ?? '';
      const after = url.searchParams.get('after') ?? undefined;
      const state = asked === '' ? unarchived : asked;
      const query = { state, after, limit: pageSize };
      const { items, next } = await readCampaigns(api, query);
      const main = html`<h1>Campaigns</h1>
        <p><a href="/campaigns/new">New campaign</a></p>
        ${filter(asked)} ${items.length === 0 ? html`<p>No campaign is in this list.</p>` : table(items)}
        ${
          next === null
            ? ''
            : html`<p>
                <a rel="next" href="${withQuery('/campaigns', { state: asked, after: next })}"
                  >Older campaigns</a
                >
              </p>`
        }`;
      const sources = [{ path: withQuery('/v1/campaigns', query), cli: 'list' }];
      return write({ title: 'Campaigns', main, viewer, url, sources });
    },
  };
}

function filter(asked: string): Html {
  const choices = [
    { value: '', label: 'all but archived' },
    ...campaignStates.map((state) => ({ value: state, label: state })),
  ];
  return html`<form method="get" class="filter">
    <label
      >State
      <select name="state">
        ${choices.map(
          ({ value, label }) =>
            html`<option value="${value}" ${value === asked ? html`selected` : ''}>${label}</option>`,
        )}
      </select>
    </label>
    <button type="submit">Show</button>
  </form>`;
}

function table(items: readonly CampaignView[]): Html {
  return scrollTable({
    label: 'Campaigns',
    heads: ['Campaign', 'State', 'Client', { number: 'Contacts' }, 'Created', 'Started', 'Ended'],
    rows: items.map(
      ({ id, name, state, client, total, createdAt, startedAt, endedAt }) =>
        html`<tr>
          <th scope="row">
            <a href="/campaigns/${id}"><bdi>${name}</bdi></a>
          </th>
          <td>${chip(state, campaignHue(state))}</td>
          <td><bdi>${client}</bdi></td>
          <td class="number">${count(total)}</td>
          <td>${instant(createdAt)}</td>
          <td>${instant(startedAt)}</td>
          <td>${instant(endedAt)}</td>
        </tr>`,
    ),
  });
}
