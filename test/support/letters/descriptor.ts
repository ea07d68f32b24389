import { z } from 'zod';
import { defineChannel } from '../../../src/channels/descriptor.ts';
import { logDescriptor } from '../../../src/channels/log/descriptor.ts';
import { createChannelRegistry, stepSchema } from '../../../src/channels/registry.ts';
import { voiceDescriptor } from '../../../src/channels/voice/descriptor.ts';
import { stepFields } from '../../../src/domain/campaign/step.ts';

const day = 86_400_000;

/** For how long a letter is observed after it was taken. */
export const observeMs = 3 * day;
/** After a soft bounce a letter is sent again a day later, three times. */
export const softBounce = { afterMs: day, most: 3 } as const;

export const letterStepSchema = z.strictObject({
  ...stepFields,
  channel: z.literal('letters'),
  text: z.string().min(1).max(4000),
});
export type LetterStep = z.infer<typeof letterStepSchema>;

/**
 * A channel for tests only: letters are prepared, are taken by a post office that cannot be asked about them, are delivered
 * or come back later, and may be answered. It is addressed by phone number, so that every contact of a list has an address.
 */
export const letterDescriptor = defineChannel({
  name: 'letters',
  addressKind: 'phone',
  stepSchema: letterStepSchema,
  words: {
    one: 'letter',
    many: 'letters',
    during: 'in the post',
    active: 'Letters are being sent',
    idle: 'Nothing is posted',
  },
  limits: ['account', 'global', 'client', 'campaign'],
  account: { provider: 'post-office', name: 'default' },
  stages: [
    { name: 'posted', event: null, fact: null, isNoticed: false, isReply: false },
    { name: 'delayed', event: null, fact: 'delayedAt', isNoticed: false, isReply: false },
    { name: 'delivered', event: null, fact: 'deliveredAt', isNoticed: true, isReply: false },
    { name: 'opened', event: null, fact: 'openedAt', isNoticed: true, isReply: false },
    { name: 'replied', event: null, fact: 'repliedAt', isNoticed: true, isReply: true },
  ],
  dispositions: [
    { name: 'sent', route: 'next', words: 'sent', prior: 5 },
    {
      name: 'soft-bounced',
      route: 'retry',
      words: 'it could not be delivered for now',
      prior: 0.3,
      repeat: { ...softBounce, becomes: 'bounced' },
    },
    { name: 'bounced', route: 'stop', end: 'bounced', words: 'it came back', prior: 0.3 },
    // The post office cannot be asked, so that a letter which may have been taken counts as sent.
    { name: 'unconfirmed', route: 'next', words: 'it is not known whether it was taken', prior: 0 },
  ],
  endFacts: ['permanent'],
  searches: false,
  records: false,
  hasCallingRules: false,
  prepares: () => true,
  observeMs,
  sendersOf: () => null,
  placesOf: () => [],
  signsOf: () => ({ reached: false, short: false, blocked: false }),
  textsOf: ({ text }) => [{ path: ['text'], text }],
  silenceOf: () => null,
  answerWithinMs: () => 0,
  isAnsweredLate: () => false,
  leftAfterSecondsOf: () => null,
  explainSilence: () => ({ path: ['text'], message: 'says nothing', fix: 'write a text', at: 'value' }),
  issuesOf: () => [],
});

/** The channels of this program and letters. */
export const letterRegistry = createChannelRegistry({
  descriptors: [voiceDescriptor, logDescriptor, letterDescriptor],
  step: z.union([stepSchema, letterStepSchema]),
});

/** A campaign as its file says it, with letters among its steps. */
export type LetterCampaignInput = z.input<typeof letterRegistry.campaignDefinitionSchema>;
