import { writeTime } from '../../../../src/channels/voice/plivo/answers/times.ts';
import { callParameters, digitsOf } from '../../../../src/channels/voice/plivo/call-parameters.ts';
import { publicUrl } from '../../support/voice-setup.ts';
import { newTouch, voiceStep } from '../../support/touches.ts';

/** The one call that every client places. */
export const step = voiceStep();
export const touch = newTouch({ address: '+12125550100', step });
export const numbers = { address: touch.address, sender: touch.sender ?? '' };

const parameters = callParameters({ touch, step, publicUrl });
const { from, to, answer_url: answerUrl, ...more } = parameters as Record<string, string>;

/** Its parameters as the SDKs take them: three of them by place, the others by name. */
export const order = { from: from ?? '', to: to ?? '', answerUrl: answerUrl ?? '', more };

/** The filter of records that this program uses. */
export const recordFilter = {
  to_number: digitsOf(numbers.address),
  from_number: digitsOf(numbers.sender),
  call_direction: 'outbound',
  end_time__gte: writeTime(0),
};

/** The filter of live calls that this program uses. */
export const liveFilter = { to_number: recordFilter.to_number, from_number: recordFilter.from_number };
