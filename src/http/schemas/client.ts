import { z } from 'zod';
import { clientSettingsSchema } from '../../domain/campaign/client-settings.ts';
import { sendWindowSchema } from '../../domain/time/window-rules.ts';
import { instant, maybeInstant, named } from './common.ts';
import { issueInWords } from '../../domain/issue-words.ts';

export const emergencyStopSchema = named(
  'EmergencyStop',
  z.object({
    client: z.string().describe('* means every client'),
    reason: z.string().nullable(),
    by: z.string(),
    at: instant,
  }),
);

export const stopEventSchema = named(
  'StopEvent',
  z.object({
    client: z.string().describe('* means every client'),
    event: z.enum(['ordered', 'lifted']),
    reason: z.string().nullable(),
    by: z.string(),
    at: instant,
  }),
);

export const emergencyStopReplySchema = named(
  'EmergencyStopReply',
  z.object({
    client: z.string(),
    changed: z.boolean(),
    hold: emergencyStopSchema.nullable().describe('the stop in force'),
  }),
);

/** The settings without the pools of bots and the mailboxes, which have routes of their own. */
const ownSettings = clientSettingsSchema.omit({ bots: true, email: true });

/** The settings, with a complete check of the window but without its defaults. */
export const settingsBody = ownSettings.superRefine(({ sendWindow }, context) => {
  if (!sendWindow) return;
  const { error } = sendWindowSchema.safeParse(sendWindow, { error: issueInWords });
  for (const { path, message } of error?.issues ?? []) {
    context.addIssue({ code: 'custom', path: ['sendWindow', ...path], message });
  }
});

export const clientSchema = named(
  'Client',
  z.object({
    id: z.string(),
    settings: ownSettings,
    updatedAt: maybeInstant.describe('null if the client has no settings'),
    hold: emergencyStopSchema.nullable().describe('the emergency stop in force'),
  }),
);
