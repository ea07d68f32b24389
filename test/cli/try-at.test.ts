import { expect, test } from 'vitest';
import { nextOpenMorning } from '../../src/cli/clock/try-at.ts';

test.each([
  ['a Sunday', '2026-11-29T22:00:00Z', '2026-12-01T09:00:00-05:00'],
  ['a Monday', '2026-11-30T00:00:00Z', '2026-12-01T09:00:00-05:00'],
  ['a Tuesday: the next one', '2026-12-01T08:00:00Z', '2026-12-08T09:00:00-05:00'],
  ['a Saturday in another year', '2027-12-25T12:00:00Z', '2027-12-28T09:00:00-05:00'],
])('the next morning to try a campaign, on %s', (_day, now, at) => {
  expect(nextOpenMorning(Date.parse(now))).toBe(at);
  expect(Date.parse(at)).toBeGreaterThan(Date.parse(now));
});
