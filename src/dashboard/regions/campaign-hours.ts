import type { CalendarHours, ListPage } from '../../queries/index.ts';
import { readJson } from '../api/read-json.ts';
import { campaignPath, readProgress } from '../api/reads.ts';
import { hoursGrid } from '../charts/hours-grid.ts';
import type { Region } from './region.ts';

/** When the waiting contacts of a campaign may first be contacted, by time zone and hour. */
export const campaignHoursRegion: Region = {
  name: 'campaign-hours',
  everyMs: 5_000,
  topics: ({ about }) => [{ name: 'progress', campaign: about }],
  async render({ api, about }) {
    const [{ items }, { asOf }] = await Promise.all([
      readJson<ListPage<CalendarHours>>(api, { path: campaignPath(about, '/hours') }),
      readProgress(api, about),
    ]);
    return hoursGrid({ calendars: items, now: Date.parse(asOf) });
  },
};
