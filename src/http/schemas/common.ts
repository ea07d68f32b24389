import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';

/** The names of shared schemas in the OpenAPI document. */
export const componentNames = new Map<z.ZodType, string>();

/** Gives a schema a name of its own in the documents. */
export function named<Schema extends z.ZodType>(name: string, schema: Schema): Schema {
  componentNames.set(schema, name);
  return schema;
}

export const instant = z.string().meta({ format: 'date-time', description: 'RFC 3339, UTC' });
export const maybeInstant = instant.nullable();

export const clientQuery = {
  client: slugSchema.optional().describe('the client meant; with a key for one client there is no need'),
};

const mostPerPage = 500;

/** A parameter that is text on the wire, and how the documents show it. */
function parameter<Schema extends z.ZodType>(
  schema: Schema,
  shown: Readonly<Record<string, unknown>>,
): Schema {
  return schema.meta({ ...schema.meta(), parameter: shown });
}

/** A whole number written in digits, and nothing else. */
function wholeNumber({ least, most, usual }: { least: number; most: number; usual?: number }) {
  const schema = z
    .string()
    .regex(/^\d{1,16}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(least).max(most));
  const shown = { type: 'integer', minimum: least, maximum: most };
  return parameter(schema, { schema: usual === undefined ? shown : { ...shown, default: usual } });
}

/** `true` or `false`. */
export const yesNo = parameter(
  z.enum(['true', 'false']).transform((text) => text === 'true'),
  { schema: { type: 'boolean' } },
);

const usualPerPage = 50;

export const pageQuery = {
  limit: wholeNumber({ least: 1, most: mostPerPage, usual: usualPerPage })
    .default(usualPerPage)
    .describe('items per page'),
  after: z.string().max(500).optional().describe('`next` of the page before, as it came'),
};

/** Names and numbers are left out of events unless they are asked for. */
export const withContacts = z.stringbool().default(false).describe('true: say whom each event is about');

/** Numbers of rows and events count up to what a JavaScript number holds exactly. */
export const ordinal = wholeNumber({ least: 0, most: Number.MAX_SAFE_INTEGER });

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().describe('pass it as `after` for the next page; null at the end'),
  });
}

export const reasonBody = z.strictObject({
  reason: z.string().max(500).nullable().default(null).describe('why; kept in the log'),
});

/** A list in one query parameter, separated by commas. */
export function listOf<const Name extends string>(names: readonly Name[]) {
  const schema = z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(names)))
    .meta({ description: `one or more of ${names.join(', ')}, separated by commas` });
  const items = { type: 'string', enum: names };
  return parameter(schema, {
    schema: { type: 'array', items, minItems: 1 },
    style: 'form',
    explode: false,
  });
}

/** The name or id of a campaign in a path. */
export const campaignParams = z.object({
  id: z.string().min(1).meta({ description: 'campaign id or name', example: 'spring-checkup' }),
});
export const idParams = z.object({ id: z.string().min(1) });

/** Only what is set, for calls whose optional fields must not be undefined. */
export function present<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
