import { z } from 'zod';
import { columnRoles } from '../../contacts/columns/column-roles.ts';
import { importStates } from '../../domain/contact/import-record.ts';
import { instant, maybeInstant, named } from './common.ts';

const importShape = {
  id: z.string(),
  campaign: z.string(),
  state: z.enum(importStates),
  format: z.enum(['csv', 'ndjson', 'json']),
  columns: z.array(z.string()),
  lastRow: z
    .number()
    .describe(
      'the last row committed: as a spreadsheet counts rows for CSV, the line for NDJSON, the element for JSON',
    ),
  enrolled: z.number(),
  suppressed: z.number().describe('of those enrolled, how many must not be contacted'),
  duplicates: z.number(),
  rejected: z.number(),
  form: z
    .object({
      delimiter: z.string(),
      stated: z.boolean().describe('whether a first line such as sep=; states it'),
      lineEnd: z.enum(['\r\n', '\n', '\r']),
      bom: z.boolean().describe('whether it begins with a byte order mark'),
      encoding: z.string().describe('what it was read as: utf-8, utf-16le, shift_jis'),
    })
    .nullable()
    .describe('how a CSV list is written, which is how results.csv is written; null for JSON'),
  optedOut: z.number().describe('rows that say opted out, whatever else became of them'),
  addressesSuppressed: z
    .number()
    .describe(
      'phone numbers, email addresses and external ids of those rows that were put on the do-not-contact list',
    ),
  openedAt: instant,
  closedAt: maybeInstant,
  by: z.string(),
};

export const importSchema = named('Import', z.object(importShape));

export const rejectionSchema = named(
  'Rejection',
  z.object({ row: z.number().describe('counted as lastRow'), code: z.string(), detail: z.string() }),
);

export const columnMappingSchema = named(
  'ColumnMapping',
  z.object({
    taken: z
      .array(z.object({ as: z.enum(columnRoles), columns: z.array(z.string()) }))
      .describe('what columns were taken for; several of one kind in the order in which they are read'),
    others: z.array(z.string()).describe('columns that are only variables for texts'),
  }),
);

export const importReplySchema = named(
  'ImportReply',
  z.object({
    ...importShape,
    country: z
      .string()
      .nullable()
      .describe('the country that numbers without + were read as; null: none is set, so they were rejected'),
    mapping: columnMappingSchema
      .nullable()
      .describe('which column was taken for what; null for an empty list'),
    rejections: z.array(rejectionSchema).describe('the first 100, duplicates among them'),
  }),
);
