import { describe, expect, test } from 'vitest';
import { playSeed } from './play.ts';

/** A few seeds with every test run, some of them with letters; `npm run simulate -- --seeds 200` plays more. */
const seeds = [1, 2, 3, 5, 8, 13, 36, 65];

describe('whole campaigns under virtual time, with faults of carrier, store and clock', () => {
  test.each(seeds)('keeps every promise with seed %i', async (seed) => {
    expect(await playSeed(seed)).toMatchObject({ seed, broken: null });
  });

  test('replays a seed exactly', async () => {
    const [first, second] = [await playSeed(2), await playSeed(2)];
    expect(second).toEqual(first);
  });
});
