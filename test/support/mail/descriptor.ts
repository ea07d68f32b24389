import { z } from 'zod';
import { defineChannel } from '../../../src/channels/descriptor.ts';
import { logDescriptor } from '../../../src/channels/log/descriptor.ts';
import { voiceDescriptor } from '../../../src/channels/voice/descriptor.ts';
import { createChannels } from '../../../src/domain/campaign/channel-facts.ts';
import { stepFields } from '../../../src/domain/campaign/step.ts';

/** A channel for tests only that reaches contacts at their email addresses. */
const mailDescriptor = defineChannel({
  ...voiceDescriptor,
  name: 'mail',
  addressKind: 'email',
  stepSchema: z.strictObject({ ...stepFields, channel: z.literal('mail'), text: z.string() }),
  limits: ['global', 'client', 'campaign'],
  sendersOf: () => null,
  placesOf: () => [],
  signsOf: () => ({ reached: false, short: false, blocked: false }),
  textsOf: ({ text }) => [{ path: ['text'], text }],
  silenceOf: () => null,
  answerWithinMs: () => 0,
  isAnsweredLate: () => false,
  leftAfterSecondsOf: () => null,
  issuesOf: () => [],
});

/** What the engine knows of the channels of this program and of mail. */
export const mailRegistry = {
  channels: createChannels([voiceDescriptor, logDescriptor, mailDescriptor]),
  faultOfDefinition: () => null,
};
