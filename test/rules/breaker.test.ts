import { describe, expect, test } from 'vitest';
import { closedBreaker } from '../../src/domain/breaker.ts';
import type { Breaker, BreakerBucket } from '../../src/domain/breaker.ts';
import {
  breakerStanding,
  bucketAt,
  closed,
  isGivenUp,
  isTripped,
  opened,
  probeDelayMs,
  probeFailed,
  probeReturned,
  probeTaken,
} from '../../src/rules/breaker.ts';

const minute = 60_000;
const hour = 60 * minute;
const fresh = closedBreaker('voice plivo default');
const next = (change: Omit<Breaker, 'rev'>): Breaker => ({ ...change, rev: fresh.rev + 1 });

/** Outcomes a second apart from `from`, in slices. */
function bucketsOf(count: number, fault: (index: number) => boolean, from = 0): BreakerBucket[] {
  const buckets = new Map<number, BreakerBucket>();
  for (let index = 0; index < count; index += 1) {
    const at = bucketAt(from + index * 1000);
    const { outcomes, faults } = buckets.get(at) ?? { outcomes: 0, faults: 0 };
    buckets.set(at, { at, outcomes: outcomes + 1, faults: faults + Number(fault(index)) });
  }
  return [...buckets.values()];
}
const isOpenedBy = (buckets: readonly BreakerBucket[], at: number, breaker: Breaker = fresh): boolean =>
  isTripped({ breaker, buckets, at });

describe('a closed breaker', () => {
  test('opens at five faults in ten outcomes', () => {
    expect(
      isOpenedBy(
        bucketsOf(10, (index) => index < 5),
        10_000,
      ),
    ).toBe(true);
    expect(
      isOpenedBy(
        bucketsOf(10, (index) => index < 4),
        10_000,
      ),
    ).toBe(false);
  });

  test('does not judge by fewer than ten outcomes', () => {
    expect(
      isOpenedBy(
        bucketsOf(9, () => true),
        9000,
      ),
    ).toBe(false);
  });

  test('does not count outcomes older than two minutes', () => {
    const buckets = bucketsOf(10, () => true);
    expect(isOpenedBy(buckets, 2 * minute)).toBe(true);
    expect(isOpenedBy(buckets, 2 * minute + 20_000)).toBe(false);
  });

  test('does not count outcomes that lie in the future, which come from a clock that was set back', () => {
    const ahead = bucketsOf(30, () => false, hour);
    expect(isOpenedBy([...bucketsOf(10, () => true), ...ahead], 10_000)).toBe(true);
    expect(
      isOpenedBy(
        bucketsOf(10, () => true, hour),
        10_000,
      ),
    ).toBe(false);
  });

  test('does not count what was noted before it was closed, unless the clock was set back since', () => {
    const buckets = bucketsOf(10, () => true);
    expect(isOpenedBy(buckets, 30_000, next(closed(fresh, 20_000)))).toBe(false);
    expect(isOpenedBy(buckets, 10_000, next(closed(fresh, hour)))).toBe(true);
  });
});

describe('an open breaker', () => {
  const open = next(opened(fresh, hour));
  const standing = (breaker: Breaker, at: number, resumedAt: number | null = null) =>
    breakerStanding({ breaker, at, resumedAt });
  const taken = (breaker: Breaker, at: number): Breaker =>
    next(probeTaken(breaker, { campaign: 'cmp_1', attempt: 'att_1', at }));

  test('lets one probe through after 30 seconds, and no other while that one is out', () => {
    expect(standing(open, hour)).toEqual({ kind: 'waiting', until: hour + 30_000 });
    expect(standing(open, hour + 30_000)).toEqual({ kind: 'due' });
    const probing = taken(open, hour + 30_000);
    expect(standing(probing, hour + 31_000)).toEqual({ kind: 'probing', until: hour + 15 * minute + 30_000 });
    expect(standing(next(probeReturned(probing)), hour + 31_000)).toEqual({ kind: 'due' });
  });

  test('waits twice as long after each failed probe, at most ten minutes', () => {
    expect([0, 1, 2, 3, 4, 5, 9].map(probeDelayMs)).toEqual([
      30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000,
    ]);
    const failed = next(probeFailed(taken(open, hour + 30_000), hour + 40_000));
    expect(failed).toMatchObject({ failedProbes: 1, probe: null });
    expect(standing(failed, hour + 41_000)).toEqual({ kind: 'waiting', until: hour + 100_000 });
  });

  test('lets everything through once a probe has succeeded', () => {
    expect(standing(next(closed(taken(open, hour), hour + minute)), hour + minute)).toEqual({
      kind: 'closed',
    });
  });

  test('does not wait for a probe for ever', () => {
    const probing = taken(open, hour + 30_000);
    expect(standing(probing, hour + 15 * minute)).toMatchObject({ kind: 'probing' });
    expect(standing(probing, hour + 16 * minute)).toEqual({ kind: 'due' });
  });

  test('is probed at once where a clock that was set back left the next probe, or a probe, too far ahead', () => {
    expect(standing(open, 0)).toEqual({ kind: 'due' });
    expect(standing(taken(open, hour), 0)).toEqual({ kind: 'due' });
  });

  test('is probed at once by a campaign that a person has resumed since it failed', () => {
    expect(standing(open, hour + 2, hour + 1)).toEqual({ kind: 'due' });
    expect(standing(open, hour + 2, hour - 1)).toMatchObject({ kind: 'waiting' });
  });

  test('is given up after three failed probes, for campaigns that ran by then', () => {
    let breaker = open;
    for (const expected of [false, false, true]) {
      breaker = next(probeFailed(breaker, hour + 2 * minute));
      expect(isGivenUp({ breaker, since: hour })).toBe(expected);
    }
    expect(isGivenUp({ breaker, since: hour + 3 * minute })).toBe(false);
    expect(isGivenUp({ breaker: next(closed(breaker, hour + 3 * minute)), since: hour })).toBe(false);
  });
});
