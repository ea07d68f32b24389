import { hear } from '../../../src/channels/voice/flow/hear.ts';
import { withMeaning } from '../../../src/channels/voice/plivo/callbacks/callbacks.ts';
import type { Callback } from '../../../src/channels/voice/plivo/callbacks/callbacks.ts';
import { isVoiceStep } from '../../../src/channels/voice/step.ts';
import type { Step } from '../../../src/domain/campaign/step.ts';

/** The callback with the meaning that the step gives to its digits. */
export function withHeard({ callback, step }: { callback: Callback; step: Step }): Callback {
  const { asked, digits } = callback;
  if (!asked || asked.wanted.kind !== 'gather' || !isVoiceStep(step)) return callback;
  const heard = hear({ flow: step, place: asked.wanted.place, digits });
  return withMeaning({ callback: { ...callback, asked }, heard, callBackAt: null });
}
