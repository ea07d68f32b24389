import { z } from 'zod';
import type { Step } from '../../domain/campaign/step.ts';
import { callerSchema } from './callers/caller-choice.ts';
import { stepFields } from '../../domain/campaign/step.ts';
import { wholeSecondsUpTo } from '../../domain/time/duration.ts';
import { branchesSchema, flowSchema, messageSchema } from './flow/entries.ts';

/**
 * What happens when Plivo reports an answering machine. Plivo reports no person
 * (plivo.com/docs/voice/concepts/machine-detection), so there is nothing to set for one.
 */
const detectionSchema = z.strictObject({
  machine: z
    .enum(['hangup', 'continue', 'voicemail'])
    .describe('hang up, go on with the flow, or leave the message'),
  within: z
    .enum(['2s', '3s', '4s', '5s', '6s', '7s', '8s', '9s', '10s'])
    .default('5s')
    .describe('how long Plivo listens'),
  message: messageSchema.optional().describe('with voicemail: what the machine hears'),
  after: z
    .enum(['silence', 'beep'])
    .default('silence')
    .describe('with voicemail: what the message waits for'),
});
export type MachineDetection = z.infer<typeof detectionSchema>;

export const voiceStepSchema = z.strictObject({
  ...stepFields,
  channel: z.literal('voice'),
  from: callerSchema.describe('the caller ID, or a pool of caller IDs'),
  flow: flowSchema,
  branches: branchesSchema.optional().describe('other parts of the flow, by name'),
  ringTimeout: wholeSecondsUpTo('10m').default('45s').describe('how long it may ring, in whole seconds'),
  timeLimit: wholeSecondsUpTo('24h').default('10m').describe('how long a call may last, in whole seconds'),
  machineDetection: z
    .union([z.enum(['off', 'hangup']), detectionSchema])
    .default('hangup')
    .describe('hang up on answering machines, ignore them, or what to do with them'),
});
export type VoiceStep = z.infer<typeof voiceStepSchema>;

export { callerUrlSchema } from './flow/entries.ts';

export function isVoiceStep(step: Step): step is VoiceStep {
  return step.channel === 'voice';
}

/** What happens when a machine answers; null if machines are not detected. */
export function detectionOf({
  machineDetection,
}: Pick<VoiceStep, 'machineDetection'>): MachineDetection | null {
  if (machineDetection === 'off') return null;
  if (machineDetection !== 'hangup') return machineDetection;
  return { machine: 'hangup', within: '5s', after: 'silence' };
}

/** The URL of the caller that answers the whole call; null if the flow begins with anything else. */
export function callerUrlOf({ flow: [first] }: Pick<VoiceStep, 'flow'>): string | null {
  return first && 'answerUrl' in first ? first.answerUrl : null;
}
