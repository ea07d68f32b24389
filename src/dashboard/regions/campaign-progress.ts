import { html } from 'hono/html';
import type { EventView, ProgressView, SeriesStep, SeriesView } from '../../queries/index.ts';
import { readJson } from '../api/read-json.ts';
import { campaignPath, readCampaign, readProgress, withQuery } from '../api/reads.ts';
import { pausesOf } from '../charts/pauses.ts';
import { progressChart } from '../charts/progress-chart.ts';
import type { Html } from '../layout/html.ts';
import { count } from '../text/format.ts';
import type { Region } from './region.ts';

const hourMs = 3_600_000;
/** The length of a step by the longest time that it is used for. */
const stepFor: readonly (readonly [number, SeriesStep])[] = [
  [12 * hourMs, '5m'],
  [48 * hourMs, '15m'],
  [8 * 24 * hourMs, '1h'],
  [60 * 24 * hourMs, '6h'],
];

/** The maximum number of events that are read to find pauses. */
const mostEvents = '500';

/** The progress of a campaign over time, with its pauses and with the range of its expected end. */
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
    const own = withQuery(campaignPath(about, '/events/own'), { limit: mostEvents });
    const [series, { items, fromSeq }] = await Promise.all([
      readJson<SeriesView>(api, { path }),
      readJson<{ items: readonly EventView[]; fromSeq: number }>(api, { path: own }),
    ]);
    const pausesSince = fromSeq > 1 ? (items[0]?.at ?? progress.asOf) : null;
    return html`${abandonmentLine(progress.abandonment)}${progressChart({ progress, series, pauses: pausesOf(items), pausesSince })}`;
  },
};

/** The abandoned calls of a campaign with bots or transfers. */
function abandonmentLine(abandonment: ProgressView['abandonment']): Html {
  if (!abandonment) return html``;
  const { live, abandoned, rate, cap, isOver, campaign } = abandonment;
  return html`<p class="${isOver ? 'lead' : 'soft'}">
    Abandoned in 30 days: ${count(abandoned)} of ${count(live)} answered calls of the client
    (${percent(rate ?? 0)}, cap ${percent(cap)}), ${count(campaign.abandoned)} of ${count(campaign.live)} in
    this campaign.${isOver ? ' Calls that need a bot or an agent have stopped.' : ''}
  </p>`;
}

const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;
