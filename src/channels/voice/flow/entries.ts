import { z } from 'zod';
import { outcomeSchema } from '../../../domain/attempt/disposition.ts';
import { botPoolNameSchema } from '../../../domain/bot/bot-pool.ts';
import { slugSchema } from '../../../domain/campaign/slug.ts';
import { durationUpTo, wholeSecondsUpTo } from '../../../domain/time/duration.ts';
import { loopSchema, speakSchema } from './spoken.ts';

export const phoneSchema = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number in E.164 form, such as +12025550100');

/** The duration of a pause, or of a wait for digits, in a call flow. */
const pauseSchema = wholeSecondsUpTo('10m');
const recordingSchema = z.url({ protocol: /^https?$/ });
const variableSchema = z
  .string()
  .regex(/^[\p{L}\p{N}_]{1,60}$/u, 'must be the name of a variable, such as postal_code');
const branchSchema = slugSchema.describe('the name of a branch, or start');

const playSchema = z.union([
  recordingSchema,
  z.strictObject({ url: recordingSchema, loop: loopSchema.optional() }),
]);

/** What digits mean: the word of the outcome, or everything that follows from them. */
export const meaningSchema = z.union([
  outcomeSchema,
  z.strictObject({
    outcome: outcomeSchema.optional(),
    set: z
      .record(variableSchema, z.string().max(200))
      .optional()
      .describe('variables of the contact that get a value'),
    optOut: z.literal(true).optional(),
    callBack: durationUpTo('31d').optional().describe('call again after this time'),
    goto: branchSchema.optional().describe('the branch that follows'),
  }),
]);
export type Meaning = z.infer<typeof meaningSchema>;

const gatherSchema = z.strictObject({
  speak: speakSchema.optional().describe('the question'),
  play: playSchema.optional().describe('instead of speak: a recording of the question'),
  digits: z.int().min(1).max(20).default(1),
  timeout: pauseSchema.default('5s'),
  retries: z.int().min(1).max(5).default(1),
  on: z
    .record(z.string().regex(/^[0-9*#]{1,20}$/, 'must be the digits pressed'), meaningSchema)
    .optional()
    .describe('what the digits mean; confirmed and opt-out have a meaning of their own'),
  as: variableSchema.optional().describe('the variable of the contact that gets the digits'),
  callBackAt: z
    .literal('digits')
    .optional()
    .describe('the digits are a time of the clock of the contact, such as 1530, to be called back at'),
  noInput: branchSchema.optional().describe('the branch that follows if nothing is pressed'),
  wrong: branchSchema.optional().describe('the branch that follows digits without a meaning'),
});
export type Gather = z.infer<typeof gatherSchema>;

const waitSchema = z.union([
  pauseSchema,
  z.strictObject({
    until: z.enum(['silence', 'beep']),
    atMost: pauseSchema.default('30s'),
    silence: pauseSchema.optional().describe('how long it must be silent; 2s without it'),
  }),
]);

/** How a dialled call can end: `DialStatus` (plivo.com/docs/voice/xml/dial). */
export const dialStatuses = ['completed', 'busy', 'failed', 'cancel', 'timeout', 'no-answer'] as const;
export type DialStatus = (typeof dialStatuses)[number];

const dialSchema = z.strictObject({
  number: phoneSchema.optional(),
  sip: z
    .string()
    .max(200)
    .regex(/^sip:[^\s<>"',;]+@[^\s<>"',;]+$/, 'must be a SIP address such as sip:agent@phone.plivo.com')
    .optional()
    .describe('instead of number: a SIP user'),
  from: phoneSchema.optional().describe('the caller ID; that of the step without it'),
  timeout: pauseSchema.default('30s').describe('how long it may ring'),
  on: z
    .partialRecord(z.enum(dialStatuses), branchSchema)
    .optional()
    .describe('the branch that follows each end of the transfer'),
});

const recordSchema = z.union([
  z.literal('call'),
  z.strictObject({
    atMost: pauseSchema.default('60s').describe('the maximum length of the message'),
    silence: pauseSchema.default('5s').describe('the silence that ends it'),
    finishOn: z
      .string()
      .regex(/^[0-9*#]$/, 'must be one key')
      .default('#')
      .describe('the key that ends it'),
    beep: z.boolean().default(true),
    format: z.enum(['mp3', 'wav']).default('mp3'),
  }),
]);

/** The maximum of `extraHeaders` (plivo.com/docs/voice/xml/audio-stream). */
export const mostHeaderBytes = 512;

const streamSchema = z.strictObject({
  url: z
    .url({ protocol: /^wss?$/, error: 'must be a ws or wss address' })
    .max(2048)
    .optional(),
  bot: botPoolNameSchema
    .optional()
    .describe('instead of url: the pool of bots of the client; a bot is ready before the call is made'),
  unavailable: branchSchema
    .optional()
    .describe('with bot: the branch that follows if no bot takes the call; it says who calls'),
  bidirectional: z.boolean().default(true),
  keepCallAlive: z.boolean().default(true).describe('the entries after it wait until the stream ends'),
  contentType: z
    .enum(['audio/x-l16;rate=8000', 'audio/x-l16;rate=16000', 'audio/x-mulaw;rate=8000'])
    .default('audio/x-mulaw;rate=8000'),
  extraHeaders: z
    .record(
      z.string().regex(/^[A-Za-z0-9]{1,50}$/, 'must be letters and digits'),
      z.string().max(mostHeaderBytes),
    )
    .optional(),
});

const speakEntry = z.strictObject({ speak: speakSchema });
const playEntry = z.strictObject({ play: playSchema });
const waitEntry = z.strictObject({ wait: waitSchema });

/**
 * The maximum length of a URL that Plivo is given (docs.plivo.com/docs/voice/api/call/make-a-call). It is passed on as it is
 * and never requested here.
 */
export const callerUrlSchema = z.url({ protocol: /^https?$/ }).max(2048);

/** One entry of a call flow. */
export const flowNodeSchema = z.union([
  speakEntry,
  playEntry,
  waitEntry,
  z.strictObject({ gather: gatherSchema }),
  z.strictObject({ dial: dialSchema }),
  z.strictObject({ record: recordSchema }),
  z.strictObject({ stream: streamSchema }),
  z.strictObject({ goto: branchSchema }),
  z.strictObject({ hangup: z.literal(true) }),
  z.strictObject({ answerUrl: callerUrlSchema.describe('Plivo XML of your own, which continues the call') }),
]);
export type FlowNode = z.infer<typeof flowNodeSchema>;

/** One entry of a message for an answering machine. */
export const messageNodeSchema = z.union([speakEntry, playEntry, waitEntry]);

const mostEntries = 50;
export const flowSchema = z.array(flowNodeSchema).min(1).max(mostEntries);
export const messageSchema = z.array(messageNodeSchema).min(1).max(mostEntries);
export const branchesSchema = z
  .record(slugSchema, flowSchema)
  .refine(
    (branches) => Object.keys(branches).length <= mostEntries,
    `must be at most ${mostEntries} branches`,
  );
