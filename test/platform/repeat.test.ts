import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRepeat } from '../../src/platform/repeat.ts';
import { createTestTime } from '../support/time/test-time.ts';

test('work is repeated after a pause, also after an error, until it is stopped', async () => {
  const time = createTestTime();
  const runs: number[] = [];
  const errors: unknown[] = [];
  const repeat = createRepeat({
    clock: time.clocks.system,
    everyMs: 100,
    run() {
      runs.push(time.elapsed());
      return runs.length === 2 ? Promise.reject(new Error('broken')) : Promise.resolve();
    },
    onError: (error) => errors.push(error),
  });
  repeat.start();
  await time.pass(350);
  expect(runs).toEqual([100, 200, 300]);
  expect(errors).toEqual([new Error('broken')]);
  await repeat.stop();
  await time.pass(350);
  expect(runs.length).toBe(3);
});

test('stop resolves once the current run is over', async () => {
  const time = createTestTime();
  const { promise, resolve } = Promise.withResolvers<void>();
  const repeat = createRepeat({
    clock: time.clocks.system,
    everyMs: 100,
    run: () => promise,
    onError: () => undefined,
  });
  repeat.start();
  await time.pass(150);
  let isStopped = false;
  const stopped = repeat.stop().then(() => (isStopped = true));
  await nextTurn();
  expect(isStopped).toBe(false);
  resolve();
  await stopped;
  expect(isStopped).toBe(true);
});
