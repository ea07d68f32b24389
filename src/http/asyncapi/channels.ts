import { z } from 'zod';
import { reportedResultSchema } from '../../domain/attempt/reported-result.ts';
import { eventTypeNames } from '../../domain/events/catalogue.ts';
import { busMessages, deadLetterSchema } from '../../messaging/contract.ts';
import type { Subject } from '../../messaging/contract.ts';
import { eventSchemaName, publishedEventSchema } from '../schemas/event.ts';

type Json = Readonly<Record<string, unknown>>;
type Message = { name: string; schema: z.ZodType; io?: 'input' };

/** One subject on NATS, from the point of view of this program. */
export type BusChannel = {
  id: string;
  /** The subject after the prefix. */
  subject: string;
  action: 'send' | 'receive';
  what: string;
  messages: readonly Message[];
};

/** What programs outside the installation use. */
const forPrograms: readonly BusChannel[] = [
  {
    id: 'callResults',
    subject: 'calls.results',
    action: 'receive',
    what: 'Results that outside programs report. JetStream stores them until an instance has stored the result.',
    messages: [{ name: 'CallResult', schema: reportedResultSchema, io: 'input' }],
  },
  {
    id: 'deadResults',
    subject: 'calls.results.dead',
    action: 'send',
    what: 'Reported results that can never be stored, with the reason.',
    messages: [{ name: 'DeadLetter', schema: deadLetterSchema }],
  },
  {
    id: 'events',
    subject: 'events.{client}.{campaign}',
    action: 'send',
    what: 'The log of each campaign, in the order of `seq`, at least once. The message id is `<campaign>:<seq>`.',
    messages: eventTypeNames.map((type) => ({
      name: eventSchemaName(type),
      schema: publishedEventSchema(type),
    })),
  },
];

const subjects: Readonly<Record<Subject, { what: string; isDirect?: true }>> = {
  'campaigns.doorbell': {
    what: 'The owner of a campaign reads its inbox, or what another instance changed.',
  },
  'campaigns.released': { what: 'An instance has released campaigns.' },
  'campaigns.voided': { what: 'The owner of a campaign has voided its permits.' },
  breakers: { what: 'A circuit breaker has changed. Campaigns that wait for it check again.' },
  heartbeats: { what: 'An instance is alive. The store decides about takeovers.' },
  holds: { what: 'An emergency stop was put in force or lifted.' },
  'holds.replies': {
    what: 'An instance has read the emergency stops: nothing starts under them any more.',
    isDirect: true,
  },
  evidence: {
    what: 'A result that another instance has stored, for the owner of its campaign.',
    isDirect: true,
  },
  orders: { what: 'A command for the owner of a campaign.', isDirect: true },
  'orders.replies': { what: 'What became of an order.', isDirect: true },
};

/** `campaigns.doorbell` becomes `campaignsDoorbell`. */
const idOf = (subject: string): string =>
  subject.replaceAll(/\.([a-z])/g, (_, letter: string) => letter.toUpperCase());

const betweenInstances: readonly BusChannel[] = Object.entries(subjects).map(
  ([subject, { what, isDirect }]) => {
    const id = idOf(subject);
    return {
      id,
      subject: isDirect ? `${subject}.{instance}` : subject,
      action: 'send',
      what: `Between instances. ${what}`,
      messages: [
        { name: `${id[0]?.toUpperCase()}${id.slice(1)}Message`, schema: busMessages[subject as Subject] },
      ],
    };
  },
);

export const busChannels: readonly BusChannel[] = [...forPrograms, ...betweenInstances];

/** Returns the JSON schema (draft 7) of a message. */
export function payloadOf({ schema, io }: Message): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io: io ?? 'output',
    target: 'draft-7',
    unrepresentable: 'any',
  }) as Record<string, unknown>;
  return rest;
}
