import { html } from 'hono/html';
import { ownedStates } from '../../domain/campaign/campaign.ts';
import { readCampaigns, readInstances } from '../api/reads.ts';
import type { Html } from '../layout/html.ts';
import { count, counted, instant, unknown } from '../text/format.ts';
import type { Region } from './region.ts';
import { scrollTable } from '../layout/scroll-table.ts';

const mostCampaigns = '500';
/** The maximum number of campaigns of an instance that are named. */
const mostNamed = 20;

/** The running instances with the names of the campaigns that they run. */
export const instancesOwnedRegion: Region = {
  name: 'instances-owned',
  topics: ({ client }) => [
    { name: 'instances', client },
    { name: 'campaigns', client },
  ],
  async render({ api }) {
    const [{ items }, { items: campaigns }] = await Promise.all([
      readInstances(api),
      readCampaigns(api, { state: ownedStates.join(','), limit: mostCampaigns }),
    ]);
    if (items.length === 0) return html`<p>No instance runs.</p>`;
    const names = new Map(campaigns.map(({ id, name }) => [id, name]));
    return scrollTable({
      label: 'Instances',
      caption: counted(items.length, 'instance'),
      heads: ['Instance', 'Address', 'Started', { number: 'Heartbeats' }, 'Runs'],
      rows: items.map(
        ({ id, address, startedAt, heartbeats, campaigns: owned }) =>
          html`<tr>
            <th scope="row"><code>${id}</code></th>
            <td>${address ?? unknown}</td>
            <td>${instant(startedAt, 'age')}</td>
            <td class="number">${count(heartbeats)}</td>
            <td>${ownedList({ owned, names })}</td>
          </tr>`,
      ),
    });
  },
};

function ownedList({
  owned,
  names,
}: {
  owned: readonly string[];
  names: ReadonlyMap<string, string>;
}): Html | string {
  if (owned.length === 0) return 'no campaign';
  const rest = owned.length - mostNamed;
  return html`<ul class="list links">
    ${owned.slice(0, mostNamed).map(
      (id) =>
        html`<li>
          <a href="/campaigns/${id}"><bdi>${names.get(id) ?? id}</bdi></a>
        </li>`,
    )}
    ${rest > 0 ? html`<li class="soft">and ${count(rest)} more</li>` : ''}
  </ul>`;
}
