import { eventTypeNames } from '../events/catalogue.ts';
import type { Webhook } from './webhook.ts';

/** Alerts as they are told. */
export const alertTypes = ['alert.raised', 'alert.repeated', 'alert.resolved'] as const;

/** The type of the event that a test sends. */
export const testType = 'webhook.test';

const allTypes: readonly string[] = [...eventTypeNames, ...alertTypes];
const all = '*';
const familyOf = (type: string): string => `${type.split('.', 1)[0]}.*`;

/** Everything that the types of a webhook may be: each type of event, each family of them, and `*`. */
export function typeChoices(): string[] {
  return [all, ...new Set(allTypes.map(familyOf)), ...allTypes];
}

/** Whether a webhook receives events of a type. */
export function receives({ types }: Pick<Webhook, 'types'>, type: string): boolean {
  return types.some((one) => one === all || one === type || one === familyOf(type));
}

/** Whether a webhook receives any events of the logs of campaigns. */
export function receivesLogs(webhook: Pick<Webhook, 'types'>): boolean {
  return eventTypeNames.some((type) => receives(webhook, type));
}
