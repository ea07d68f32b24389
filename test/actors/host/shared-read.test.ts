import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createSharedRead } from '../../../src/actors/host/shared-read.ts';

function reads() {
  const begun: PromiseWithResolvers<number>[] = [];
  const read = createSharedRead(() => {
    const one = Promise.withResolvers<number>();
    begun.push(one);
    return one.promise;
  });
  return { begun, read };
}

test('calls while a read runs share the next one, which begins after them', async () => {
  const { begun, read } = reads();
  const first = read();
  const others = [read(), read()];
  expect(begun).toHaveLength(1);
  begun[0]?.resolve(1);
  expect(await first).toBe(1);
  await setImmediate();
  expect(begun).toHaveLength(2);
  const late = read();
  begun[1]?.resolve(2);
  expect(await Promise.all(others)).toEqual([2, 2]);
  await setImmediate();
  begun[2]?.resolve(3);
  expect(await late).toBe(3);
  expect(begun).toHaveLength(3);
});

test('a read that fails rejects only the calls that shared it', async () => {
  const { begun, read } = reads();
  const first = read();
  const second = read();
  begun[0]?.reject(new Error('no answer'));
  await expect(first).rejects.toThrow('no answer');
  await setImmediate();
  begun[1]?.resolve(2);
  expect(await second).toBe(2);
  const third = read();
  begun[2]?.resolve(3);
  expect(await third).toBe(3);
});
