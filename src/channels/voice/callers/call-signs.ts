import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { SenderSigns } from '../../../domain/sender/sender-outcomes.ts';
import { talkSecondsOf } from '../call.ts';
import { isSpamBlock } from '../hangup-causes.ts';

/** Plivo counts an answered call of up to six seconds as short (plivo.com/docs/voice/concepts/account-limits). */
const shortSeconds = 6;

/** Returns what a call that has ended says about its caller ID. */
export function signsOfCall(call: Pick<Attempt, 'disposition' | 'details' | 'cause'>): SenderSigns {
  const reached = call.disposition === 'answered';
  const seconds = talkSecondsOf(call);
  return {
    reached,
    short: reached && seconds !== null && seconds <= shortSeconds,
    blocked: isSpamBlock(call.cause?.code),
  };
}
