import { z } from 'zod';
import { withoutBotSecrets } from './bot/bot-pool.ts';
import { withoutMailSecrets } from './mailbox/mailbox.ts';

const settings = z.record(z.string(), z.unknown());
const reason = z.string().nullable();
const senderSettings = {
  label: z.string().nullable(),
  tags: z.array(z.string()),
  mode: z.string(),
  limits: z.object({
    concurrent: z.number().nullable(),
    perSecond: z.number().nullable(),
    perDay: z.number().nullable(),
  }),
};

/** The events of a client's log, with the data of each. Events that are stored are never changed: a later field is optional. */
export const clientEventData = {
  'draft.removed': z.object({ campaign: z.string(), name: z.string() }),
  'suppression.removed': z.object({
    address: z.string(),
    reason: z.string().describe('of the entry'),
    campaign: z.string().optional().describe('the campaign to which alone the entry applied'),
    why: z.string().optional().describe('the reason of the removal'),
  }),
  'consent.withdrawn': z.object({
    address: z.string(),
    channel: z.string(),
    why: z.string().optional().describe('the reason of the withdrawal'),
  }),
  'person.erased': z.object({ contacts: z.number(), suppressed: z.number() }),
  'contacts.expired': z.object({ campaign: z.string(), name: z.string(), contacts: z.number() }),
  'settings.changed': z.object({ before: settings.nullable(), after: settings }),
  'sender.added': z.object({ address: z.string(), ...senderSettings }),
  'sender.changed': z.object({
    address: z.string(),
    before: z.object(senderSettings),
    after: z.object(senderSettings),
  }),
  'sender.removed': z.object({ address: z.string() }),
  'sender.quarantined': z.object({
    address: z.string(),
    cause: z.string(),
    reason,
    until: z.number().nullable(),
  }),
  'sender.released': z.object({ address: z.string() }),
  'rates.imported': z.object({ validFrom: z.number(), rates: z.number() }),
  'rates.removed': z.object({ validFrom: z.number(), rates: z.number() }),
  'stop.ordered': z.object({ reason }),
  'stop.lifted': z.object({ reason }),
  'webhook.changed': z.object({
    webhook: z.string(),
    what: z.enum(['created', 'changed', 'rotated', 'disabled', 'removed']),
    /** The host of its address, without the path, which may have a secret in it. */
    host: z.string(),
  }),
} as const;

export type ClientEventType = keyof typeof clientEventData;
export const clientEventTypes = Object.keys(clientEventData) as ClientEventType[];

/** A change for a client outside its campaigns, before it has a place in the log. */
export type NewClientEvent = {
  [Type in ClientEventType]: {
    type: Type;
    /** Business time in milliseconds. */
    at: number;
    by: string;
    data: z.infer<(typeof clientEventData)[Type]>;
  };
}[ClientEventType];

/**
 * One line of the log of a client, or (client `*`) of changes that concern all clients. `seq` has no gaps and starts
 * at 1.
 */
export type ClientEvent = NewClientEvent & { seq: number };

/** Who orders a change, and when: business time in milliseconds. */
export type Change = { by: string; at: number };

type Settings = Readonly<Record<string, unknown>>;

const withoutSecrets = (settings: Settings): Record<string, unknown> =>
  withoutMailSecrets(withoutBotSecrets(settings));

/** Returns a change of settings as the log of the client shows it: without secrets. */
export function shownChange(
  before: Settings | null,
  after: Settings,
): { before: Record<string, unknown> | null; after: Record<string, unknown> } {
  return { before: before && withoutSecrets(before), after: withoutSecrets(after) };
}
