import { z } from 'zod';
import { importStates } from '../../domain/import-record.ts';
import { instant, maybeInstant, named } from './common.ts';

const importShape = {
  id: z.string(),
  campaign: z.string(),
  state: z.enum(importStates),
  format: z.enum(['csv', 'ndjson', 'json']),
  columns: z.array(z.string()),
  lastRow: z.number().describe('the last row committed'),
  enrolled: z.number(),
  suppressed: z.number().describe('of those enrolled, how many must not be contacted'),
  duplicates: z.number(),
  rejected: z.number(),
  openedAt: instant,
  closedAt: maybeInstant,
  by: z.string(),
};

export const importSchema = named('Import', z.object(importShape));

export const rejectionSchema = named(
  'Rejection',
  z.object({ row: z.number(), code: z.string(), detail: z.string() }),
);

export const importReplySchema = named(
  'ImportReply',
  z.object({
    ...importShape,
    country: z
      .string()
      .nullable()
      .describe('the country that numbers without + were read as; null: none is set, so they were rejected'),
    rejections: z.array(rejectionSchema).describe('the first 100, duplicates among them'),
  }),
);
