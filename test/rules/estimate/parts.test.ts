import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '../../../src/platform/random.ts';
import { createDraws } from '../../../src/rules/estimate/draws.ts';
import { createDueBuckets } from '../../../src/rules/estimate/due-buckets.ts';
import { mergeGroups, contactsIn } from '../../../src/rules/estimate/groups.ts';
import { createHolidays } from '../../../src/rules/windows/holidays.ts';
import { createWindows } from '../../../src/rules/windows/windows.ts';
import { windowRules } from '../window-oracle.ts';

const draws = createDraws({ random: createSeededRandom({ seed: 7 }) });
const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('due buckets', () => {
  test('return contacts in order of time, each once', () => {
    const due = fc.record({ at: fc.nat(50), cell: fc.nat(3), count: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(due), (all) => {
        const buckets = createDueBuckets();
        for (const one of all) buckets.add(one);
        const taken: [number, number][] = [];
        while (buckets.next() < Infinity) {
          const at = buckets.next();
          for (const count of buckets.take().values()) taken.push([at, count]);
        }
        const times = taken.map(([at]) => at);
        expect(times).toEqual([...times].sort((left, right) => left - right));
        const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
        expect(total(taken.map(([, count]) => count))).toBe(total(all.map(({ count }) => count)));
        expect(new Set(times)).toEqual(new Set(all.map(({ at }) => at)));
      }),
    );
  });
});

describe('draws', () => {
  test('of a count have the mean of the binomial distribution, for small and large counts', () => {
    for (const count of [10, 1000]) {
      const drawn = Array.from({ length: 4000 }, () => draws.count(count, 0.3));
      expect(average(drawn) / count).toBeCloseTo(0.3, 1);
      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...drawn)).toBeLessThanOrEqual(count);
    }
    expect([draws.count(50, 0), draws.count(50, 1)]).toEqual([0, 50]);
  });

  test('of shares follow their weights and add up to one', () => {
    const drawn = Array.from({ length: 2000 }, () => draws.shares([6, 3, 0.5, 0]));
    const sums = drawn.map((shares) => shares.reduce((sum, share) => sum + share, 0));
    expect(Math.max(...sums.map((sum) => Math.abs(sum - 1)))).toBeLessThan(1e-9);
    expect(average(drawn.map(([first = 0]) => first))).toBeCloseTo(6 / 9.5, 1);
    expect(Math.max(...drawn.map(([, , , last = 1]) => last))).toBe(0);
  });
});

describe('groups', () => {
  test('with the same hours are joined; others and empty ones are not', () => {
    const windows = createWindows({ rules: windowRules(), holidays: createHolidays() });
    const group = (zone: string, region: string, newcomers: number) => ({
      window: windows({ zones: [zone], regions: [region] }),
      newcomers,
      due: [{ at: 0, contacts: 1 }],
      inFlight: 0,
    });
    const now = Date.UTC(2027, 5, 1);
    const merged = mergeGroups(
      [
        group('America/New_York', 'US-NY', 5),
        group('America/Detroit', 'US-MI', 6),
        group('America/Chicago', 'US-IL', 7),
        { ...group('Europe/Berlin', 'DE', 0), due: [] },
      ],
      now,
    );
    expect(merged.map(contactsIn)).toEqual([13, 8]);
  });
});
