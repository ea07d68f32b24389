import type { CampaignEvent } from '../../domain/campaign-event.ts';
import { instantText } from '../instants.ts';

/** One line of a campaign's log; instants, those in `data` too, are RFC 3339 in UTC. */
export type EventView = Omit<CampaignEvent, 'at'> & { campaign: string; at: string };

/** What events carry under these names are instants. */
const instants: ReadonlySet<string> = new Set(['until', 'dueAt', 'probeAt', 'startAt']);

export function eventView({ campaign, event }: { campaign: string; event: CampaignEvent }): EventView {
  const data = Object.entries(event.data).map(([name, value]) => [
    name,
    instants.has(name) && typeof value === 'number' ? instantText(value) : value,
  ]);
  return { ...event, campaign, at: instantText(event.at), data: Object.fromEntries(data) };
}
