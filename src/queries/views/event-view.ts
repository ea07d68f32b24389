import type { CampaignEvent } from '../../domain/campaign/campaign-event.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { instantText } from '../instants.ts';

/** One line of a campaign's log; instants, those in `data` too, are RFC 3339 in UTC. */
export type EventView = Omit<CampaignEvent, 'at'> & {
  campaign: string;
  at: string;
  /** The contact it is about, as the list names it; only where that was asked for. */
  contact?: EventContact | null;
};

export type EventContact = { id: string; row: number; name: string | null; phone: string | null };

/** What events carry under these names are instants. */
const instants: ReadonlySet<string> = new Set(['until', 'dueAt', 'probeAt', 'startAt']);

export function eventView({ campaign, event }: { campaign: string; event: CampaignEvent }): EventView {
  const data = Object.entries(event.data).map(([name, value]) => [
    name,
    instants.has(name) && typeof value === 'number' ? instantText(value) : value,
  ]);
  return { ...event, campaign, at: instantText(event.at), data: Object.fromEntries(data) };
}

/** The views of some events with the contacts they are about: the log itself holds no names or numbers. */
export async function eventsWithContacts({
  store,
  campaign,
  events,
}: {
  store: Pick<Store, 'readContacts'>;
  campaign: string;
  events: readonly CampaignEvent[];
}): Promise<EventView[]> {
  const positions = [...new Set(events.flatMap(({ position }) => position ?? []))];
  const found = await store.readContacts({ campaign, positions });
  const contacts = new Map(
    found.map(({ position, contact: { id, row, name, phone } }) => [position, { id, row, name, phone }]),
  );
  return events.map((event) => ({
    ...eventView({ campaign, event }),
    contact: contacts.get(event.position ?? 0) ?? null,
  }));
}
