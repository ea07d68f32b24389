import type { CampaignEvent } from '../../../domain/events/campaign-event.ts';
import type { Contact } from '../../../domain/contact/contact.ts';
import type { WebhookInclude } from '../../../domain/webhook/webhook.ts';
import type { NewDelivery } from '../../../persistence/contract/queues/deliveries.ts';
import { instantText } from '../../../queries/instants.ts';
import { publishedEvent } from '../../event-feed/published-event.ts';

/** How long a delivery is tried. */
export const triedForMs = 86_400_000;

/** What every webhook receives: the id of the delivery, the type of the event, when it happened, and its facts. */
export type WebhookBody = {
  id: string;
  type: string;
  timestamp: string;
  data: Readonly<Record<string, unknown>>;
};

const seqDigits = 9;

/**
 * Returns the delivery of an event of a campaign to a webhook. Its id follows from the event and the webhook, so a delivery
 * that is sent again has the same one. It has the time of the event, because a store that was restored from a backup gives
 * other events the same seq. Ids of one log sort in its order.
 */
export function eventDelivery({
  webhook,
  client,
  campaign,
  event,
  now,
}: {
  webhook: string;
  client: string;
  campaign: string;
  event: CampaignEvent;
  now: number;
}): NewDelivery {
  const { seq, at, position, type } = event;
  const id = [campaign, String(seq).padStart(seqDigits, '0'), at.toString(36), webhook].join('-');
  const { attempt, by, data: details } = publishedEvent({ campaign, event });
  const data = { client, campaign, seq, position, attempt, by, details };
  const body: WebhookBody = { id, type, timestamp: instantText(at), data };
  return {
    id,
    client,
    target: webhook,
    type,
    campaign,
    position,
    body: JSON.stringify(body),
    createdAt: now,
    dueAt: now,
    until: now + triedForMs,
  };
}

/**
 * Returns the body with the contact of the event, as far as the webhook asks for it. The contact is added when the delivery is
 * sent, so that stored deliveries have no personal data of contacts, and an erased contact is never sent.
 */
export function bodyWithContact({
  body,
  contact,
  include,
}: {
  body: string;
  contact: Contact | undefined;
  include: readonly WebhookInclude[];
}): string {
  if (!contact || include.length === 0) return body;
  const { id, row, name, addresses, externalId, variables } = contact;
  const facts = {
    id,
    row,
    ...(include.includes('addresses') && { addresses }),
    ...(include.includes('variables') && { name, externalId, variables }),
  };
  const parsed = JSON.parse(body) as WebhookBody;
  return JSON.stringify({ ...parsed, data: { ...parsed.data, contact: facts } });
}
