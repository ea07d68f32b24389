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
      'the last committed row: the spreadsheet row for CSV, the line for NDJSON, the element for JSON',
    ),
  enrolled: z.number(),
  suppressed: z.number().describe('enrolled contacts that are suppressed'),
  duplicates: z.number(),
  rejected: z.number(),
  form: z
    .object({
      delimiter: z.string(),
      stated: z.boolean().describe('whether a first line such as sep=; states it'),
      lineEnd: z.enum(['\r\n', '\n', '\r']),
      bom: z.boolean().describe('whether the list begins with a byte order mark'),
      encoding: z.string().describe('the encoding used: utf-8, utf-16le, shift_jis'),
    })
    .nullable()
    .describe('the form of a CSV list, which results.csv uses too; null for JSON'),
  optedOut: z.number().describe('rows that are opted out, enrolled or not'),
  addressesSuppressed: z
    .number()
    .describe(
      'phone numbers, email addresses and external ids of opted-out rows that were added to the do-not-contact list',
    ),
  openedAt: instant,
  closedAt: maybeInstant,
  by: z.string(),
};

export const importSchema = named('Import', z.object(importShape));

export const rejectionSchema = named(
  'Rejection',
  z.object({ row: z.number().describe('counted like lastRow'), code: z.string(), detail: z.string() }),
);

export const columnMappingSchema = named(
  'ColumnMapping',
  z.object({
    taken: z
      .array(z.object({ as: z.enum(columnRoles), columns: z.array(z.string()) }))
      .describe(
        'the columns of each role; several columns of one role are in the order in which they are read',
      ),
    others: z.array(z.string()).describe('columns without a role, which are only variables for texts'),
  }),
);

export const listPreviewSchema = named(
  'ListPreview',
  z.object({
    columns: z.array(z.string()).describe('the header'),
    mapping: columnMappingSchema.nullable().describe('the roles of the columns; null for an empty list'),
    roles: z.array(z.enum(columnRoles)).describe('the roles that a column can have'),
    rows: z.array(
      z.object({
        row: z.number().describe('counted like lastRow'),
        cells: z.array(z.string()),
        problem: z
          .object({ code: z.string(), detail: z.string() })
          .nullable()
          .describe('why the row would be rejected; null if it would not'),
      }),
    ),
  }),
);

export const importReplySchema = named(
  'ImportReply',
  z.object({
    ...importShape,
    country: z
      .string()
      .nullable()
      .describe('the country of numbers without +; null: none is set, so such numbers were rejected'),
    mapping: columnMappingSchema.nullable().describe('the roles of the columns; null for an empty list'),
    rejections: z.array(rejectionSchema).describe('the first 100 rejections, including duplicates'),
  }),
);
