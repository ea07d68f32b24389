import type { Call } from '../calls/calls.ts';
import type { Timers } from '../timers.ts';
import type { XmlElement } from './answer-xml.ts';

/** A WebSocket to a bot. `send` after the end does nothing. */
export type StreamSocket = { send: (text: string) => void; close: () => void };

/** Connects to a bot. `onClose` is called once, also if no connection was made. */
export type ConnectStream = (
  url: string,
  on: { open: (socket: StreamSocket) => void; message: (text: string) => void; close: () => void },
) => StreamSocket;

/** Audio is sent in frames of 20 ms (plivo.com/docs/voice/xml/audio-stream). */
const frameMs = 20;
/** The bytes of 20 ms of silence. */
const silence: Readonly<Record<string, { bytes: number; value: number }>> = {
  'audio/x-mulaw;rate=8000': { bytes: 160, value: 0xff },
  'audio/x-l16;rate=8000': { bytes: 320, value: 0 },
  'audio/x-l16;rate=16000': { bytes: 640, value: 0 },
};
const connects = 3;

/**
 * Streams the audio of a call to a bot: the contact is silent. It takes `playAudio`, `checkpoint` and `clearAudio` of the bot
 * and answers as Plivo does. A connection that fails is tried twice more. `onEnd` gets the name of the event that ended the
 * stream. Returns the function that ends it.
 */
export function openStream({
  element,
  streamId,
  call,
  system,
  connect,
  onEnd,
}: {
  element: XmlElement;
  streamId: string;
  call: Call;
  system: Timers;
  connect: ConnectStream;
  onEnd: (event: 'StopStream' | 'DroppedStream') => void;
}): () => void {
  const { contentType = 'audio/x-l16;rate=8000', extraHeaders = '', bidirectional } = element.attributes;
  const { bytes, value } = silence[contentType] ?? { bytes: 320, value: 0 };
  const payload = Buffer.alloc(bytes, value).toString('base64');
  let tries = 0;
  let isOpen = false;
  let isClosed = false;
  let socket: StreamSocket | null = null;

  const send = (event: string, more: object = {}): void => {
    socket?.send(JSON.stringify({ event, streamId, ...more }));
  };
  const sendFrames = (chunk: number): void => {
    if (isClosed) return;
    const timestamp = String(chunk * frameMs);
    send('media', { media: { track: 'inbound', timestamp, chunk, payload }, extra_headers: extraHeaders });
    void system.wait(frameMs).then(() => sendFrames(chunk + 1));
  };
  const started = (): void => {
    isOpen = true;
    send('start', { start: startOf({ call, streamId, contentType }), extra_headers: extraHeaders });
    sendFrames(1);
  };
  const hear = (text: string): void => {
    const said = parsed(text);
    if (said['event'] === 'checkpoint') send('playedStream', { name: said['name'] });
    if (said['event'] === 'clearAudio') send('clearedAudio');
    if (said['event'] === 'playAudio' && bidirectional === 'true') call.heardAudio += 1;
  };
  const open = (): void => {
    tries += 1;
    socket = connect(element.text, {
      open: (opened) => {
        socket = opened;
        if (isClosed) opened.close();
        else started();
      },
      message: hear,
      close() {
        if (isClosed) return;
        if (!isOpen && tries < connects) return open();
        isClosed = true;
        onEnd(isOpen ? 'StopStream' : 'DroppedStream');
      },
    });
  };
  open();
  return () => {
    if (isClosed) return;
    isClosed = true;
    send('stop');
    socket?.close();
  };
}

function startOf({ call, streamId, contentType }: { call: Call; streamId: string; contentType: string }) {
  const { callUuid: callId, account } = call;
  const [encoding = '', rate = ''] = contentType.split(';rate=');
  const mediaFormat = { encoding, sampleRate: Number(rate) };
  return { callId, streamId, accountId: account.authId, tracks: ['inbound'], mediaFormat };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
