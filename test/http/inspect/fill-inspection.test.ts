import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { fillInspection } from '../../../src/http/inspect/fill-inspection.ts';
import type { InspectMessage } from '../../../src/http/inspect/inspect-messages.ts';

const message = { type: '@xstate.event' } as unknown as InspectMessage;

test('a slow receiver holds one message; the rest is not read before it was sent', async () => {
  const gone = new AbortController();
  const listeners = new Set<() => void>();
  const sent: (() => void)[] = [];
  let read = 0;
  async function* news(): AsyncGenerator<InspectMessage> {
    for (;;) {
      read += 1;
      yield message;
    }
  }
  const filling = fillInspection({
    writer: { gone: gone.signal, send: () => new Promise((resolve) => sent.push(resolve)) },
    actors: [{ campaign: 'cmp_1', first: message, news }],
    live: {
      onEvents({ listener }) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  await nextTurn();
  expect([sent.length, read, listeners.size]).toEqual([1, 0, 1]);
  for (const wanted of [1, 2, 3]) {
    sent.at(-1)?.();
    await nextTurn();
    expect([sent.length, read]).toEqual([wanted + 1, wanted]);
  }
  gone.abort();
  sent.at(-1)?.();
  await filling;
  expect(listeners.size).toBe(0);
});
