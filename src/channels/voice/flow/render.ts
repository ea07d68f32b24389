import { Response } from 'plivo/dist/utils/plivoxml.js';
import type { Touch } from '../../contract.ts';
import { detectionOf, isVoiceStep } from '../step.ts';
import type { VoiceStep } from '../step.ts';
import { addEntry, createDocument } from './elements.ts';
import type { BotStream, FlowUrls, RenderText } from './elements.ts';
import { beginOf, entryAt, placeText } from './places.ts';
import type { Place } from './places.ts';
import { placeAfterSilence } from './routes.ts';
import { messageOf } from './texts.ts';

type Rendering = {
  touch: Touch;
  urls: FlowUrls;
  /** The bot that takes the call; none for a call without one. */
  bot?: BotStream | null;
  render: RenderText;
};

/** Plivo reads 100 kB of a document (plivo.com/docs/voice/concepts/account-limits); an entry has at most 30 kB. */
const fullBytes = 65_000;

/**
 * What Plivo does in the call, from a place of the step's flow on, as Plivo XML. Branches without a condition are written
 * into the same document. A document that would repeat itself, or grow too long, leads on to the next one. Answers to
 * questions and the ends of transfers are sent to the answer webhook, which continues from there too. A text without
 * content is left out. The call ends at the end of its flow.
 */
export function flowXml({ touch, from, urls, bot, render }: Rendering & { from: Place }): string {
  const response = new Response();
  const { step } = touch;
  if (!isVoiceStep(step)) return hangUpXml();
  const document = createDocument({ response, touch, step, urls, bot, render });
  const written = new Set<string>();
  let isEmpty = true;
  for (let place: Place | null = from; place;) {
    const entry = entryAt(step, place);
    if (!entry) break;
    if (written.has(placeText(place)) || document.bytes > fullBytes) {
      response.addRedirect(urls.goto(place), { method: 'POST' });
      return response.toXML();
    }
    written.add(placeText(place));
    isEmpty = false;
    if (!('goto' in entry)) addEntry(document, entry, place);
    place = followingPlace(entry, place);
  }
  if (isEmpty) response.addHangup({});
  return response.toXML();
}

/** The place that Plivo comes to by itself: past a question that nothing answers, or past any other entry. */
function followingPlace(entry: VoiceStep['flow'][number], place: Place): Place | null {
  if ('hangup' in entry || 'dial' in entry || 'answerUrl' in entry) return null;
  if ('goto' in entry) return beginOf(entry.goto);
  if ('stream' in entry && entry.stream.bot !== undefined) return null;
  if ('gather' in entry) return placeAfterSilence(entry.gather, place);
  return { ...place, index: place.index + 1 };
}

/** Whether the document that begins at a place streams to the bot of the call. */
export function offersBot(step: VoiceStep, from: Place): boolean {
  const seen = new Set<string>();
  for (let place: Place | null = from; place && !seen.has(placeText(place));) {
    seen.add(placeText(place));
    const entry = entryAt(step, place);
    if (!entry) return false;
    if ('stream' in entry && entry.stream.bot !== undefined) return true;
    place = followingPlace(entry, place);
  }
  return false;
}

/** The longest greeting of a machine that is waited for, and the silence that ends it. */
const greeting = { length: 30, minSilence: 2_000 } as const;

/**
 * What an answering machine hears: nothing until its greeting or its beep has ended, then the message. Plivo then asks for
 * the document after it, which shows that the message was left.
 */
export function voicemailXml({ touch, urls, render }: Rendering): string {
  const { step } = touch;
  const detection = isVoiceStep(step) ? detectionOf(step) : null;
  if (!isVoiceStep(step) || !detection) return hangUpXml();
  const response = new Response();
  const document = createDocument({ response, touch, step, urls, render });
  const { length, minSilence } = greeting;
  response.addWait(
    detection.after === 'beep' ? { length, beep: true } : { length, silence: true, minSilence },
  );
  for (const [index, entry] of messageOf(step.machineDetection).entries()) {
    addEntry(document, entry, { branch: 'message', index });
  }
  if (!document.isHeard) return hangUpXml();
  response.addRedirect(urls.messageLeft(), { method: 'POST' });
  return response.toXML();
}

/** Connects the contact with another number, which sees the caller ID of the call. The call ends with the conversation. */
export function transferXml({ to, callerId }: { to: string; callerId: string | null }): string {
  const response = new Response();
  // The types of the package call the attribute `callerID`, which its code refuses.
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
