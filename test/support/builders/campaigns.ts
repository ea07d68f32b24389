import { voiceStepSchema } from '../../../src/channels/voice/step.ts';
import type { CampaignDefinitionInput } from '../../../src/channels/registry.ts';

export const callerId = '+12025550100';

/** A voice step that only speaks. */
export const plainStep: CampaignDefinitionInput['steps'][number] = {
  id: 'call',
  channel: 'voice',
  from: callerId,
  flow: [{ speak: 'Hello.' }],
};

/** The same step as the engine has it. */
export const plainVoiceStep = voiceStepSchema.parse(plainStep);

/** A campaign with one voice step that asks a question. */
export function campaignFile(changes: Partial<CampaignDefinitionInput> = {}): CampaignDefinitionInput {
  return {
    name: 'spring-checkup',
    contacts: { country: 'US' },
    steps: [
      {
        id: 'reminder',
        channel: 'voice',
        from: callerId,
        flow: [
          { speak: 'Hello {{first_name}}.' },
          { gather: { speak: 'Press 1.', on: { '1': 'confirmed', '9': 'opt-out' } } },
          { speak: 'Good bye.' },
        ],
      },
    ],
    ...changes,
  };
}
