import { z } from 'zod';
import { eventCatalogue, eventTypeNames } from '../../domain/events/catalogue.ts';
import type { EventTypeName } from '../../domain/events/catalogue.ts';
import { isInstant, isUnpublished } from '../../domain/events/event-type.ts';
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
export function eventSchemaName(type: EventTypeName): string {
  const words = type.split(/[^a-z]/).map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`);
  return `${words.join('')}Event`;
}

function schemaOf(type: EventTypeName) {
  const { what, data } = eventCatalogue[type];
  const schema = fieldsOf(type).extend({ contact, data: shownData(data) });
  return named(eventSchemaName(type), schema.describe(what));
}

/** Returns the schema of an event on NATS: without the contact, and without fields that are not published. */
export function publishedEventSchema(type: EventTypeName): z.ZodType {
  const { what, data } = eventCatalogue[type];
  const fields = Object.entries(data.shape).filter(([, field]) => !isUnpublished(field as z.ZodType));
  const shown = shownData(z.object(Object.fromEntries(fields)));
  return fieldsOf(type).extend({ data: shown }).describe(what);
}

function fieldsOf(type: EventTypeName) {
  const { subject } = eventCatalogue[type];
  return z.object({
    seq: z.number().describe('the number of the event in its campaign, from 1, without gaps'),
    campaign: z.string(),
    at: instant,
    type: z.literal(type),
    position: subject === 'campaign' ? z.null() : z.number().describe('of the contact, in the campaign'),
    attempt: subject === 'attempt' ? z.string() : z.null(),
    by: z.string().nullable().describe('who ordered it; null for events of the engine'),
  });
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
    removedThrough: z
      .number()
      .nullable()
      .describe('the last event that was removed, because its retention period is over; null if none was'),
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
