import { z } from 'zod';
import type { Step } from '../../domain/campaign/step.ts';
import { stepFields } from '../../domain/campaign/step.ts';
import { mailboxAddressSchema } from '../../domain/mailbox/mailbox-address.ts';
import { mailboxChoiceSchema } from './mailbox-choice.ts';

const mostCharacters = 100_000;

export const emailStepSchema = z.strictObject({
  ...stepFields,
  channel: z.literal('email'),
  mailbox: mailboxChoiceSchema.describe('the mailbox that sends, or a pool of mailboxes'),
  subject: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[^\p{Cc}]*$/u, 'must be one line'),
  text: z.string().min(1).max(mostCharacters).describe('the message as plain text'),
  html: z.string().min(1).max(mostCharacters).optional().describe('the same message as HTML'),
  replyTo: mailboxAddressSchema.optional().describe('where replies go; without it to the mailbox'),
  thread: z
    .boolean()
    .default(false)
    .describe('whether the message answers the message before it to this contact from the same mailbox'),
  unsubscribe: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}]*$/u, 'must be one line')
    .nullable()
    .default('Unsubscribe')
    .describe('the words of the link at the end of the message; null: only the header, for the mail program'),
});
export type EmailStep = z.infer<typeof emailStepSchema>;

export function isEmailStep(step: Step): step is EmailStep {
  return step.channel === 'email';
}
