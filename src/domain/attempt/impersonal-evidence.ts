import { z } from 'zod';
import { evidenceRanks } from './attempt.ts';
import type { ArrivedCallback } from './callbacks.ts';
import { outcomeSchema } from './disposition.ts';
import type { Evidence } from './evidence.ts';

const longestId = 200;
const longestText = 100;
const mostPieces = 20;
/** An email address, or as many digits as a short number has. */
const personal = /@|\d{5,}/;

const nameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
/** An id of the provider: one word that is neither an address nor a number. */
const idSchema = z
  .string()
  .max(longestId)
  .regex(/^[A-Za-z0-9._:-]+$/)
  .regex(/[A-Za-z]/)
  .nullable();
/** A code or a name in the words of the provider. */
const causeText = z
  .string()
  .max(longestText)
  .refine((text) => !personal.test(text));

/** Facts have the keys that a contact pressed, and addresses of recordings. */
const ofTouch = { providerId: idSchema, stage: nameSchema.nullable(), facts: z.undefined().optional() };

/**
 * Evidence without personal data: it has names, ids, numbers of seconds and codes, but no text in which an address or a
 * number could stand. Only such evidence is sent between instances.
 */
const impersonalEvidenceSchema = z
  .array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('accepted'), receipt: idSchema }),
      z.object({ kind: z.literal('progressed'), ...ofTouch, stage: nameSchema }),
      z.object({ kind: z.literal('reached'), ...ofTouch }),
      z.object({ kind: z.literal('qualified'), disposition: nameSchema, ...ofTouch }),
      z.object({ kind: z.literal('responded'), outcome: outcomeSchema.nullable(), ...ofTouch }),
      z.object({
        kind: z.literal('ended'),
        rank: z.literal(Object.values(evidenceRanks)),
        providerId: idSchema,
        disposition: nameSchema,
        cause: z.object({ code: causeText, name: causeText, source: causeText }).nullable(),
        fault: z.enum(['provider', 'throttled', 'credit', 'configuration']).nullable(),
        details: z.record(
          nameSchema.or(z.string().regex(/^[a-z][A-Za-z]{0,39}$/)),
          z.number().or(z.boolean()).nullable(),
        ),
      }),
    ]),
  )
  .max(mostPieces);

/** A field of a callback: an id, a word, a short number, or a text without an address or a number. */
const fieldSchema = idSchema
  .unwrap()
  .or(causeText)
  .or(z.string().regex(/^\d{1,4}\.\d{1,9}$/));

const callbackSchema = z.object({
  key: nameSchema.or(idSchema.unwrap()),
  kind: nameSchema,
  fields: z.record(z.string().regex(/^[A-Za-z]{1,40}$/), fieldSchema),
  problem: causeText.nullable(),
  arrival: z.object({ at: z.number(), id: z.string().regex(/^[0-9A-Z]{1,26}$/) }),
});

/** What was learned about an attempt, as it is sent between instances. `callback`: missing from older versions. */
export const resultSchema = z.object({
  attempt: z.string().max(longestId),
  providerId: idSchema,
  evidence: impersonalEvidenceSchema,
  callback: callbackSchema.optional(),
});

/** What was learned about an attempt; `providerId`: the touch that it is about, null if it does not say. */
export type Result = {
  attempt: string;
  providerId: string | null;
  evidence: readonly Evidence[];
  callback?: ArrivedCallback | undefined;
};

/** The result, if it has no personal data; null if it has, or may have. */
export function impersonalResult(result: Result): z.output<typeof resultSchema> | null {
  const read = resultSchema.safeParse(result);
  return read.success ? read.data : null;
}
