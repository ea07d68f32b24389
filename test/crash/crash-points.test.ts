import { expect, it } from 'vitest';
import { crashEverywhere } from './crash-points.ts';

/** `npm run simulate -- --crash-points` crashes at all of them. */
const stride = 9;

it('survives a kill at every crossing to store, bus, carrier and webhooks', async () => {
  const { crossings, crashes, broken } = await crashEverywhere({ stride });
  process.stdout.write(`${crashes} crashes, every ${stride}th of ${crossings} crossings\n`);
  expect(broken).toEqual([]);
  expect(crossings).toBeGreaterThan(100);
}, 120_000);
