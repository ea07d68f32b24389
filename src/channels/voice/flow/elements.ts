import type { Response } from 'plivo/dist/utils/plivoxml.js';
import { toSeconds } from '../../../domain/time/duration.ts';
import type { Touch } from '../../contract.ts';
import { digitsOf } from '../plivo/call-parameters.ts';
import type { VoiceStep } from '../step.ts';
import { tokenHeader } from './check-stream.ts';
import { mostHeaderBytes } from './entries.ts';
import type { FlowNode, Gather } from './entries.ts';
import { fittingHeaders, headersText, headerValue } from './headers.ts';
import type { Place } from './places.ts';
import { addSpeech } from './speech.ts';
import type { Speaking } from './speech.ts';
import { spokenOf } from './spoken.ts';

/** Fills `{{…}}` in a text from variables. */
export type RenderText = (text: string, variables: Readonly<Record<string, string>>) => string;

/** The URLs that a document names. Each is about one call, and counts the documents of it. */
export type FlowUrls = {
  /** Gets the digits of a question. */
  gather: (place: Place) => string;
  /** Gets the end of a transfer. */
  dial: (place: Place) => string;
  /** Answers with the document that begins at a place. */
  goto: (place: Place) => string;
  /** Answers with what follows the stream to a bot. */
  botEnd: (place: Place) => string;
  /** Gets the events of a stream to a bot. */
  stream: () => string;
  /** Gets the recordings of the call. */
  recording: () => string;
  /** Learns that a message was left on an answering machine. */
  messageLeft: () => string;
};

/** The bot that takes the call: where the carrier streams to, and what the bot recognises its call by. */
export type BotStream = { url: string; token: string };

type Entry<Kind extends string> = Extract<FlowNode, Record<Kind, unknown>>;

/** A document that elements are added to. */
type Document = {
  response: Response;
  step: VoiceStep;
  /** The caller ID of the call. */
  sender: string;
  urls: FlowUrls;
  /** The bot of the call; null if it has none. */
  bot: BotStream | null;
  fill: (text: string) => string;
  /** The size of what was added, about, in bytes. */
  bytes: number;
  /** Whether any of it is heard. */
  isHeard: boolean;
};

export function createDocument({
  response,
  touch,
  step,
  urls,
  bot = null,
  render,
}: {
  response: Response;
  touch: Touch;
  step: VoiceStep;
  urls: FlowUrls;
  bot?: BotStream | null | undefined;
  render: RenderText;
}): Document {
  const fill = (text: string): string => render(text, touch.variables);
  return { response, step, sender: touch.sender ?? '', urls, bot, fill, bytes: 0, isHeard: false };
}

/** The size of an element with its attributes and URLs. */
const elementBytes = 700;

/** Adds the element of an entry. A text without content is left out. */
export function addEntry(document: Document, entry: FlowNode, place: Place): void {
  const { response } = document;
  document.bytes += elementBytes;
  if ('speak' in entry) addSpeak(document, response, entry.speak);
  else if ('play' in entry) addPlay(document, response, entry.play);
  else if ('wait' in entry) response.addWait(waiting(entry.wait));
  else if ('gather' in entry) addGather(document, entry.gather, place);
  else if ('dial' in entry) addDial(document, entry.dial, place);
  else if ('record' in entry) addRecord(document, entry.record);
  else if ('stream' in entry) addStream(document, entry.stream, place);
  else if ('answerUrl' in entry) response.addRedirect(entry.answerUrl, { method: 'POST' });
  else if ('hangup' in entry) response.addHangup({});
}

function addSpeak(document: Document, parent: Speaking, speak: Entry<'speak'>['speak']): void {
  const bytes = addSpeech(parent, spokenOf(speak), document.fill);
  document.bytes += bytes;
  document.isHeard ||= bytes > 0;
}

