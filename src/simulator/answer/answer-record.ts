import { drawUuid } from '../draws.ts';
import type { Fields } from '../types.ts';
import type { AnswerRunNeeds, Report } from './answer-needs.ts';
import { numberOr } from './answer-timing.ts';
import type { XmlElement } from './answer-xml.ts';

type Needs = Pick<AnswerRunNeeds, 'call' | 'now' | 'ask' | 'onEnd'> & {
  pause: (ms: number, next: () => void) => void;
  follow: (element: XmlElement, report: Report) => void;
};

/**
 * Creates the Record element. A message lasts until its maximum, at most as long as the contact talks; a recording in the
 * background lasts until the end of the call. `callbackUrl` learns the duration; the action of a recording in the background
 * reports -1.
 */
export function createRecord({ call, now, ask, onEnd, pause, follow }: Needs) {
  let recordings = 0;
  return (element: XmlElement, next: () => void): void => {
    const { recordSession, startOnDialAnswer, maxLength, fileFormat = 'mp3' } = element.attributes;
    recordings += 1;
    const id = drawUuid({ seed: 0, subject: `recording|${call.callUuid}|${recordings}` });
    const url = `https://media.plivo.com/Account/${call.account.authId}/Recording/${id}.${fileFormat}`;
    const fieldsOf = (ms: number | null): Fields => ({
      RecordUrl: url,
      RecordingID: id,
      RecordingDuration: ms === null ? '-1' : String(Math.round(ms / 1000)),
      RecordingDurationMs: ms === null ? '-1' : String(ms),
    });
    const tell = (ms: number): void => {
      const { callbackUrl = '', callbackMethod = 'POST' } = element.attributes;
      const method = callbackMethod.toUpperCase() === 'GET' ? 'GET' : 'POST';
      if (URL.canParse(callbackUrl)) {
        void ask({ event: 'RecordCallback', url: callbackUrl, method, fields: fieldsOf(ms) });
      }
    };
    const mostMs = numberOr(maxLength, 60) * 1000;
    if (recordSession === 'true' || startOnDialAnswer === 'true') {
      const from = now();
      onEnd(() => tell(Math.min(now() - from, mostMs)));
      return pause(0, () => follow(element, { source: 'action', fields: fieldsOf(null), next }));
    }
    const ms = Math.min(call.plan.talkMs, mostMs);
    pause(ms, () => {
      tell(ms);
      follow(element, { source: 'action', fields: fieldsOf(ms), next });
    });
  };
}
