import { html } from 'hono/html';
import { readJson } from '../../api/read-json.ts';
import { scrollTable } from '../../layout/scroll-table.ts';
import { count } from '../../text/format.ts';
import type { Region } from '../region.ts';
import { scopeName, use } from './limit-uses.ts';
import type { Limits } from './limit-uses.ts';

/** More would hide what is below. */
const mostShown = 8;

/** What runs at once beside the limits that are set for it: the fullest ones, and a link to all of them. */
export const callsAtOnceRegion: Region = {
  name: 'calls-at-once',
  everyMs: 5_000,
  topics: ({ client }) => [
    { name: 'instances', client },
    { name: 'open-calls', client },
  ],
  async render({ api }) {
    const { items } = await readJson<Limits>(api, { path: '/v1/limits' });
    const limited = items.flatMap((item) => {
      const { concurrent } = item.caps;
      return concurrent === null ? [] : [{ ...item, concurrent, share: (item.held ?? 0) / concurrent }];
    });
    if (limited.length === 0) return html`<p>No campaign with a limit has started.</p>`;
    const shown = limited.toSorted((left, right) => right.share - left.share).slice(0, mostShown);
    return html`${scrollTable({
      label: 'Limits in use',
      heads: ['Limit', { number: 'In use' }],
      rows: shown.map(
        ({ scope, concurrent, held, campaigns }) =>
          html`<tr>
            <th scope="row">${scopeName({ scope, campaigns })}</th>
            <td class="number">${use(held, concurrent)}</td>
          </tr>`,
      ),
    })}
    ${
      limited.length > shown.length
        ? html`<p><a href="/limits">All ${count(limited.length)} limits</a></p>`
        : ''
    }`;
  },
};
