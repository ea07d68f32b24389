import { expect, test } from 'vitest';
import type { Store } from '../../src/persistence/contract/store.ts';
import { sleep } from '../../src/platform/clock.ts';
import { openInstallation } from '../support/service/installation.ts';
import { openStubCarrier } from '../support/service/carriers/stub-carrier.ts';
import { untilTestEnds } from '../support/service/until-test-ends.ts';

const suppressMs = 2_000;
const leaveMs = 1_000;
const halfMs = 500;

const readiness = (): Request => new Request('http://localhost/readyz');
const suppress = (): Request =>
  new Request('http://localhost/v1/suppressions', {
    method: 'POST',
    body: JSON.stringify({ address: '+12025550123' }),
    headers: { 'content-type': 'application/json' },
  });

/**
 * A service that needs two seconds to store a suppression and one second to leave. `happened` has what it did, in order.
 */
async function startSlow({ storeMs = suppressMs }: { storeMs?: number } = {}) {
  const { time, start, close } = await openInstallation({ openCarrier: openStubCarrier });
  untilTestEnds({ owner: 'test', close });
  const { system } = time.clocks;
  const happened: string[] = [];
  const wrapStore = (store: Store): Store => ({
    ...store,
    async putSuppression(...input) {
      happened.push('begun');
      await sleep({ clock: system, ms: storeMs });
      const stored = await store.putSuppression(...input);
      happened.push('stored');
      return stored;
    },
    async removeInstance(instance) {
      await sleep({ clock: system, ms: leaveMs });
      await store.removeInstance(instance);
      happened.push('left');
    },
    async close() {
      happened.push('closed');
      await store.close();
    },
  });
  const { answer, stop } = await start({ wrapStore });
  /** Sends a request some time from now. */
  const askAt = (ms: number, request: Request): Promise<Response> => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    system.at(system.now() + ms, () => resolve(answer(request)));
    return promise;
  };
  return { time, answer, askAt, stop, happened };
}

test('a service that stops is unready at once, and answers requests as long as it hands campaigns over', async () => {
  const { time, answer, askAt, stop, happened } = await startSlow();
  expect((await time.during(answer(readiness()))).status).toBe(200);
  const unready = askAt(halfMs, readiness());
  const taken = askAt(halfMs, suppress());
  await stop();
  expect((await unready).status).toBe(503);
  expect(await (await unready).json()).toMatchObject({
    status: 'not-ready',
    dependencies: { instance: { code: 'service.stopping' } },
  });
  expect((await taken).status).toBe(201);
  expect((await taken).headers.get('connection')).toBe('close');
  expect(happened).toEqual(['begun', 'left', 'stored', 'closed']);
});

test('a service that has left answers the requests that run, and refuses others before they have an effect', async () => {
  const { answer, askAt, stop, happened } = await startSlow();
  const running = answer(suppress());
  const late = askAt(leaveMs + halfMs, suppress());
  await stop();
  expect((await running).status).toBe(201);
  expect((await late).status).toBe(503);
  expect((await late).headers.get('retry-after')).toBe('2');
  expect(await (await late).json()).toMatchObject({ code: 'service.stopping' });
  expect(happened).toEqual(['begun', 'left', 'stored', 'closed']);
});

test('a request that does not end does not prevent the stop', async () => {
  const { time, answer, stop, happened } = await startSlow({ storeMs: 60_000 });
  const running = answer(suppress());
  const from = time.clocks.system.now();
  await stop();
  await expect(running).rejects.toThrow('connection reset');
  expect(time.clocks.system.now() - from).toBe(4_000);
  expect(happened).toEqual(['begun', 'left', 'closed']);
});
