import { z } from 'zod';
import { eventCatalogue, eventTypeNames } from '../../domain/events/catalogue.ts';
import type { EventTypeName } from '../../domain/events/catalogue.ts';
import { isInstant } from '../../domain/events/event-type.ts';
import type { EventView } from '../../queries/index.ts';
import { instant, named } from './common.ts';

const contact = z
  .object({ id: z.string(), row: z.number(), name: z.string().nullable(), phone: z.string().nullable() })
  .nullable()
  .optional()
  .describe('the contact of the event, with `contacts=true`');

/** Returns the schema of an event field in the API: instants are text. */
function shownField(field: z.ZodType): z.ZodType {
  if (!isInstant(field)) return field;
  const described = (shown: z.ZodType): z.ZodType =>
    field.description === undefined ? shown : shown.describe(field.description);
  if (field instanceof z.ZodOptional) return described(shownField(field.unwrap() as z.ZodType).optional());
  if (field instanceof z.ZodNullable) return described(shownField(field.unwrap() as z.ZodType).nullable());
  return instant;
}

function shownData({ shape }: z.ZodObject): z.ZodObject {
  const fields = Object.entries(shape).map(([name, field]) => [name, shownField(field as z.ZodType)]);
  return z.object(Object.fromEntries(fields) as Record<string, z.ZodType>);
}

/** Returns the schema name of a type: `AttemptHangUpOrderedEvent` for `attempt.hang-up-ordered`. */
function schemaName(type: EventTypeName): string {
  const words = type.split(/[^a-z]/).map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`);
  return `${words.join('')}Event`;
}

function schemaOf(type: EventTypeName) {
  const { subject, what, data } = eventCatalogue[type];
  const schema = z.object({
    seq: z.number().describe('the number of the event in its campaign, from 1, without gaps'),
    campaign: z.string(),
    at: instant,
    type: z.literal(type),
    position: subject === 'campaign' ? z.null() : z.number().describe('of the contact, in the campaign'),
    contact,
    attempt: subject === 'attempt' ? z.string() : z.null(),
    by: z.string().nullable().describe('who ordered it; null for events of the engine'),
    data: shownData(data),
  });
  return named(schemaName(type), schema.describe(what));
}

const [first, ...others] = eventTypeNames.map(schemaOf) as [ReturnType<typeof schemaOf>];

/** One event in the log of a campaign. `type` determines the schema of `data`. */
export const eventSchema = named(
  'Event',
  z.discriminatedUnion('type', [first, ...others]) as z.ZodType<EventView, EventView>,
);

export const logVerificationSchema = named(
  'LogVerification',
  z.object({
    campaign: z.string(),
    client: z.string(),
    name: z.string(),
    ok: z.boolean().describe('whether the log is unchanged and the counters agree with it'),
    events: z.number().describe('events that the campaign has logged'),
    chainedFrom: z
      .number()
      .nullable()
      .describe('the first event that the hashes cover; null if earlier versions stored the whole log'),
    head: z.string().nullable().describe('the last hash, which covers all events before it'),
    counted: z
      .boolean()
      .describe('whether state and counters were compared, which requires hashes for the whole log'),
    broken: z
      .object({ seq: z.number(), detail: z.string() })
      .nullable()
      .describe('the first event that is missing or changed, and why'),
    differences: z.array(z.string()).describe('differences between the log and the state or counters'),
  }),
);
