import { describe, expect, test } from 'vitest';
import { drawPair, faultRules, playFaults } from './scenario/carrier-faults.ts';

/** The seed of a scenario for each fault; the faults of a pair are drawn from its own. */
const aloneFrom = 101;
const pairs = Array.from({ length: 30 }, (_, index) => 201 + index);

describe('every fault of the carrier', () => {
  test.each(faultRules.map((rule, index) => ({ fault: rule.fault, rule, seed: aloneFrom + index })))(
    '$fault alone keeps every promise',
    async ({ rule, seed }) => {
      const { broken, struck } = await playFaults({ seed, faults: [rule] });
      expect({ seed, broken }).toEqual({ seed, broken: null });
      expect(struck[0]).toBeGreaterThan(0);
    },
  );

  test.each(pairs.map((seed) => ({ seed, faults: drawPair(seed) })))(
    'two of them, with seed $seed: $faults.0.fault and $faults.1.fault',
    async ({ seed, faults }) => {
      const { broken } = await playFaults({ seed, faults });
      expect({ seed, broken }).toEqual({ seed, broken: null });
    },
  );
});
