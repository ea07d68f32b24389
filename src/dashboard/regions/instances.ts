import { html } from 'hono/html';
import { readInstances } from '../api/reads.ts';
import { count, counted, instant } from '../text/format.ts';
import type { Region } from './region.ts';

/** The running instances. */
export const instancesRegion: Region = {
  name: 'instances',
  topics: ({ client }) => [{ name: 'instances', client }],
  async render({ api }) {
    const { items } = await readInstances(api);
    if (items.length === 0) return html`<p>No instance runs.</p>`;
    return html`<div class="scroller" role="region" aria-label="Table of instances" tabindex="0">
      <table>
        <caption>
          ${counted(items.length, 'instance')}
        </caption>
        <thead>
          <tr>
            <th scope="col">Instance</th>
            <th scope="col">Started</th>
            <th scope="col" class="number">Heartbeats</th>
            <th scope="col" class="number">Campaigns</th>
          </tr>
        </thead>
        <tbody>
          ${items.map(
            ({ id, startedAt, heartbeats, campaigns }) =>
              html`<tr>
                <td><code>${id}</code></td>
                <td>${instant(startedAt)}</td>
                <td class="number">${count(heartbeats)}</td>
                <td class="number">${count(campaigns.length)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  },
};
