import { expect, test } from 'vitest';
import { crashEverywhere } from './crash-points.ts';

/** A third of those of crash-points.long.test.ts; `npm run simulate -- --crash-points` crashes at all of them. */
const stride = 51;
const againEvery = 5;

test('survives a kill at every crossing to store, bus, carrier and webhooks, and a second one during recovery', async () => {
  const { crossings, crashes, runs, broken } = await crashEverywhere({ stride, againEvery });
  process.stdout.write(`${crashes} crashes in ${runs} runs, every ${stride}th of ${crossings} crossings\n`);
  expect(broken).toEqual([]);
  expect(crossings).toBeGreaterThan(300);
  expect(crashes).toBeGreaterThan(runs);
}, 360_000);
