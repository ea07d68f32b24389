import { Response } from 'plivo/dist/utils/plivoxml.js';
import { isVoiceStep } from './step.ts';
import type { FlowNode } from './step.ts';
import { toSeconds } from '../../domain/time/duration.ts';
import { isAudible } from '../../domain/campaign/silence.ts';
import type { Touch } from '../contract.ts';

/** Fills `{{…}}` in a text from variables. */
export type RenderText = (text: string, variables: Readonly<Record<string, string>>) => string;

/** The URL to which Plivo sends the digits of a question. */
export type FlowUrls = { gather: (node: number) => string };

type Speaking = Pick<Response, 'addSpeak'>;
type Flowing = { touch: Touch; urls: FlowUrls; render: RenderText };

/**
 * What Plivo does in the call, from a node of the step's flow on, as Plivo XML. After a question without an answer
 * the flow continues with the next node. An answer is sent to the answer webhook, which continues from there too. A
 * text without content is left out. The call ends at the end of the flow.
 */
export function flowXml({ touch, from, urls, render }: Flowing & { from: number }): string {
  const response = new Response();
  const flow = isVoiceStep(touch.step) ? touch.step.flow : [];
  const rest = [...flow.entries()].slice(from);
  for (const [index, node] of rest) addNode({ response, index, node, touch, urls, render });
  if (rest.length === 0) response.addHangup({});
  return response.toXML();
}

/** Connects the contact with another number, which sees the caller ID of the call. The call ends with the conversation. */
export function transferXml({ to, callerId }: { to: string; callerId: string | null }): string {
  const response = new Response();
  // The types of the SDK call the attribute `callerID`, which its code refuses.
  const attributes: object = callerId === null ? {} : { callerId };
  const dial = response.addDial(attributes) as Pick<Response, 'addNumber'>;
  dial.addNumber(to, {});
  return response.toXML();
}

/** Ends a call that must not continue. */
export function hangUpXml(): string {
  const response = new Response();
  response.addHangup({});
  return response.toXML();
}

type Addition = Flowing & { response: Response; index: number; node: FlowNode };

function addNode({ response, index, node, touch, urls, render }: Addition): void {
  const speak = (parent: Speaking, text: string): void => {
    const spoken = printable(render(text, touch.variables));
    if (isAudible(spoken)) parent.addSpeak(spoken, {});
  };
  if ('speak' in node) speak(response, node.speak);
  else if ('play' in node) response.addPlay(node.play, {});
  else if ('wait' in node) response.addWait({ length: toSeconds(node.wait) });
  else if ('hangup' in node) response.addHangup({});
  else if ('answerUrl' in node) response.addRedirect(node.answerUrl, { method: 'POST' });
  else {
    const { speak: question, digits, timeout, retries, on } = node.gather;
    const asked = response.addGetDigits({
      action: urls.gather(index),
      method: 'POST',
      numDigits: digits,
      timeout: toSeconds(timeout),
      retries,
      redirect: true,
      ...(Object.keys(on).some((keys) => keys.includes('#')) && { finishOnKey: 'none' }),
    }) as Speaking;
    speak(asked, question);
  }
}

/** XML 1.0 does not allow most control characters, and a list may contain them. */
function printable(text: string): string {
  const plain = text.toWellFormed().replace(/[\p{Cc}\uFFFE\uFFFF]/gu, ' ');
  return plain.trim();
}
