import { expect, test } from 'vitest';
import { readCallbackPolicy } from '../../src/simulator/callbacks/callback-policy.ts';

const read = (fragment: string) => {
  const policy = readCallbackPolicy(`https://customer.test/ring?attempt=a1${fragment}`);
  return { ...policy, retryOn: [...policy.retryOn] };
};

test('a URL without a fragment is tried once more, only after timeouts', () => {
  expect(read('')).toEqual({
    connectMs: 2000,
    readMs: 40_000,
    totalMs: 55_000,
    retries: 1,
    retryOn: ['ct', 'rt'],
  });
});

test('every key is read, and unknown keys are ignored', () => {
  expect(read('#ct=300&rt=5000&tt=9000&rc=5&rp=4xx,rt&er=mumbai')).toEqual({
    connectMs: 300,
    readMs: 5000,
    totalMs: 9000,
    retries: 5,
    retryOn: ['rt', '4xx'],
  });
  expect(read('#rp=all').retryOn).toEqual(['ct', 'rt', '4xx', '5xx']);
});

test.each([
  ['#ct=1&rt=1&tt=1&rc=-1', [100, 100, 100, 0]],
  ['#ct=99999&rt=99999&tt=99999&rc=99', [10_000, 40_000, 55_000, 5]],
  ['#ct=x&rt=x&tt=x&rc=x', [2000, 40_000, 55_000, 1]],
])('a value out of range becomes the nearest allowed one: %s', (fragment, expected) => {
  const { connectMs, readMs, totalMs, retries } = read(fragment);
  expect([connectMs, readMs, totalMs, retries]).toEqual(expected);
});
