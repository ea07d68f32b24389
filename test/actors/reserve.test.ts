import { expect, test } from 'vitest';
import { createReserve } from '../../src/actors/sending/reserve.ts';
import type { LimitStore, Reservation } from '../../src/persistence/contract/attempts/limits.ts';

const asked = { campaign: 'cmp_1', epoch: 1, caps: [], want: 1, now: 0, horizonMs: 1000, hour: '', day: '' };
const granted: Reservation = { starts: [0], block: null };

/** A store that loses the answers to the calls of these numbers, from 1. */
function losing(lost: readonly number[]) {
  const ids: number[] = [];
  const store: Pick<LimitStore, 'reserve'> = {
    reserve({ id }) {
      ids.push(id);
      return lost.includes(ids.length) ? Promise.reject(new Error('away')) : Promise.resolve(granted);
    },
  };
  return { ids, reserve: createReserve({ store }) };
}

test('each reservation has a new id', async () => {
  const { ids, reserve } = losing([]);
  for (let count = 0; count < 3; count += 1) await reserve(asked);
  expect(ids).toEqual([1, 2, 3]);
});

test('one whose answer was lost is asked for again under its id', async () => {
  const { ids, reserve } = losing([2]);
  await reserve(asked);
  expect(await reserve(asked)).toEqual(granted);
  await reserve(asked);
  expect(ids).toEqual([1, 2, 2, 3]);
});

test('one that is lost twice fails, and its id is not used again', async () => {
  const { ids, reserve } = losing([1, 2]);
  await expect(reserve(asked)).rejects.toThrow('away');
  expect(await reserve(asked)).toEqual(granted);
  expect(ids).toEqual([1, 1, 2]);
});
