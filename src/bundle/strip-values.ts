import { z } from 'zod';
import { isUnpublished } from '../domain/events/event-type.ts';
import { removedText, strippedAuthor } from './words.ts';
import type { KeepWord } from './words.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Returns data without texts that may be of a person. Only fields that the schema declares stay. Texts stay if they are
 * words (`keep`); a text that must be there becomes `[removed]`, and others are omitted or null.
 */
export function stripBySchema(schema: z.ZodObject, data: Fields, keep: KeepWord): Record<string, unknown> {
  const entries = Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(
    ([name, field]): [string, unknown][] => {
      const value = data[name];
      if (value === undefined) return [];
      if (name === 'by') return [[name, strippedAuthor(value === 'system' ? value : '')]];
      if (isUnpublished(field)) return emptied(field).map((empty) => [name, empty]);
      const kept = strip(field, value, keep);
      return kept === undefined ? emptied(field).map((empty) => [name, empty]) : [[name, kept]];
    },
  );
  return Object.fromEntries(entries);
}

/** What stands in place of the value of a field; nothing if it may be missing. */
function emptied(field: z.ZodType): unknown[] {
  if (field instanceof z.ZodOptional) return [];
  if (field instanceof z.ZodNullable) return [null];
  return field instanceof z.ZodArray ? [[]] : [removedText];
}

/** Undefined for a value that does not stay. */
function strip(field: z.ZodType, value: unknown, keep: KeepWord): unknown {
  if ('unwrap' in field && typeof field.unwrap === 'function' && !(field instanceof z.ZodArray))
    return value === null ? null : strip(field.unwrap() as z.ZodType, value, keep);
  if (field instanceof z.ZodEnum) return field.safeParse(value).success ? value : undefined;
  if (field instanceof z.ZodArray && Array.isArray(value))
    return value.flatMap((item) => strip(field.element as z.ZodType, item, keep) ?? []);
  if (field instanceof z.ZodObject && isFields(value)) return stripBySchema(field, value, keep);
  if (field instanceof z.ZodRecord && isFields(value))
    return Object.fromEntries(
      Object.entries(value).filter(([name, count]) => keep(name) !== null && typeof count === 'number'),
    );
  if (typeof value === 'string') return keep(value) ?? undefined;
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/**
 * Returns a value of a known form with every text replaced that is not a word. Names of fields stay. A `reason` may be
 * missing. `by`: see `strippedAuthor`.
 */
export function stripTexts(value: unknown, keep: KeepWord, name = ''): unknown {
  if (typeof value === 'string') {
    if (name === 'by') return strippedAuthor(value);
    return keep(value) ?? (name === 'reason' ? null : removedText);
  }
  if (Array.isArray(value)) return value.map((item) => stripTexts(item, keep));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, stripTexts(part, keep, key)]));
}
