import { expect, test } from 'vitest';
import { createFetchSend } from '../../../../src/channels/voice/plivo/requests/fetch-send.ts';
import type { HttpRequest } from '../../../../src/channels/voice/plivo/requests/http-send.ts';
import { createTestClock } from '../../../support/time/test-clock.ts';

const request: HttpRequest = {
  method: 'POST',
  url: 'http://carrier.test/v1/Account/MA1/Call/',
  headers: { 'content-type': 'application/json' },
  body: '{"to":"1"}',
  timeoutMs: 1_000,
};

test('the function gets the request and its response is the answer', async () => {
  const send = createFetchSend({
    clock: createTestClock(),
    fetch: async (incoming) =>
      new Response(`${incoming.method} ${await incoming.text()}`, {
        status: 201,
        headers: { 'Retry-After': '3' },
      }),
  });
  const reply = await send(request);
  expect(reply).toMatchObject({
    kind: 'answer',
    status: 201,
    body: 'POST {"to":"1"}',
    headers: { 'retry-after': '3' },
  });
});

test('nothing runs between beforeWrite and the function', async () => {
  const order: string[] = [];
  const send = createFetchSend({
    clock: createTestClock(),
    fetch: async () => {
      order.push('fetch');
      return new Response('{}');
    },
  });
  const beforeWrite = (): boolean => {
    void Promise.resolve().then(() => order.push('microtask'));
    return order.push('check') > 0;
  };
  await send({ ...request, beforeWrite });
  expect(order).toEqual(['check', 'fetch', 'microtask']);
});

test('beforeWrite saying no means that the function is not called', async () => {
  let called = 0;
  const send = createFetchSend({
    clock: createTestClock(),
    fetch: async () => new Response(String((called += 1))),
  });
  expect(await send({ ...request, beforeWrite: () => false })).toMatchObject({
    kind: 'unsent',
    vetoed: true,
  });
  expect(called).toBe(0);
});

test('a rejection loses the reply, unless it says that nothing was sent', async () => {
  const failing = (error: Error) =>
    createFetchSend({
      clock: createTestClock(),
      fetch: async () => {
        throw error;
      },
    })(request);
  expect(await failing(new Error('reset'))).toEqual({ kind: 'lost', detail: 'reset' });
  expect(await failing(Object.assign(new Error('refused'), { unsent: true }))).toEqual({
    kind: 'unsent',
    detail: 'refused',
  });
});

test('a function that never answers loses the reply after the timeout of the given clock', async () => {
  const clock = createTestClock();
  const send = createFetchSend({ clock, fetch: () => new Promise(() => undefined) });
  const reply = send(request);
  await clock.pass(1_000);
  expect(await reply).toEqual({ kind: 'lost', detail: 'no answer within 1000 ms' });
});
