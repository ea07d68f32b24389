import { html } from 'hono/html';
import { ownedStates } from '../../../domain/campaign/campaign.ts';
import { readCampaigns, readInstances } from '../../api/reads.ts';
import type { Html } from '../../layout/html.ts';
import { scrollTable } from '../../layout/scroll-table.ts';
import { count, counted, instant, unknown } from '../../text/format.ts';
import type { Region } from '../region.ts';

const mostCampaigns = '500';
/** The maximum number of campaigns of an instance that are named. */
const mostNamed = 10;

/** The running instances with the campaigns that they run. The browser counts the time since a heartbeat. */
export const instancesRegion: Region = {
  name: 'instances',
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
      label: 'Table of instances',
      caption: counted(items.length, 'instance'),
      heads: ['Instance', 'Last heartbeat', 'Runs', 'Started', 'Address', { number: 'Heartbeats' }],
      rows: items.map(
        ({ id, address, startedAt, heartbeats, heartbeatAt, campaigns: owned }) =>
          html`<tr>
            <th scope="row"><code>${id}</code></th>
            <td class="whole">${instant(heartbeatAt, 'age')}</td>
            <td>${ownedList({ owned, names })}</td>
            <td class="whole">${instant(startedAt, 'age')}</td>
            <td>${address ?? unknown}</td>
            <td class="number">${count(heartbeats)}</td>
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
