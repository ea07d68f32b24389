import { drawUuid } from '../draws.ts';
import type { AnswerRunNeeds } from './answer-needs.ts';
import type { XmlElement } from './answer-xml.ts';
import { openStream } from './stream-socket.ts';

type Needs = Pick<AnswerRunNeeds, 'call' | 'ask' | 'end' | 'onEnd' | 'connectStream' | 'system'> & {
  pause: (ms: number, next: () => void) => void;
  /** Whether the document of this element still runs. */
  currently: (next: () => void) => () => void;
};

/**
 * Creates the Stream element. With a connection it lasts until the bot closes the socket, or until the contact hangs up at
 * the end of the conversation. Without `keepCallAlive` the following elements run at the same time.
 */
export function createStream({ call, pause, ask, end, onEnd, connectStream, system, currently }: Needs) {
  const { plan } = call;
  let streams = 0;
  return (element: XmlElement, next: () => void): void => {
    const { statusCallbackUrl = '', statusCallbackMethod = 'POST', keepCallAlive } = element.attributes;
    streams += 1;
    const streamId = drawUuid({ seed: 0, subject: `stream|${call.callUuid}|${streams}` });
    // A delivery policy in the fragment does not apply to these callbacks.
    const url = statusCallbackUrl.replace(/#.*$/s, '');
    const method = statusCallbackMethod.toUpperCase() === 'GET' ? 'GET' : 'POST';
    const tell = (event: string): void => {
      const fields = { Event: event, StreamID: streamId, ServiceURL: element.text };
      if (URL.canParse(url)) void ask({ event, url, method, fields });
    };
    const goesOn = currently(next);
    let isOver = false;
    /** Reports the end once. The call continues if it waited for it. */
    const over = (event: string, then: () => void): void => {
      if (isOver) return;
      isOver = true;
      close();
      tell(event);
      then();
    };
    const waits = connectStream === null || keepCallAlive === 'true';
    const close = connectStream
      ? openStream({
          element,
          streamId,
          call,
          system,
          connect: connectStream,
          onEnd: (event) => over(event, () => waits && goesOn()),
        })
      : () => undefined;
    tell('StartStream');
    onEnd(() => over('StopStream', () => undefined));
    if (!waits) return next();
    const dropped = plan.outcome === 'stream-drop';
    pause(plan.talkMs, () => {
      // The contact hangs up at the end of the conversation. If the bot drops the stream, the contact stays on the line.
      if (dropped) over('DroppedStream', next);
      else over('StopStream', () => end('callee'));
    });
  };
}
