import { attemptEvents } from './attempt-events.ts';
import { campaignEvents } from './campaign-events.ts';
import { contactEvents } from './contact-events.ts';
import { importEvents } from './import-events.ts';

/** Every type of event that a campaign's log can hold. */
export const eventCatalogue = {
  ...campaignEvents,
  ...importEvents,
  ...contactEvents,
  ...attemptEvents,
} as const;
export type EventCatalogue = typeof eventCatalogue;
export type EventTypeName = keyof EventCatalogue;

export const eventTypeNames = Object.keys(eventCatalogue) as readonly EventTypeName[];