function addPlay(document: Document, parent: Speaking, recording: Entry<'play'>['play']): void {
  document.isHeard = true;
  if (typeof recording === 'string') parent.addPlay(recording, {});
  else parent.addPlay(recording.url, { ...(recording.loop !== undefined && { loop: recording.loop }) });
}

function addGather(
  document: Document,
  { speak, play, digits, timeout, retries, on = {} }: Gather,
  place: Place,
): void {
  const asked = document.response.addGetDigits({
    action: document.urls.gather(place),
    method: 'POST',
    numDigits: digits,
    timeout: toSeconds(timeout),
    retries,
    redirect: true,
    ...(Object.keys(on).some((keys) => keys.includes('#')) && { finishOnKey: 'none' }),
  }) as Speaking;
  if (speak !== undefined) addSpeak(document, asked, speak);
  if (play !== undefined) addPlay(document, asked, play);
}

function addDial(
  { response, sender, urls }: Document,
  { number, sip, from = sender, timeout }: Entry<'dial'>['dial'],
  place: Place,
): void {
  // The type of the package names it callerID; its own check and Plivo want callerId.
  const callerId: object = { callerId: digitsOf(from) };
  const dialled = response.addDial({
    action: urls.dial(place),
    method: 'POST',
    timeout: toSeconds(timeout),
    redirect: true,
    ...callerId,
  }) as Pick<Response, 'addNumber' | 'addUser'>;
  if (number !== undefined) dialled.addNumber(digitsOf(number), {});
  else dialled.addUser(sip ?? '', {});
}

function addRecord({ response, step, urls }: Document, recording: Entry<'record'>['record']): void {
  const told = { redirect: false, callbackUrl: urls.recording(), callbackMethod: 'POST' } as const;
  if (recording === 'call') {
    response.addRecord({ recordSession: true, maxLength: toSeconds(step.timeLimit), ...told });
    return;
  }
  const { atMost, silence, finishOn, beep, format } = recording;
  response.addRecord({
    maxLength: toSeconds(atMost),
    timeout: toSeconds(silence),
    finishOnKey: finishOn,
    playBeep: beep,
    fileFormat: format,
    ...told,
  });
}

/** The types of the package lack it. */
type Streaming = { addStream: (url: string, attributes: Record<string, string | boolean>) => unknown };

/**
 * After the stream to a bot the call asks how it continues, because only its time tells whether a bot took it. A call without
 * a bot asks at once.
 */
function addStream(
  { response, fill, bot: ready, urls }: Document,
  { url, bot, bidirectional, keepCallAlive, contentType, extraHeaders = {} }: Entry<'stream'>['stream'],
  place: Place,
): void {
  const to = bot === undefined ? url : ready?.url;
  if (to !== undefined) {
    const filled = Object.entries(extraHeaders).map(([name, text]) => [name, headerValue(fill(text))]);
    const own = bot === undefined || ready === null ? {} : { [tokenHeader]: ready.token };
    const headers = headersText(fittingHeaders({ ...own, ...Object.fromEntries(filled) }, mostHeaderBytes));
    (response as unknown as Streaming).addStream(to, {
      bidirectional,
      keepCallAlive,
      contentType,
      ...(headers !== '' && { extraHeaders: headers }),
      ...(bot !== undefined && { statusCallbackUrl: urls.stream(), statusCallbackMethod: 'POST' }),
    });
  }
  if (bot !== undefined) response.addRedirect(urls.botEnd(place), { method: 'POST' });
}

/** `beep` is only used without `silence` (docs.plivo.com/docs/voice/xml/wait). */
function waiting(wait: Entry<'wait'>['wait']): Parameters<Response['addWait']>[0] {
  if (typeof wait === 'string') return { length: toSeconds(wait) };
  const length = toSeconds(wait.atMost);
  if (wait.until === 'beep') return { length, beep: true };
  return { length, silence: true, minSilence: toSeconds(wait.silence ?? '2s') * 1_000 };
}
