import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { VoiceStep } from '../../../src/channels/voice/step.ts';
import { stepSchema } from '../../../src/channels/registry.ts';
import type { Touch } from '../../../src/channels/contract.ts';
import { createUlids } from '../../../src/platform/ids.ts';
import { createSeededRandom } from '../../../src/platform/random.ts';
import { nothingKnown } from '../../support/builders/attempts.ts';

const ulid = createUlids({
  clock: { now: () => Date.UTC(2027, 2, 1), at: () => () => undefined },
  random: createSeededRandom({ seed: 7 }),
});

export const callerId = '+12025550100';

/** A voice step with everything a flow can hold, unless told otherwise. */
export function voiceStep(change: Record<string, unknown> = {}): VoiceStep {
  const step = stepSchema.parse({
    id: 'reminder',
    channel: 'voice',
    from: callerId,
    flow: [
      { speak: 'Hello {{first_name}}.' },
      {
        gather: {
          speak: 'Press 1 to confirm, 9 to opt out.',
          digits: 1,
          on: { '1': 'confirmed', '9': 'opt-out' },
        },
      },
      { speak: 'Goodbye.' },
    ],
    ...change,
  });
  if (step.channel !== 'voice') throw new TypeError('not a voice step');
  return step;
}

export function newTouch(change: Partial<Touch> = {}): Touch {
  return {
    attempt: `att_${ulid()}`,
    campaign: `cmp_${ulid()}`,
    client: 'acme',
    address: '+12025550147',
    sender: '+12025550100',
    extension: null,
    step: voiceStep(),
    variables: { first_name: 'Ada' },
    ...change,
  };
}

/** The attempt behind a touch as it is stored before anything came back. */
export function attemptOf(touch: Touch, change: Partial<Attempt> = {}): Attempt {
  return {
    id: touch.attempt,
    campaign: touch.campaign,
    position: 1,
    contact: `con_${ulid()}`,
    step: 0,
    number: 1,
    stepNumber: 1,
    channel: touch.step.channel,
    address: touch.address,
    sender: touch.sender,
    state: 'unknown',
    ...nothingKnown,
    mintedAt: 0,
    ...change,
  };
}
