import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import type { Backoff, RetryPolicy } from '../../src/domain/campaign/campaign-definition.ts';
import type { Disposition } from '../../src/domain/attempt/disposition.ts';
import { createHolidays } from '../../src/rules/windows/holidays.ts';
import { placeDue, retryDueAt } from '../../src/rules/retry.ts';
import { noCaps } from '../../src/rules/person/attempt-caps.ts';
import { createWindow } from '../../src/rules/windows/windows.ts';
import { windowRules } from './window-oracle.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const at = (text: string): number => Date.parse(text);
const delay = (
  { on = {}, ...policy }: Partial<Pick<RetryPolicy, 'on'>> & { backoff?: Partial<Backoff> },
  stepAttempts: number,
  { disposition = 'no-answer', random = 0.5 }: { disposition?: Disposition; random?: number } = {},
): number =>
  retryDueAt({
    policy: { ...campaignDefinitionSchema.shape.retry.parse(policy), on },
    disposition,
    stepAttempts,
    endedAt: 0,
    random: () => random,
  });

describe('the delay before a retry', () => {
  test('doubles with each attempt', () => {
    expect([1, 2, 3].map((attempts) => delay({}, attempts))).toEqual([30 * minute, hour, 2 * hour]);
  });

  test('is distributed evenly around the delay, by default 10 % in both directions', () => {
    expect(delay({}, 1, { random: 0 })).toBe(27 * minute);
    expect(delay({}, 1, { random: 1 })).toBe(33 * minute);
  });

  test('never exceeds the maximum, and is still distributed there', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (attempts, random) => {
          const ms = delay({ backoff: { factor: 3, max: '10h', jitter: 0.5 } }, attempts, { random });
          expect(ms).toBeGreaterThan(0);
          expect(ms).toBeLessThanOrEqual(10 * hour);
        },
      ),
    );
    expect(delay({}, 50, { random: 0.999 }) - delay({}, 50, { random: 0 })).toBeGreaterThan(4 * hour);
  });

  test('uses the settings of the disposition, and the common backoff for the rest', () => {
    const policy = { backoff: { factor: 3, jitter: 0 }, on: { busy: { first: '5m' } } };
    const busy = { disposition: 'busy' as const };
    expect([1, 2].map((attempts) => delay(policy, attempts, busy))).toEqual([5 * minute, 15 * minute]);
    expect(delay(policy, 1)).toBe(30 * minute);
  });
});

describe('placing a due time', () => {
  const berlin = createWindow({
    rules: windowRules(),
    calendar: { zones: ['Europe/Berlin'], regions: ['DE-NW'] },
    holidays: createHolidays(),
  });
  type Over = Partial<Parameters<typeof placeDue>[0]['counts']> &
    Partial<Pick<Parameters<typeof placeDue>[0], 'window' | 'caps'>>;
  const place = (text: string, { window = berlin, caps, ...counts }: Over = {}): [string, string] => {
    const { dueAt, waitReason } = placeDue({
      dueAt: at(text),
      reason: 'retry.waiting',
      window,
      caps: caps ?? { ...noCaps, maxPerDay: 2 },
      counts: { day: '2027-03-05', dayCount: 1, recent: [], ...counts },
    });
    return [new Date(dueAt).toISOString(), waitReason];
  };

  test('keeps an instant in an open window', () => {
    expect(place('2027-03-05T12:00Z')).toEqual(['2027-03-05T12:00:00.000Z', 'retry.waiting']);
  });

  test('moves an instant outside to the next opening, after the weekend', () => {
    expect(place('2027-03-05T16:30Z')).toEqual(['2027-03-08T08:00:00.000Z', 'retry.waiting']);
  });

  test('moves to the next day if the attempts of the day are used up', () => {
    const used = { dayCount: 2, day: '2027-03-04' };
    expect(place('2027-03-04T12:00Z', used)).toEqual(['2027-03-05T08:00:00.000Z', 'attempts.per-day']);
    expect(place('2027-03-05T12:00Z', { dayCount: 2 })).toEqual([
      '2027-03-08T08:00:00.000Z',
      'attempts.per-day',
    ]);
  });

  test('does not count the attempts of another day', () => {
    expect(place('2027-03-05T16:30Z', { dayCount: 2 })).toEqual([
      '2027-03-08T08:00:00.000Z',
      'retry.waiting',
    ]);
    expect(place('2027-03-05T12:00Z', { dayCount: 9, day: '2027-03-04' })).toEqual([
      '2027-03-05T12:00:00.000Z',
      'retry.waiting',
    ]);
  });

  test('moves to the first opening after an attempt of 24 hours, or of seven days, no longer counts', () => {
    const [early, late] = [at('2027-03-04T12:00:00.001Z'), at('2027-03-04T13:00Z')];
    const inDay = { caps: { ...noCaps, maxPer24Hours: 2 }, recent: [early, late] };
    // A permit may be used up to three seconds after its commit.
    expect(place('2027-03-05T11:00Z', inDay)).toEqual(['2027-03-05T12:00:03.001Z', 'attempts.per-24-hours']);
    expect(place('2027-03-05T12:00:03.001Z', inDay)).toEqual(['2027-03-05T12:00:03.001Z', 'retry.waiting']);
    const inWeek = { caps: { ...noCaps, maxPer24Hours: 2, maxPerWeek: 2 }, recent: [early, late] };
    expect(place('2027-03-05T11:00Z', inWeek)).toEqual(['2027-03-11T12:00:03.001Z', 'attempts.per-week']);
    // The day and the week are used up in turn: the later end counts.
    const both = { caps: { ...noCaps, maxPerDay: 1, maxPerWeek: 2 }, day: '2027-03-11', dayCount: 1 };
    expect(place('2027-03-11T12:00Z', { ...both, recent: [late, at('2027-03-11T09:00Z')] })).toEqual([
      '2027-03-12T08:00:00.000Z',
      'attempts.per-day',
    ]);
    // A start that a wrong clock put a year ahead holds nothing back.
    const wrong = { caps: { ...noCaps, maxPerWeek: 1 }, recent: [at('2028-03-01T12:00Z')] };
    expect(place('2027-03-05T12:00Z', wrong)).toEqual(['2027-03-05T12:00:00.000Z', 'retry.waiting']);
  });

  test('keeps the instant if the window never opens', () => {
    const never = createWindow({
      rules: windowRules(),
      calendar: { zones: [], regions: [] },
      holidays: createHolidays(),
    });
    expect(place('2027-03-05T12:00Z', { window: never, dayCount: 2 })).toEqual([
      '2027-03-05T12:00:00.000Z',
      'retry.waiting',
    ]);
  });

  test('always returns an open instant, not before the requested one, on a day with attempts left', () => {
    const from = at('2027-03-01T00:00Z');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 * day }),
        fc.integer({ min: 0, max: 3 }),
        (shift, dayCount) => {
          const asked = from + shift;
          const today = berlin.localDay(asked);
          const { dueAt } = placeDue({
            dueAt: asked,
            reason: 'retry.waiting',
            window: berlin,
            counts: { day: today, dayCount, recent: [] },
            caps: { ...noCaps, maxPerDay: 2 },
          });
          expect(berlin.isOpen(dueAt)).toBe(true);
          expect(dueAt).toBeGreaterThanOrEqual(asked);
          expect(dayCount >= 2 && berlin.localDay(dueAt) === today).toBe(false);
        },
      ),
    );
  });
});
