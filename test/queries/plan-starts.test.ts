import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueClasses } from '../../src/domain/contact/enrollment.ts';
import type { LimitCap, LimitReading } from '../../src/persistence/contract/attempts/limits.ts';
import { planStarts } from '../../src/queries/schedule/plan-starts.ts';
import type { Candidate, PlannedStart } from '../../src/queries/schedule/plan-starts.ts';
import { createQuotaPeriods } from '../../src/rules/limits/quota.ts';

const minute = 60_000;
const hour = 60 * minute;
const now = Date.parse('2027-03-01T15:30:00Z');
const periodAt = createQuotaPeriods({ timeZone: 'UTC' });
const capOf = (change: Partial<LimitCap>): LimitCap => ({
  scope: 'campaign:a',
  concurrent: null,
  perSecond: null,
  perHour: null,
  perDay: null,
  ...change,
});
const candidate = (position: number, change: Partial<Candidate> = {}): Candidate => ({
  earliest: now,
  waitsForWindow: false,
  dueClass: dueClasses.new,
  dueAt: 0,
  position,
  caps: [],
  periodAt,
  occupiedMs: minute,
  ...change,
});
const plan = (
  candidates: readonly Candidate[],
  readings: readonly LimitReading[] = [],
  most = 100,
): PlannedStart<Candidate>[] =>
  planStarts({ candidates, readings: new Map(readings.map((one) => [one.scope, one])), now, most });
const after = (planned: readonly PlannedStart<Candidate>[]): number[] =>
  planned.map(({ at }) => (at - now) / minute);
const crowd = (count: number, caps: readonly LimitCap[]): Candidate[] =>
  Array.from({ length: count }, (_, position) => candidate(position, { caps }));
const read = (change: Partial<LimitReading>): LimitReading => ({
  scope: 'campaign:a',
  held: 0,
  nextFreeAt: 0,
  hour: '2027-03-01T15',
  hourUsed: 0,
  day: '2027-03-01',
  dayUsed: 0,
  ...change,
});

describe('the planned starts', () => {
  test('are at once, in dispatch order, without a limit', () => {
    const order = plan([
      candidate(2),
      candidate(1),
      candidate(4, { dueClass: dueClasses.again, dueAt: now - hour }),
      candidate(3, { dueClass: dueClasses.callback, dueAt: now }),
    ]);
    expect(order.map(({ candidate: { position } }) => position)).toEqual([3, 4, 1, 2]);
    expect(order.every(({ at, bound }) => at === now && bound === null)).toBe(true);
  });

  test('wait for the window or the due time of the contact', () => {
    const later = now + hour;
    expect(
      plan([
        candidate(1, { earliest: later, waitsForWindow: true }),
        candidate(2, { earliest: later }),
        candidate(3, { earliest: null }),
      ]).map(({ at, bound }) => [at, bound]),
    ).toEqual([
      [later, { kind: 'window' }],
      [later, { kind: 'due' }],
    ]);
  });

  test('keep a rate from its last start on', () => {
    const caps = [capOf({ perSecond: 1 / 600 })];
    const planned = plan(crowd(3, caps), [read({ nextFreeAt: now + 4 * minute })]);
    expect(after(planned)).toEqual([4, 14, 24]);
    expect(planned[0]?.bound).toEqual({ kind: 'limit', scope: 'campaign:a', limit: 'per-second' });
  });

  test('keep the quotas of the hour and the day, from their present use on', () => {
    const caps = [capOf({ perHour: 2 })];
    const hourly = plan(crowd(5, caps), [read({ hourUsed: 1 })]);
    expect(after(hourly)).toEqual([0, 30, 30, 90, 90]);
    const bound = { kind: 'limit', scope: 'campaign:a', limit: 'per-hour' };
    expect(hourly.map((start) => start.bound)).toEqual([null, bound, bound, bound, bound]);
    const daily = plan(crowd(3, [capOf({ perDay: 5 })]), [read({ dayUsed: 4 })]);
    expect(after(daily)).toEqual([0, 510, 510]);
    expect(daily[1]?.bound).toMatchObject({ limit: 'per-day' });
  });

  test('keep the slots, with those that are taken now', () => {
    const caps = [capOf({ concurrent: 2 })];
    expect(after(plan(crowd(4, caps)))).toEqual([0, 0, 1, 1]);
    expect(after(plan(crowd(3, caps), [read({ held: 1 })]))).toEqual([0, 0.5, 1]);
  });

  test('of two campaigns share a limit and keep their own', () => {
    const shared = capOf({ scope: 'client:north', perHour: 3 });
    const planned = plan([
      ...crowd(3, [shared, capOf({ scope: 'campaign:a', perHour: 1 })]),
      ...crowd(3, [shared, capOf({ scope: 'campaign:b' })]),
    ]);
    expect(after(planned)).toEqual([0, 0, 0, 30, 30, 90]);
  });

  test('never exceed a limit, and never leave one contact out', () => {
    const caps = fc
      .record({
        concurrent: fc.option(fc.integer({ min: 1, max: 4 })),
        perSecond: fc.option(fc.constantFrom(1, 0.1, 0.01)),
        perHour: fc.option(fc.integer({ min: 1, max: 9 })),
        perDay: fc.option(fc.integer({ min: 1, max: 20 })),
      })
      .map((change) => capOf(change));
    const delays = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(caps, delays, (cap, minutes) => {
        const planned = plan(
          minutes.map((delay, position) =>
            candidate(position, { caps: [cap], earliest: now + delay * minute }),
          ),
        );
        expect(planned).toHaveLength(minutes.length);
        const starts = planned.map(({ at }) => at);
        expect(starts).toEqual([...starts].sort((left, right) => left - right));
        const most = (key: (at: number) => string): number =>
          Math.max(...[...Map.groupBy(starts, key).values()].map(({ length }) => length));
        expect(most((at) => periodAt(at).hour)).toBeLessThanOrEqual(cap.perHour ?? Infinity);
        expect(most((at) => periodAt(at).day)).toBeLessThanOrEqual(cap.perDay ?? Infinity);
        starts.forEach((start, index) => {
          const open = starts.slice(0, index).filter((at) => at + minute > start).length;
          expect(open).toBeLessThan(cap.concurrent ?? Infinity);
          const gap = start - (starts[index - 1] ?? -Infinity);
          expect(gap + 0.001).toBeGreaterThanOrEqual(1000 / (cap.perSecond ?? Infinity));
        });
        for (const { at, candidate: one } of planned) expect(at).toBeGreaterThanOrEqual(one.earliest ?? 0);
      }),
    );
  });
});
