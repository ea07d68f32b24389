import { z } from 'zod';
import { maybeInstant, named } from './common.ts';

const noticeSchema = named(
  'Notice',
  z.object({
    code: z.enum(['emergency.stop', 'campaign.no-owner', 'campaign.zone-unclear', 'service.not-running']),
    client: z.string().describe('* for every client'),
    campaign: z.string().nullable().describe('null where it concerns all campaigns of the client'),
    by: z.string().nullable().describe('who ordered it'),
    since: maybeInstant,
    reason: z.string().nullable(),
    detail: z.string().describe('what it is, since when, by whom and why'),
    command: z.string().describe('the command that ends it'),
  }),
);

export const notices = z
  .array(noticeSchema)
  .describe(
    'what stops the campaign whatever its own state is: emergency stops, that no instance runs it, and that its window has a time zone that is refused',
  );
