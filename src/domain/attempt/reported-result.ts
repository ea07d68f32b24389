import { z } from 'zod';
import type { Details } from './attempt.ts';
import { evidenceRanks } from './attempt.ts';
import { outcomeSchema } from './disposition.ts';
import type { Evidence } from './evidence.ts';

const longestId = 200;
const longestText = 100;
const mostPieces = 20;

const idSchema = z
  .string()
  .max(longestId)
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces');
const nameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a word in kebab-case');
const textSchema = z.string().max(longestText);
const stage = nameSchema.describe('a stage of the channel, for a call: dialing, ringing or in-progress');
const disposition = nameSchema.describe(
  'how it ended, for a call: answered, machine, busy, no-answer, rejected, invalid, failed or cancelled',
);

const pieceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accepted') }).describe('the provider has it'),
  z.strictObject({ kind: z.literal('progressed'), stage }).describe('it is at a stage'),
  z.strictObject({ kind: z.literal('reached'), stage: stage.optional() }).describe('it reached the contact'),
  z
    .strictObject({ kind: z.literal('qualified'), disposition, stage: stage.optional() })
    .describe('it reached something else, such as an answering machine'),
  z
    .strictObject({
      kind: z.literal('responded'),
      outcome: outcomeSchema.describe(
        'what the contact answered: confirmed, opt-out, or a word of the campaign',
      ),
      stage: stage.optional(),
    })
    .describe('the contact answered'),
  z
    .strictObject({
      kind: z.literal('ended'),
      disposition,
      source: z
        .enum(['hang-up', 'record'])
        .default('hang-up')
        .describe('a report of the end, or the record of the provider, which is the stronger of both'),
      cause: z
        .strictObject({
          code: textSchema,
          name: textSchema.default(''),
          source: textSchema.default(''),
        })
        .nullable()
        .default(null)
        .describe('the code of the provider for the end'),
      fault: z
        .enum(['provider', 'throttled', 'credit', 'configuration'])
        .nullable()
        .default(null)
        .describe('who is at fault, if not the recipient'),
      details: z
        .record(z.string(), z.number().or(z.boolean()).nullable())
        .default({})
        .describe('facts about the end that the channel knows, for a call: talkSeconds'),
    })
    .describe('it ended'),
]);

/** A result as an outside program reports it. It names the attempt, the touch at the provider, or both. */
export const reportedResultSchema = z
  .strictObject({
    id: idSchema.describe(
      'chosen by the reporter; a message with the same id and attempt is the same report',
    ),
    attempt: idSchema.optional().describe('the id of the attempt'),
    providerId: idSchema
      .optional()
      .describe(
        'the id of the call or message at the provider; without `attempt` it finds an attempt that has not ended',
      ),
    evidence: z.array(pieceSchema).min(1).max(mostPieces).describe('what was learned, in order'),
  })
  .refine(({ attempt, providerId }) => attempt !== undefined || providerId !== undefined, {
    error: 'must name an attempt or a providerId',
    path: ['attempt'],
  });

export type ReportedResultInput = z.input<typeof reportedResultSchema>;
type Piece = z.output<typeof pieceSchema>;

/** The evidence of a reported result, about the touch with this id at the provider. */
export function evidenceOfReport(pieces: readonly Piece[], providerId: string | null): Evidence[] {
  return pieces.map((piece) => toEvidence(piece, providerId));
}

function toEvidence(piece: Piece, providerId: string | null): Evidence {
  switch (piece.kind) {
    case 'accepted':
      return { kind: 'accepted', receipt: null };
    case 'progressed':
      return { ...piece, providerId };
    case 'reached':
    case 'qualified':
    case 'responded':
      return { ...piece, stage: piece.stage ?? null, providerId };
    case 'ended': {
      const { kind, disposition: end, source, cause, fault, details } = piece;
      const facts: Details = details;
      return {
        kind,
        rank: evidenceRanks[source],
        providerId,
        disposition: end,
        cause,
        fault,
        details: facts,
      };
    }
  }
}
