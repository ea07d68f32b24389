import { expect } from 'vitest';
import { crashEverywhere } from './crash-points.ts';

/** Kills the process at each `stride`-th crossing, and at every fifth one again while it recovers. Nothing may break. */
export async function expectSurvival(stride: number): Promise<void> {
  const { crossings, crashes, runs, broken } = await crashEverywhere({ stride, againEvery: 5 });
  process.stdout.write(`${crashes} crashes in ${runs} runs, every ${stride}th of ${crossings} crossings\n`);
  expect(broken).toEqual([]);
  expect(crossings).toBeGreaterThan(300);
  expect(crashes).toBeGreaterThan(runs);
}
