import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { suppressionSources } from '../../domain/do-not-contact/suppression.ts';
import type { Suppression } from '../../domain/do-not-contact/suppression.ts';
import { instantOrNull, instantText } from '../../queries/instants.ts';
import { instant, maybeInstant, named } from './common.ts';

const entryShape = {
  reason: z.string(),
  source: z
    .enum(suppressionSources)
    .describe('touch: an opt-out in a call or message; contacts: an opt-out in a list of contacts'),
  origin: z.string().nullable().describe('the file, ticket or document it comes from'),
  by: z.string(),
  at: instant,
  expiresAt: maybeInstant.describe('the instant from which it no longer applies; null: it has no end'),
};

export const suppressionSchema = named(
  'Suppression',
  z.object({
    client: z.string().describe('* is the list for all clients'),
    campaign: z.string().nullable().describe('the id of the campaign to which alone it applies'),
    address: z.string(),
    ...entryShape,
  }),
);

export function suppressionView({ at, expiresAt, ...entry }: Suppression) {
  return { ...entry, at: instantText(at), expiresAt: instantOrNull(expiresAt) };
}

/** The client of a list. */
export const anyClient = z
  .union([slugSchema, z.literal(everyClient)])
  .optional()
  .describe('the client of the list; * is the list for all clients (role admin)');

export const ofCampaign = z
  .string()
  .max(100)
  .optional()
  .describe('the name or id of a campaign: only the list of this campaign');

/** The sources that an addition may name. The others follow from where an opt-out was made. */
export const namedSources = ['operator', 'api', 'complaint'] as const;

export const originBody = z.string().max(300).describe('the file, ticket or document that it comes from');

export const expiresBody = z.iso
  .datetime({ offset: true })
  .describe('the instant from which it no longer applies, RFC 3339; an opt-out has none');

export const addressBody = z
  .string()
  .min(3, 'must be a phone number with +, or an email address')
  .max(320, 'must be a phone number with +, or an email address')
  .describe('a phone number with +, an email address, or id: and an external id of the lists');

export const verdictSchema = named(
  'Verdict',
  z.object({
    client: z.string(),
    address: z.string().describe('in its stored form'),
    kind: z.enum(['phone', 'email', 'linkedin', 'id']),
    mayContact: z
      .boolean()
      .describe(
        'false if a list for all campaigns has the address, or its person has opted out; hours and limits are not checked',
      ),
    lists: z.array(
      z.object({
        client: z.string().describe('* is the list for all clients'),
        campaign: z.string().nullable().describe('the id of the campaign to which alone the entry applies'),
        entry: z.object(entryShape).nullable(),
      }),
    ),
    person: z
      .object({
        optOut: z.string().nullable().describe('the reason of an opt-out by any address of the person'),
        openAttempts: z.number(),
        days: z
          .array(z.object({ channel: z.string(), day: z.string(), attempts: z.number() }))
          .describe('the attempts of the last local day that has any, by channel'),
        lastTouchAt: maybeInstant,
      })
      .nullable()
      .describe('what the campaigns of the client share about the contact; null if the address is not known'),
    stops: z.array(z.string()).describe('the emergency stops in force for the client'),
  }),
);

const issues = z.array(z.object({ row: z.number(), code: z.string(), detail: z.string() }));

export const suppressionImportSchema = named(
  'SuppressionImport',
  z.object({
    rows: z.number(),
    addresses: z.number().describe('the addresses and ids in these rows'),
    added: z.number().describe('new entries'),
    changed: z.number().describe('entries that the list made stronger'),
    unchanged: z.number().describe('addresses that were on the list already'),
    ended: z.number().describe('addresses whose end is in the past; they were left out'),
    refused: z.number().describe('rows without an address that could be read'),
    warned: z.number().describe('rows whose end could not be read; they were suppressed without an end'),
    issues: issues.describe('the first 1,000 refused rows and warnings'),
  }),
);
