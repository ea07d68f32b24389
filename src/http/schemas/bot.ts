import { z } from 'zod';
import { botPoolChangeSchema, botPoolNameSchema } from '../../domain/bot/bot-pool.ts';
import { instant, maybeInstant, named } from './common.ts';

export const botPoolPathSchema = botPoolNameSchema;
export const botPoolBody = botPoolChangeSchema;

const shape = {
  name: z.string(),
  endpoint: z.string().describe('where bots are warmed and released'),
  stream: z.string().describe('where the carrier streams the audio of a call to'),
  size: z.number().describe('the maximum of calls at once, those that are about to be made included'),
  warmWithin: z.string().describe('how long a bot has to get ready'),
  headers: z.array(z.string()).describe('the names of the headers of each request'),
  inUse: z.number().describe('the bots that are reserved'),
  status: z.enum(['ready', 'failing', 'empty']).describe('failing: its bots do not get ready'),
  triedAgainAt: maybeInstant.describe('when the next try is made while it is failing'),
  changedAt: instant,
};

export const botPoolSchema = named('BotPool', z.object(shape));

export const botPoolWithSecretSchema = named(
  'BotPoolWithSecret',
  z.object({
    ...shape,
    secret: z.string().nullable().describe('what requests are signed with; shown only when it is made'),
  }),
);

export const botTestSchema = named(
  'BotTest',
  z.object({
    ready: z.boolean(),
    ms: z.number().describe('how long the answer took'),
    error: z.string().nullable().describe('why no bot was ready'),
  }),
);

const answeredCalls = {
  live: z.number().describe('calls that a person has answered and that needed a bot or an agent'),
  abandoned: z.number().describe('those that nobody took'),
};
export const attendanceSchema = z.object(answeredCalls);

/** The abandoned calls of a client in 30 days. */
export const abandonmentSchema = z.object({
  ...answeredCalls,
  rate: z.number().nullable().describe('the share of abandoned calls'),
  cap: z.number().describe('the share at which such calls stop'),
  minimum: z.number().describe('fewer answered calls are not judged'),
  isOver: z.boolean().describe('whether such calls have stopped'),
});
