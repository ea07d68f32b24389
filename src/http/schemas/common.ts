import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';

/** The names of shared schemas in the OpenAPI document. */
export const componentNames = new Map<z.ZodType, string>();

/** Registers the name of a schema in the documents, and returns the schema. */
export function named<Schema extends z.ZodType>(name: string, schema: Schema): Schema {
  componentNames.set(schema, name);
  return schema;
}

export const instant = z.string().meta({ format: 'date-time', description: 'RFC 3339, UTC' });
export const maybeInstant = instant.nullable();

export const clientQuery = {
  client: slugSchema.optional().describe('the client; not needed with a key for one client'),
};

const maxPerPage = 500;

/** Adds to a text parameter how the documents show it. */
export function parameter<Schema extends z.ZodType>(
  schema: Schema,
  shown: Readonly<Record<string, unknown>>,
): Schema {
  return schema.meta({ ...schema.meta(), parameter: shown });
}

/** A whole number that is written only with digits. */
export function wholeNumber({
  minimum,
  maximum,
  byDefault,
}: {
  minimum: number;
  maximum: number;
  byDefault?: number;
}) {
  const schema = z
    .string()
    .regex(/^\d{1,16}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(minimum).max(maximum));
  const shown = { type: 'integer', minimum: minimum, maximum: maximum };
  return parameter(schema, { schema: byDefault === undefined ? shown : { ...shown, default: byDefault } });
}

/** `true` or `false`. */
export const yesNo = parameter(
  z.enum(['true', 'false']).transform((text) => text === 'true'),
  { schema: { type: 'boolean' } },
);

const defaultPerPage = 50;

export const pageQuery = {
  limit: wholeNumber({ minimum: 1, maximum: maxPerPage, byDefault: defaultPerPage })
    .default(defaultPerPage)
    .describe('items per page'),
  after: z.string().max(500).optional().describe('`next` of the previous page, unchanged'),
};

/** Events have names and numbers of contacts only on request. */
export const withContacts = z.stringbool().default(false).describe('true: add the contact of each event');

/** The number of a row or event, up to the maximum exact integer in JavaScript. */
export const ordinal = wholeNumber({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().describe('the value of `after` for the next page; null at the end'),
  });
}

export const reasonBody = z.strictObject({
  reason: z.string().max(500).nullable().default(null).describe('the reason; it is logged'),
});

/** A query parameter with a list of names, separated by commas. */
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

/** Returns the object without undefined fields. */
export function present<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
