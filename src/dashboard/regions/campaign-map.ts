import { html } from 'hono/html';
import type { TransitionCount } from '../../domain/campaign/transition-count.ts';
import type { MachineLayout } from '../charts/machines/layout.ts';
import { layoutsOf, machineMap } from '../charts/machines/index.ts';
import { readJson } from '../api/read-json.ts';
import { readProgress } from '../api/reads.ts';
import type { Region } from './region.ts';

/** The contacts of a campaign on the statechart: how many are in each state, and how many took each way. */
export const campaignMapRegion: Region = {
  name: 'campaign-map',
  everyMs: 1_000,
  topics: ({ about }) => [{ name: 'progress', campaign: about }],
  async render({ api, about }) {
    const layouts = layoutsOf('enrollment', 'map');
    if (!layouts) throw new TypeError('the enrollment machine has no map');
    const [progress, { transitions }] = await Promise.all([
      readProgress(api, about),
      readJson<{ transitions: Omit<TransitionCount, 'machine'>[] }>(api, {
        path: `/v1/machines/enrollment?campaign=${encodeURIComponent(about)}`,
      }),
    ]);
    if (progress.total === 0) return html`<p class="soft">The campaign has no contacts.</p>`;
    return machineMap({
      layouts,
      id: 'campaign-map',
      label: 'Contacts by state',
      current: null,
      hrefOf: (state) => `/campaigns/${about}/contacts?state=${statesIn(layouts.right, state).join()}`,
      unit: { one: 'contact', many: 'contacts' },
      counts: progress.contacts,
      total: progress.total,
      traffic: transitions.map((transition) => ({ machine: 'enrollment', ...transition })),
    });
  },
};

/** The states of contacts in a box: of a frame around states, all of them. */
function statesIn(layout: MachineLayout, box: string): string[] {
  const inner = layout.boxes.filter(({ parent }) => parent === box);
  return inner.length === 0 ? [box] : inner.flatMap(({ id }) => statesIn(layout, id));
}
