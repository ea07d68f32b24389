import { z } from 'zod';

/** The version of the format. A change that a verifier of this version cannot read raises it. */
export const evidenceVersion = 1;

const hex = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 as 64 hexadecimal digits');
const wholeNumber = z.int().min(0);

/**
 * A chunk of a log. Of a chunk without a line of the person: the number of its events, and the root of their hashes. Of the
 * others: the hash of each event, with null in place of each event that is a line of the file. Of a client's log, whose
 * chunks have one event: null if that event is a line of the file.
 */
const proofChunk = z.union([
  z.tuple([z.int().min(1), hex]),
  z.tuple([z.array(hex.nullable()).min(1)]),
  z.null(),
]);
export type ProofChunk = z.output<typeof proofChunk>;

/** Why a proof begins where it does. */
export const proofBegins = ['start', 'removed', 'earlier-version'] as const;

/** The first line: what the file is. */
const headLine = z.strictObject({
  kind: z.literal('evidence'),
  version: z.literal(evidenceVersion),
  client: z.string(),
  /** The campaign that the file is restricted to; null for every campaign of the client. */
  campaign: z.string().nullable(),
  /** The version of the program that made it. */
  program: z.string(),
  /** When: the time of campaigns, RFC 3339 in UTC. */
  asOf: z.string(),
});

const campaignLine = z.looseObject({
  kind: z.literal('campaign'),
  id: z.string(),
  name: z.string(),
});
const contactLine = z.looseObject({
  kind: z.literal('contact'),
  campaign: z.string(),
  position: z.int().min(1),
  id: z.string(),
});
const attemptLine = z.looseObject({
  kind: z.literal('attempt'),
  id: z.string(),
  campaign: z.string(),
  state: z.string(),
  disposition: z.string().nullable(),
  outcome: z.string().nullable(),
});
/** Facts as they are stored now. No log has them. */
const storedLine = z.looseObject({
  kind: z.enum(['person', 'suppression', 'consent', 'rules', 'message', 'review']),
});

/** An event of a log. `stored` is what the log has: its text in JSON is what was hashed. */
const eventLine = z.strictObject({
  kind: z.literal('event'),
  /** The campaign or the client whose log it is. */
  log: z.string(),
  seq: z.int().min(1),
  /** The first field of `stored` as RFC 3339 in UTC. */
  at: z.string(),
  stored: z.array(z.unknown()).min(4),
});

/** What links the events of a log to the hash at its end. */
const chainLine = z.strictObject({
  kind: z.literal('chain'),
  of: z.enum(['campaign', 'client']),
  log: z.string(),
  begins: z.strictObject({ why: z.enum(proofBegins), after: wholeNumber, hash: z.string() }),
  chunks: z.array(proofChunk),
  /** The number of events of the log. */
  events: wholeNumber,
  /** The hash at the end of the log; that before the first event if it has none. */
  head: z.string(),
});

/** The last line: the number of lines before it, and the SHA-256 of their text. */
const endLine = z.strictObject({ kind: z.literal('end'), lines: wholeNumber, hash: hex });

export const evidenceLine = z.discriminatedUnion('kind', [
  headLine,
  campaignLine,
  contactLine,
  attemptLine,
  storedLine,
  eventLine,
  chainLine,
  endLine,
]);
export type EvidenceLine = z.output<typeof evidenceLine>;
export type LineOf<Kind extends EvidenceLine['kind']> = Extract<EvidenceLine, { kind: Kind }>;
