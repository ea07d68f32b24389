import { firstAddress } from '../../domain/contact/address.ts';
import type { z } from 'zod';
import { eventCatalogue } from '../../domain/events/catalogue.ts';
import { isInstant } from '../../domain/events/event-type.ts';
import type { CampaignEvent } from '../../domain/events/campaign-event.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { instantText } from '../instants.ts';

/** One line of a campaign's log; instants, also those in `data`, are RFC 3339 in UTC. */
export type EventView = Pick<CampaignEvent, 'seq' | 'type' | 'position' | 'attempt' | 'by'> & {
  campaign: string;
  at: string;
  /** The data that the catalogue defines for the type. */
  data: Readonly<Record<string, unknown>>;
  /** The contact it is about, with the name and number of the list; only if requested. */
  contact?: EventContact | null;
};

export type EventContact = { id: string; row: number; name: string | null; phone: string | null };

/** The fields of each type of event that are instants. */
const instants: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(eventCatalogue).map(([type, { data }]) => {
    const fields = Object.entries(data.shape).filter(([, field]) => isInstant(field as z.ZodType));
    return [type, new Set(fields.map(([name]) => name))];
  }),
);

export function eventView({ campaign, event }: { campaign: string; event: CampaignEvent }): EventView {
  const data = Object.entries(event.data).map(([name, value]) => [
    name,
    instants.get(event.type)?.has(name) && typeof value === 'number' ? instantText(value) : value,
  ]);
  return { ...event, campaign, at: instantText(event.at), data: Object.fromEntries(data) };
}

/** The views of some events with their contacts: the log itself contains no names or numbers. */
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
    found.map(({ position, contact: { id, row, name, addresses } }) => [
      position,
      { id, row, name, phone: firstAddress(addresses, 'phone') },
    ]),
  );
  return events.map((event) => ({
    ...eventView({ campaign, event }),
    contact: contacts.get(event.position ?? 0) ?? null,
  }));
}
