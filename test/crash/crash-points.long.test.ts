import { expect, test } from 'vitest';
import { crashesPerRun, crashSample } from './crash-samples.ts';
import { expectSurvival } from './expect-survival.ts';

/** `npm run simulate -- --crash-points` crashes at all of them. */
const stride = 17;
const sample = { seed: 1, people: 300, count: crashesPerRun };

test(
  'survives a kill at every crossing to store, bus, carrier and webhooks, and a second one during recovery',
  () => expectSurvival(stride),
  360_000,
);

test(`survives ${sample.count} kills while it calls ${sample.people} contacts (seed ${sample.seed})`, async () => {
  const { broken, crashes, calls } = await crashSample(sample);
  expect(broken).toBeNull();
  expect(crashes).toBe(sample.count);
  expect(calls).toBeGreaterThan(sample.people);
}, 360_000);
