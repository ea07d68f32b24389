import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/definitions/explain/nearest.ts';

describe('the most similar word', () => {
  const keys = ['ringTimeout', 'timeLimit', 'from', 'flow', 'on', 'fri', 'maxAttempts', 'maxPerDay'];

  test.each([
    ['ringTimeot', 'ringTimeout'],
    ['ring_timeout', 'ringTimeout'],
    ['RINGTIMEOUT', 'ringTimeout'],
    ['form', 'from'],
    ['flows', 'flow'],
    ['no', 'on'],
    ['friday', 'fri'],
    ['ring', 'ringTimeout'],
    ['max', null],
    ['once', null],
    ['banana', null],
    ['', null],
    ['x'.repeat(100_000), null],
  ])('to %s is %s', (word, expected) => {
    expect(nearest(word, keys)).toBe(expected);
  });
});
