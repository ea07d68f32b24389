import type { Call } from '../calls/calls.ts';
import { isMachine } from '../calls/plan.ts';
import type { XmlElement } from './answer-xml.ts';

/** The speed of a slow, clear announcement voice. */
const lettersPerSecond = 15;

/**
 * Returns the duration of an element that only plays, in milliseconds; 0 for other elements. `playMs` is the assumed
 * duration of an audio file.
 */
export function playbackMs({ name, attributes, text }: XmlElement, playMs: number): number {
  const times = attributes['loop'] === '0' ? 1000 : numberOr(attributes['loop'], 1);
  switch (name) {
    case 'Speak':
      return Math.max(1000, Math.round((text.length / lettersPerSecond) * 1000)) * times;
    case 'Play':
      return playMs * times;
    case 'Wait':
      return lengthMs(attributes);
    default:
      return 0;
  }
}

const lengthMs = (attributes: XmlElement['attributes']): number => numberOr(attributes['length'], 1) * 1000;

/**
 * Returns the duration of a Wait in an answered call. A person is silent. A machine speaks until its beep, and then records.
 * `beep` has no effect together with `silence` (docs.plivo.com/docs/voice/xml/wait).
 */
export function waitMs(
  { attributes }: XmlElement,
  { call: { answeredAt, plan }, now }: { call: Call; now: number },
): number {
  const mostMs = lengthMs(attributes);
  const untilBeepMs = (answeredAt ?? now) + (plan.beepAfterMs ?? 0) - now;
  const hasBeep = isMachine(plan.outcome) && untilBeepMs > 0;
  if (attributes['silence'] === 'true') {
    const silenceMs = numberOr(attributes['minSilence'], 2000);
    return Math.min(mostMs, (hasBeep ? untilBeepMs : 0) + silenceMs);
  }
  if (attributes['beep'] === 'true' && hasBeep) return Math.min(mostMs, untilBeepMs);
  return mostMs;
}

export type Question = {
  promptMs: number;
  timeoutMs: number;
  digitTimeoutMs: number;
  numDigits: number;
  tries: number;
  finishOnKey: string;
  valid: string;
  takesDigits: boolean;
};

/** Returns the parameters of a GetDigits or GetInput, with the documented defaults. */
export function questionOf(element: XmlElement, playMs: number): Question {
  const { name, attributes, children } = element;
  const isInput = name === 'GetInput';
  return {
    promptMs: children.reduce((ms, child) => ms + playbackMs(child, playMs), 0),
    timeoutMs: numberOr(attributes[isInput ? 'executionTimeout' : 'timeout'], isInput ? 15 : 5) * 1000,
    digitTimeoutMs: numberOr(attributes[isInput ? 'digitEndTimeout' : 'digitTimeout'], 2) * 1000,
    numDigits: numberOr(attributes['numDigits'], isInput ? 32 : 99),
    tries: isInput ? 1 : numberOr(attributes['retries'], 1),
    finishOnKey: attributes['finishOnKey'] ?? '#',
    valid: attributes['validDigits'] ?? '1234567890*#',
    takesDigits: !isInput || (attributes['inputType'] ?? 'dtmf').includes('dtmf'),
  };
}

/** Returns the number in an attribute; `otherwise` if it is missing or not a number of at least 0. */
export function numberOr(text: string | undefined, otherwise: number): number {
  const value = Number(text);
  return text !== undefined && text !== '' && Number.isFinite(value) && value >= 0 ? value : otherwise;
}
