import { html } from 'hono/html';
import { readInstances } from '../api/reads.ts';
import { count, counted, instant } from '../text/format.ts';
import type { Region } from './region.ts';
import { scrollTable } from '../layout/scroll-table.ts';

/** The running instances. */
export const instancesRegion: Region = {
  name: 'instances',
  topics: ({ client }) => [{ name: 'instances', client }],
  async render({ api }) {
    const { items } = await readInstances(api);
    if (items.length === 0) return html`<p>No instance runs.</p>`;
    return scrollTable({
      label: 'Table of instances',
      caption: counted(items.length, 'instance'),
      heads: ['Instance', 'Started', { number: 'Heartbeats' }, { number: 'Campaigns' }],
      rows: items.map(
        ({ id, startedAt, heartbeats, campaigns }) =>
          html`<tr>
            <td><code>${id}</code></td>
            <td>${instant(startedAt)}</td>
            <td class="number">${count(heartbeats)}</td>
            <td class="number">${count(campaigns.length)}</td>
          </tr>`,
      ),
    });
  },
};
