import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';
import type { Consent } from '../../domain/consent/consent.ts';
import { instantOrNull, instantText } from '../../queries/instants.ts';
import { instant, maybeInstant, named } from '../schemas/common.ts';
import { addressBody } from '../schemas/suppression.ts';

export const consentSchema = named(
  'Consent',
  z.object({
    client: z.string(),
    address: z.string(),
    channel: z.string(),
    givenAt: instant.describe('when the person gave it'),
    source: z.string().describe('where the person gave it: a text or a URL'),
    purpose: z.string().nullable(),
    evidence: z.string().nullable().describe('where its proof is kept'),
    by: z.string().describe('who recorded it'),
    recordedAt: instant,
    withdrawnAt: maybeInstant.describe('null while it is in force'),
  }),
);

export function consentView({ givenAt, recordedAt, withdrawnAt, ...consent }: Consent) {
  return {
    ...consent,
    givenAt: instantText(givenAt),
    recordedAt: instantText(recordedAt),
    withdrawnAt: instantOrNull(withdrawnAt),
  };
}

const note = z.string().min(1).max(500);

/** The most consents of one request. */
export const consentsPerRequest = 1_000;

export const consentBody = z.strictObject({
  address: addressBody,
  channel: slugSchema.describe('the channel that it covers, such as voice'),
  givenAt: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('when the person gave it, RFC 3339; default: now'),
  source: note.describe('where the person gave it: a text or a URL'),
  purpose: note.optional().describe('what it was given for; it is recorded, and no rule reads it'),
  evidence: note.optional().describe('where its proof is kept, such as a file or a ticket'),
});
