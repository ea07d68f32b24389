import type { z } from 'zod';
import type { CampaignEvent } from '../../domain/events/campaign-event.ts';
import { eventCatalogue } from '../../domain/events/catalogue.ts';
import { isUnpublished } from '../../domain/events/event-type.ts';
import { eventView } from '../../queries/views/event-view.ts';
import type { EventView } from '../../queries/views/event-view.ts';

/** The fields of each type of event that are not published. */
const kept: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(eventCatalogue).map(([type, { data }]) => {
    const fields = Object.entries(data.shape).filter(([, field]) => isUnpublished(field as z.ZodType));
    return [type, new Set(fields.map(([name]) => name))];
  }),
);

/** An event as it is published: as the API shows it, without texts that may speak of a contact. */
export function publishedEvent(input: { campaign: string; event: CampaignEvent }): EventView {
  const view = eventView(input);
  const hidden = kept.get(view.type);
  const data = Object.entries(view.data).filter(([name]) => !hidden?.has(name));
  return { ...view, data: Object.fromEntries(data) };
}
