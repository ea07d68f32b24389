import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FaultRuleInput } from '../../src/simulator/index.ts';
import { callTo, createCarrier } from './carrier.ts';

const faults: FaultRuleInput[] = [
  { fault: 'accepted-then-500', probability: 0.1 },
  { fault: 'callback-lost', probability: 0.1 },
  { fault: 'callback-duplicate', probability: 0.2, ms: 2000 },
  { fault: 'callback-late', probability: 0.1 },
  { fault: 'live-ghost', probability: 0.2 },
];

async function run(seed: number, orders: ReadonlyArray<readonly [number, number]>) {
  const { request, clock, simulator } = createCarrier({ seed, options: { faults } });
  for (const [number, gap] of orders) {
    await clock.pass(gap);
    const to = `+120255501${String(number).padStart(2, '0')}`;
    request('POST', 'Call/', callTo(to, `a${number}`)).catch(() => undefined);
  }
  await clock.pass(600_000);
  const entries = [...simulator.journal.entries()];
  simulator.close();
  return entries;
}

test('the same seed and requests produce the same journal, and another seed a different one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.array(fc.tuple(fc.integer({ min: 15, max: 99 }), fc.integer({ min: 0, max: 5000 })), {
        minLength: 5,
        maxLength: 12,
      }),
      async (seed, orders) => {
        const journal = await run(seed, orders);
        expect(await run(seed, orders)).toEqual(journal);
        expect(await run(seed + 1, orders)).not.toEqual(journal);
      },
    ),
    { numRuns: 8 },
  );
});
