import { parseClientSettings } from './client-settings.ts';

const dayMs = 86_400_000;

/** How long data of a client are kept, in milliseconds; null: without an end. */
export type RetentionPeriods = { contacts: number | null; events: number | null; keys: number };

/** The periods of a client that has set none. */
export const defaultPeriods: RetentionPeriods = { contacts: null, events: null, keys: dayMs };

/** Returns the periods in the stored settings of a client. */
export function retentionPeriods(settings: Readonly<Record<string, unknown>>): RetentionPeriods {
  const { contacts, events, keys } = parseClientSettings(settings).retention ?? {};
  const periodOf = (days: number | undefined): number | null => (days === undefined ? null : days * dayMs);
  return {
    contacts: periodOf(contacts),
    events: periodOf(events),
    keys: periodOf(keys) ?? defaultPeriods.keys,
  };
}
