import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linear, ticksUpTo, timeTicks } from '../../../src/dashboard/charts/scale.ts';

test('ticks are round, begin at 0, reach the largest value, and are few', () => {
  expect(ticksUpTo(292)).toEqual([0, 100, 200, 300]);
  expect(ticksUpTo(0)).toEqual([0]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000_000 }), (most) => {
      const ticks = ticksUpTo(most);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
      expect(ticks.at(-2)).toBeLessThan(most);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }),
  );
});

test('ticks of time are round instants within the range, and are few', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4e12 }),
      fc.integer({ min: 60_000, max: 200 * 86_400_000 }),
      (from, span) => {
        const ticks = timeTicks({ from, to: from + span });
        expect(ticks.length).toBeLessThanOrEqual(9);
        for (const at of ticks) {
          expect(at % 60_000).toBe(0);
          expect(at).toBeGreaterThanOrEqual(from);
          expect(at).toBeLessThanOrEqual(from + span);
        }
      },
    ),
  );
});

test('a scale maps its range, and a range without length to its start', () => {
  const scale = linear({ from: [10, 20], to: [100, 0] });
  expect([10, 15, 20].map(scale)).toEqual([100, 50, 0]);
  expect(linear({ from: [5, 5], to: [1, 2] })(5)).toBe(1);
});
