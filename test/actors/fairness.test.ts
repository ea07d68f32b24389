import { beforeEach, describe, expect, test } from 'vitest';
import { createFairness } from '../../src/actors/dispatch/fairness.ts';
import type { Claimant, Fairness } from '../../src/actors/dispatch/fairness.ts';

let fairness: Fairness;
let now: number;
beforeEach(() => {
  fairness = createFairness();
  now = 0;
});

const spring: Claimant = { campaign: 'spring', client: 'a', weight: 1 };
const autumn: Claimant = { campaign: 'autumn', client: 'a', weight: 3 };
const winter: Claimant = { campaign: 'winter', client: 'b', weight: 1 };

/** In each round every campaign asks for what is left of `free` starts, in turn. Returns what each of them got. */
function share(claimants: readonly Claimant[], { rounds = 200, free = 10 } = {}): Record<string, number> {
  const got: Record<string, number> = {};
  for (let round = 0; round < rounds; round += 1) {
    now += 100;
    let left = free;
    for (const claimant of claimants) {
      const count = fairness.allow({ ...claimant, want: left, now });
      fairness.took({ ...claimant, count });
      got[claimant.campaign] = (got[claimant.campaign] ?? 0) + count;
      left -= count;
    }
  }
  return got;
}

describe('scarce starts', () => {
  test('go to one campaign alone if no other waits', () => {
    expect(share([spring])).toEqual({ spring: 2_000 });
  });

  test('are shared by weight among the campaigns of a client', () => {
    const got = share([spring, autumn]);
    expect((got['autumn'] ?? 0) / (got['spring'] ?? 0)).toBeCloseTo(3, 0);
  });

  test('are at most eight more than the share of a campaign, whatever its weight', () => {
    fairness.allow({ ...spring, want: 1, now });
    expect(fairness.allow({ ...autumn, want: 100, now })).toBe(8);
    expect(fairness.allow({ ...spring, want: 100, now })).toBe(8);
  });

  test('are shared equally among clients, however many campaigns each has', () => {
    const got = share([spring, autumn, winter]);
    expect((got['winter'] ?? 0) / ((got['spring'] ?? 0) + (got['autumn'] ?? 0))).toBeCloseTo(1, 1);
  });

  test.each([
    ['a campaign of the same client', { ...autumn, weight: 1 }],
    ['another client', winter],
  ])('are not saved up: %s that comes late gets its share from then on, not the past', (_, late) => {
    share([spring]);
    const got = share([spring, late]);
    expect((got[late.campaign] ?? 0) / (got['spring'] ?? 0)).toBeCloseTo(1, 1);
  });

  test('are no longer kept for a campaign that left, or that has not asked for two seconds', () => {
    share([spring, winter]);
    fairness.leave('winter');
    expect(fairness.allow({ ...spring, want: 500, now })).toBe(500);
    share([spring, winter]);
    expect(fairness.allow({ ...spring, want: 500, now })).toBeLessThan(20);
    expect(fairness.allow({ ...spring, want: 500, now: now + 2_000 })).toBe(500);
  });
});
