import type { Clock } from '../../platform/clock.ts';

/** One server-sent event (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export type StreamEvent = { id?: string; event: string; data: unknown };

/** What fills a stream. `send` resolves when there is room for more; `gone` aborts when nobody listens any more. */
export type StreamWriter = { send: (event: StreamEvent) => Promise<void>; gone: AbortSignal };

/** What a stream needs, whichever way it leaves. `onError`: `fill` failed, which ends the stream. */
export type StreamInput = {
  system: Clock;
  stopping: AbortSignal;
  fill: (writer: StreamWriter) => Promise<void>;
  onError: (error: unknown) => void;
};

/** So often a quiet stream is kept from being closed. */
export const beatMs = 15_000;

/**
 * A response of server-sent events that `fill` writes until it returns or the reader is gone. A reader that does not
 * keep up holds `send` back, so nothing piles up. A comment every 15 s keeps proxies from closing a quiet stream.
 */
export function eventStream({ system, stopping, fill, onError }: StreamInput): Response {
  const gone = new AbortController();
  const encoder = new TextEncoder();
  let wanted: () => void = () => undefined;
  const stop = (): void => {
    gone.abort();
    wanted();
  };
  stopping.addEventListener('abort', stop, { once: true });
  if (stopping.aborted) stop();

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string): void => {
        if (!gone.signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const room = (): Promise<void> =>
        new Promise((resolve) => {
          wanted = resolve;
          if (gone.signal.aborted || (controller.desiredSize ?? 0) > 0) resolve();
        });
      const end = keepAlive({ system, write });
      write('retry: 2000\n\n');
      const filling = fill({
        gone: gone.signal,
        async send(event) {
          write(textOf(event));
          await room();
        },
      });
      void filling.catch(onError).finally(() => {
        end();
        stopping.removeEventListener('abort', stop);
        if (!gone.signal.aborted) stop();
        try {
          controller.close();
        } catch {
          // The reader has cancelled it already.
        }
      });
    },
    pull: () => wanted(),
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
