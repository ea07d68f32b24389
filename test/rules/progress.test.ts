import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  activeEnrollmentStates,
  enrollmentEnds,
  type EnrollmentState,
} from '../../src/domain/contact/enrollment.ts';
import { progressOf } from '../../src/rules/progress.ts';

describe('progress', () => {
  test('counts contacts that completed, failed, were stopped and remain', () => {
    const states = {
      pending: 42,
      waiting: 71,
      'in-flight': 10,
      completed: 131,
      exhausted: 21,
      invalid: 12,
      'opted-out': 4,
      suppressed: 1,
    };
    expect(progressOf({ total: 292, states, attempts: { started: 240, answered: 135 } })).toEqual({
      total: 292,
      completed: 131,
      failed: 33,
      stopped: 5,
      remaining: 123,
      attempted: 240,
      percent: 57.9,
      successRate: 0.78,
    });
  });

  test('is zero for an empty campaign', () => {
    expect(progressOf({ total: 0, states: {}, attempts: {} })).toMatchObject({
      percent: 0,
      successRate: null,
    });
  });

  test('shows 100 % only when every contact has ended', () => {
    const states = { completed: 999_999, pending: 1 };
    expect(progressOf({ total: 1_000_000, states, attempts: {} }).percent).toBeLessThan(100);
    expect(progressOf({ total: 3, states: { completed: 3 }, attempts: {} }).percent).toBe(100);
  });

  test('does not count suppressed and cancelled contacts in the success rate', () => {
    const states = { responded: 3, bounced: 1, suppressed: 50, cancelled: 50 };
    expect(progressOf({ total: 104, states, attempts: {} }).successRate).toBe(0.75);
  });

  test('counts every contact in exactly one figure', () => {
    const names: readonly EnrollmentState[] = [...activeEnrollmentStates, ...enrollmentEnds];
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: names.length, maxLength: names.length }), (counts) => {
        const states = Object.fromEntries(names.map((name, index) => [name, counts[index] ?? 0]));
        const total = counts.reduce((sum, count) => sum + count, 0);
        const { completed, failed, stopped, remaining } = progressOf({ total, states, attempts: {} });
        expect(completed + failed + stopped + remaining).toBe(total);
      }),
    );
  });
});
