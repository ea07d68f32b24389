import { z } from 'zod';
import { maybeInstant, named } from './common.ts';

export const attentionSchema = named(
  'Attention',
  z.object({
    code: z.string(),
    client: z.string().describe('* for every client'),
    campaign: z.string().nullable(),
    name: z.string().nullable().describe('of the campaign'),
    since: maybeInstant,
    detail: z.string().describe('what it is, and what to do'),
    command: z.string().describe('the command to begin with'),
  }),
);
