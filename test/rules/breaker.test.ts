import { describe, expect, test } from 'vitest';
import {
  emptyBreaker,
  isTripped,
  probeDelayMs,
  probeDueAt,
  recordOutcome,
  type BreakerWindow,
} from '../../src/rules/breaker.ts';

const record = (outcomes: readonly (readonly [number, boolean])[]): BreakerWindow =>
  outcomes.reduce((window, [at, fault]) => recordOutcome({ window, at, fault }), emptyBreaker);
const spread = (count: number, fault: (index: number) => boolean, everyMs = 1000): [number, boolean][] =>
  Array.from({ length: count }, (_, index) => [index * everyMs, fault(index)]);

describe('the circuit breaker', () => {
  test('opens after five faults in ten outcomes', () => {
    expect(isTripped({ window: record(spread(10, (index) => index < 5)), at: 10_000 })).toBe(true);
    expect(isTripped({ window: record(spread(10, (index) => index < 4)), at: 10_000 })).toBe(false);
  });

  test('stays closed with fewer than ten outcomes', () => {
    expect(isTripped({ window: record(spread(9, () => true)), at: 9000 })).toBe(false);
  });

  test('ignores outcomes that are older than two minutes', () => {
    const window = record(spread(10, () => true, 100));
    expect(isTripped({ window, at: 119_000 })).toBe(true);
    expect(isTripped({ window, at: 130_000 })).toBe(false);
    expect(isTripped({ window: record([...spread(10, () => true), [200_000, true]]), at: 200_000 })).toBe(
      false,
    );
  });

  test('ignores outcomes of a clock that was set back later', () => {
    const ahead = spread(3, () => false).map(([at]) => [at + 3_600_000, false] as const);
    const window = record([...ahead, ...spread(10, () => true)]);
    expect(isTripped({ window, at: 10_000 })).toBe(true);
  });

  test('ignores a probe time that is further away than any delay', () => {
    const open = { failedProbes: 1, now: 1_000_000 };
    expect(probeDueAt({ ...open, probeAt: 1_060_000 })).toBe(1_060_000);
    expect(probeDueAt({ ...open, probeAt: 1_060_001 })).toBe(0);
    expect(probeDueAt({ ...open, probeAt: null })).toBe(0);
  });

  test('stays small with many outcomes, and does not change its input', () => {
    const window = record(spread(5000, (index) => index % 7 === 0, 250));
    expect(window.buckets.length).toBeLessThanOrEqual(26);
    const before = structuredClone(window);
    recordOutcome({ window, at: 1_250_000, fault: true });
    expect(window).toEqual(before);
  });

  test('accepts outcomes in any order', () => {
    const outcomes = spread(40, (index) => index % 2 === 0, 2500);
    expect(record(outcomes.toReversed())).toEqual(record(outcomes));
  });

  test('probes after 30 seconds, doubles the delay, and stops after three probes', () => {
    expect([0, 1, 2, 3].map(probeDelayMs)).toEqual([30_000, 60_000, 120_000, null]);
  });
});
