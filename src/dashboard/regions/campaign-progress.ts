import { html } from 'hono/html';
import type { SeriesStep, SeriesView } from '../../queries/index.ts';
import { readJson } from '../api/read-json.ts';
import { campaignPath, readCampaign, readProgress, withQuery } from '../api/reads.ts';
import { progressChart } from '../charts/progress-chart.ts';
import type { Region } from './region.ts';

const hourMs = 3_600_000;
/** The length of a step by the longest time that it is used for. */
const stepFor: readonly (readonly [number, SeriesStep])[] = [
  [12 * hourMs, '5m'],
  [48 * hourMs, '15m'],
  [8 * 24 * hourMs, '1h'],
  [60 * 24 * hourMs, '6h'],
];

/** The progress of a campaign over time, with the range of its expected end. */
export const campaignProgressRegion: Region = {
  name: 'campaign-progress',
  everyMs: 5_000,
  topics: ({ about }) => [{ name: 'progress', campaign: about }],
  async render({ api, about }) {
    const [{ startedAt }, progress] = await Promise.all([readCampaign(api, about), readProgress(api, about)]);
    if (startedAt === null || progress.total === 0)
      return html`<p class="soft">The campaign has not started.</p>`;
    const age = Date.parse(progress.asOf) - Date.parse(startedAt);
    const step = stepFor.find(([longest]) => age <= longest)?.[1] ?? '1d';
    const path = withQuery(campaignPath(about, '/series'), { from: startedAt, step });
    const series = await readJson<SeriesView>(api, { path });
    return progressChart({ progress, series });
  },
};
