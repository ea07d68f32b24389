import { z } from 'zod';
import { outcomeSchema } from '../../domain/attempt/disposition.ts';
import type { Step } from '../../domain/campaign/step.ts';
import { stepFields } from '../../domain/campaign/step.ts';
import { wholeSecondsUpTo } from '../../domain/time/duration.ts';

const phoneSchema = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number in E.164 form, such as +12025550100');

/** The duration of a pause, or of a wait for digits, in a call flow. */
const pauseSchema = wholeSecondsUpTo('10m');

const gatherSchema = z.strictObject({
  speak: z.string().min(1).max(4000),
  digits: z.int().min(1).max(20).default(1),
  timeout: pauseSchema.default('5s'),
  retries: z.int().min(1).max(5).default(1),
  on: z
    .record(z.string().regex(/^[0-9*#]{1,20}$/, 'must be the digits pressed'), outcomeSchema)
    .describe('what the digits mean; confirmed and opt-out have a meaning of their own'),
});

/**
 * The maximum length of a URL that Plivo is given (docs.plivo.com/docs/voice/api/call/make-a-call). It is passed on as it is
 * and never requested here.
 */
export const callerUrlSchema = z.url({ protocol: /^https?$/ }).max(2048);

/** One entry of a call flow. */
export const flowNodeSchema = z.union([
  z.strictObject({ speak: z.string().min(1).max(4000) }),
  z.strictObject({ play: z.url({ protocol: /^https?$/ }) }),
  z.strictObject({ wait: pauseSchema }),
  z.strictObject({ gather: gatherSchema }),
  z.strictObject({ hangup: z.literal(true) }),
  z.strictObject({
    answerUrl: callerUrlSchema.describe('Plivo XML of your own, which continues the call'),
  }),
]);
export type FlowNode = z.infer<typeof flowNodeSchema>;

export const voiceStepSchema = z.strictObject({
  ...stepFields,
  channel: z.literal('voice'),
  from: phoneSchema.describe('the caller ID'),
  flow: z.array(flowNodeSchema).min(1).max(50),
  ringTimeout: wholeSecondsUpTo('10m').default('45s').describe('how long it may ring, in whole seconds'),
  timeLimit: wholeSecondsUpTo('24h').default('10m').describe('how long a call may last, in whole seconds'),
  machineDetection: z
    .enum(['off', 'hangup'])
    .default('hangup')
    .describe('hang up on answering machines, or ignore them'),
});
export type VoiceStep = z.infer<typeof voiceStepSchema>;

export function isVoiceStep(step: Step): step is VoiceStep {
  return step.channel === 'voice';
}

/** The URL of the caller that answers the whole call; null if the flow begins with anything else. */
export function callerUrlOf({ flow: [first] }: Pick<VoiceStep, 'flow'>): string | null {
  return first && 'answerUrl' in first ? first.answerUrl : null;
}
