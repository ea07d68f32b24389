import type { Socket } from 'node:net';
import type { Transform } from './link.ts';

type Piece = { at: number; bytes: Buffer | null };

/** One way of a connection. */
export type Pipe = {
  /** Whether nothing is delivered, and how much later everything is. */
  set: (state: { isHeld: boolean; delayMs: number }) => void;
  close: () => void;
};

/** What waits to be delivered at most before the sender must wait, as in the buffers of a network. */
const maxWaitingBytes = 8 << 20;

/**
 * Delivers the bytes of `from` to `to` in order, and its end after them. While it is held, `to` does not learn that
 * `from` has ended.
 */
export function createPipe({
  from,
  to,
  transform,
}: {
  from: Socket;
  to: Socket;
  transform: Transform;
}): Pipe {
  const waiting: Piece[] = [];
  let waitingBytes = 0;
  let isHeld = false;
  let delayMs = 0;
  let timer: NodeJS.Timeout | null = null;

  const deliver = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (isHeld) return;
    for (let [next] = waiting; next; [next] = waiting) {
      const leftMs = next.at - performance.now();
      if (leftMs > 0) {
        timer = setTimeout(deliver, leftMs);
        return;
      }
      waiting.shift();
      waitingBytes -= next.bytes?.length ?? 0;
      if (next.bytes === null) to.end();
      else if (!to.destroyed && !to.write(next.bytes) && to.listenerCount('drain') === 0) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    }
    from.resume();
  };
  const take = (bytes: Buffer | null): void => {
    waiting.push({ at: performance.now() + delayMs, bytes });
    waitingBytes += bytes?.length ?? 0;
    if (waitingBytes > maxWaitingBytes) from.pause();
    deliver();
  };

  from.on('data', (bytes: Buffer) => {
    const changed = transform(bytes);
    if (changed.length > 0) take(changed);
  });
  from.on('end', () => take(null));
  from.on('error', () => undefined);
  from.on('close', () => take(null));
  return {
    set(state) {
      ({ isHeld, delayMs } = state);
      deliver();
    },
    close() {
      if (timer) clearTimeout(timer);
      waiting.length = 0;
    },
  };
}
