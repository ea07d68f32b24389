import { z } from 'zod';
import { maybeInstant, named } from './common.ts';

const noticeSchema = named(
  'Notice',
  z.object({
    code: z.enum(['emergency.stop', 'campaign.no-owner', 'campaign.zone-unclear', 'service.not-running']),
    client: z.string().describe('* for every client'),
    campaign: z.string().nullable().describe('null if it applies to all campaigns of the client'),
    by: z.string().nullable().describe('who ordered it'),
    since: maybeInstant,
    reason: z.string().nullable(),
    detail: z.string().describe('what it is, its start, its author and its reason'),
    command: z.string().describe('the command that ends it'),
  }),
);

export const notices = z
  .array(noticeSchema)
  .describe(
    'what stops the campaign regardless of its own state: an emergency stop, no running instance, or an invalid time zone in its window',
  );

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
