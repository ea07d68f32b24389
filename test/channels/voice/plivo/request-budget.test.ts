import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createRequestBudget,
  type RequestPriority,
} from '../../../../src/channels/voice/plivo/requests/request-budget.ts';
import { createTestClock } from '../../../support/time/test-clock.ts';

function openBudget(requests: number, perMs = 5_000) {
  const clock = createTestClock();
  const budget = createRequestBudget({ clock, limit: { requests, perMs } });
  const granted: Array<{ name: string; at: number; giveBack: () => void }> = [];
  const wait = async (priority: RequestPriority, name: string): Promise<void> => {
    const ticket = await budget.enter(priority);
    if (ticket) granted.push({ name, at: clock.now(), ...ticket });
  };
  const ask = (priority: RequestPriority, name: string = priority): void => void wait(priority, name);
  return { clock, budget, granted, ask };
}

test('requests within the budget pass at once, the next one waits until the first has left the window', async () => {
  const { clock, granted, ask } = openBudget(2);
  ask('hang-up', 'a');
  await clock.pass(1_000);
  ask('hang-up', 'b');
  ask('hang-up', 'c');
  await clock.pass(3_999);
  expect(granted.map(({ name }) => name)).toEqual(['a', 'b']);
  await clock.pass(1);
  expect(granted.map(({ name, at }) => [name, at])).toEqual([
    ['a', 0],
    ['b', 1_000],
    ['c', 5_000],
  ]);
});

test('requests sent by a clock that was set back since leave the window by the time it has', async () => {
  const manual = createTestClock();
  let offMs = 60_000;
  const clock = { ...manual, now: () => manual.now() + offMs };
  const budget = createRequestBudget({ clock, limit: { requests: 1, perMs: 5_000 } });
  await budget.enter('dial');
  offMs = 0;
  let isGranted = false;
  void budget.enter('dial').then(() => (isGranted = true));
  await manual.pass(4_999);
  expect(isGranted).toBe(false);
  await manual.pass(1);
  expect(isGranted).toBe(true);
});

test('a place in the window is not free a millisecond early, however often it is asked for', async () => {
  const { clock, granted, ask } = openBudget(1);
  ask('hang-up', 'a');
  await clock.pass(4_999);
  ask('hang-up', 'b');
  await clock.settle();
  expect(granted.map(({ name }) => name)).toEqual(['a']);
  await clock.pass(1);
  expect(granted.map(({ name }) => name)).toEqual(['a', 'b']);
});

test('waiting requests are served hang-ups first, then dials, then searches', async () => {
  const { clock, granted, ask } = openBudget(1);
  ask('hang-up', 'first');
  ask('reconcile');
  ask('dial');
  ask('hang-up');
  await clock.pass(20_000);
  expect(granted.map(({ name }) => name)).toEqual(['first', 'hang-up', 'dial', 'reconcile']);
});

test('searching never uses up what dialling and hanging up need', async () => {
  const { clock, granted, ask } = openBudget(100);
  for (let count = 0; count < 200; count += 1) ask('reconcile');
  await clock.settle();
  expect(granted).toHaveLength(80);
  for (let count = 0; count < 200; count += 1) ask('dial');
  await clock.settle();
  expect(granted).toHaveLength(95);
  for (let count = 0; count < 200; count += 1) ask('hang-up');
  await clock.settle();
  expect(granted).toHaveLength(100);
});

test('a request that was never sent gives its place to the next one', async () => {
  const { clock, granted, ask } = openBudget(1);
  ask('dial', 'vetoed');
  ask('dial', 'next');
  await clock.settle();
  granted[0]?.giveBack();
  granted[0]?.giveBack();
  await clock.settle();
  expect(granted.map(({ name }) => name)).toEqual(['vetoed', 'next']);
});

test('closing refuses waiting and later requests', async () => {
  const { clock, budget, ask } = openBudget(1);
  ask('dial');
  const waiting = budget.enter('dial');
  budget.close();
  expect(await waiting).toBeNull();
  expect(await budget.enter('hang-up')).toBeNull();
  await clock.pass(10_000);
});

test('no window of the given length has more requests than the budget, and every request is sent', async () => {
  const arrivals = fc.array(
    fc.record({
      afterMs: fc.oneof(fc.integer({ min: 0, max: 900 }), fc.constantFrom(0, 1, 2, 500, 998, 999, 1_000)),
      priority: fc.constantFrom<RequestPriority>('hang-up', 'dial', 'reconcile'),
      unsent: fc.boolean(),
    }),
    { maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 12 }), async (list, requests) => {
      const { clock, budget } = openBudget(requests, 1_000);
      const sent: number[] = [];
      let served = 0;
      const wait = async (priority: RequestPriority, unsent: boolean): Promise<void> => {
        const ticket = await budget.enter(priority);
        served += 1;
        if (unsent) ticket?.giveBack();
        else sent.push(clock.now());
      };
      for (const { afterMs, priority, unsent } of list) {
        await clock.pass(afterMs);
        void wait(priority, unsent);
      }
      await clock.pass(1_000 * (list.length + 1));
      expect(served).toBe(list.length);
      for (const at of sent) {
        expect(sent.filter((other) => other >= at && other < at + 1_000).length).toBeLessThanOrEqual(
          requests,
        );
      }
    }),
    { numRuns: 60 },
  );
});
