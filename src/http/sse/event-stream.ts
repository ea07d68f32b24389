import type { Clock } from '../../platform/clock.ts';

/** One server-sent event (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export type StreamEvent = { id?: string; event: string; data: unknown };

/** The writer of a stream. `send` resolves when more can be written; `gone` aborts when the reader has disconnected. */
export type StreamWriter = { send: (event: StreamEvent) => Promise<void>; gone: AbortSignal };

/**
 * The input of a stream over server-sent events or a WebSocket. `onError` is called if `fill` fails, which ends the
 * stream.
 */
export type StreamInput = {
  system: Clock;
  stopping: AbortSignal;
  fill: (writer: StreamWriter) => Promise<void>;
  onError: (error: unknown) => void;
};

/** Returns the bytes of an event. */
export type EncodeEvent = (event: StreamEvent) => Uint8Array;

/** Creates an encoder that encodes an event once, for any number of streams that send the same object. */
export function createEventEncoder(): EncodeEvent {
  const encoder = new TextEncoder();
  const known = new WeakMap<StreamEvent, Uint8Array>();
  return (event) => {
    const bytes = known.get(event) ?? encoder.encode(textOf(event));
    known.set(event, bytes);
    return bytes;
  };
}

/** The interval of messages that keep an idle stream open. */
export const beatMs = 15_000;

/**
 * Returns a response of server-sent events that `fill` writes until it returns or the reader has disconnected. With a
 * slow reader `send` waits, so events do not accumulate. A comment every 15 seconds prevents proxies from closing an
 * idle stream.
 */
export function eventStream({
  system,
  stopping,
  fill,
  onError,
  encode = createEventEncoder(),
}: StreamInput & { encode?: EncodeEvent }): Response {
  const gone = new AbortController();
  const encoder = new TextEncoder();
  let resume: () => void = () => undefined;
  const stop = (): void => {
    gone.abort();
    resume();
  };
  stopping.addEventListener('abort', stop, { once: true });
  if (stopping.aborted) stop();

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const writeBytes = (bytes: Uint8Array): void => {
        if (!gone.signal.aborted) controller.enqueue(bytes);
      };
      const write = (text: string): void => writeBytes(encoder.encode(text));
      const untilWritable = (): Promise<void> =>
        new Promise((resolve) => {
          resume = resolve;
          if (gone.signal.aborted || (controller.desiredSize ?? 0) > 0) resolve();
        });
      const end = keepAlive({ system, write });
      write('retry: 2000\n\n');
      const filling = fill({
        gone: gone.signal,
        async send(event) {
          writeBytes(encode(event));
          await untilWritable();
        },
      });
      void filling.catch(onError).finally(() => {
        end();
        stopping.removeEventListener('abort', stop);
        if (!gone.signal.aborted) stop();
        try {
          controller.close();
        } catch {
          // The reader has already cancelled the stream.
        }
      });
    },
    pull: () => resume(),
    cancel: stop,
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

function keepAlive({ system, write }: { system: Clock; write: (text: string) => void }): () => void {
  let cancel: () => void = () => undefined;
  const again = (): void => {
    cancel = system.at(system.now() + beatMs, () => {
      write(': still here\n\n');
      again();
    });
  };
  again();
  return () => cancel();
}

function textOf({ id, event, data }: StreamEvent): string {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return `${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
