import Holidays from 'date-holidays';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import { noCaps } from '../../src/rules/person/attempt-caps.ts';
import { placeDue } from '../../src/rules/retry.ts';
import { stepDelayMs, stepDueAt } from '../../src/rules/step-delay.ts';
import { createHolidays } from '../../src/rules/windows/holidays.ts';
import { createWindow } from '../../src/rules/windows/windows.ts';
import type { Window } from '../../src/rules/windows/windows.ts';
import { createZoneTimes } from '../../src/rules/windows/zone-time.ts';
import { createWallClock, isOpenOnWall, windowRules } from './window-oracle.ts';

const hour = 3_600_000;
const day = 24 * hour;
const at = (text: string): number => Date.parse(text);

type Sequence = Parameters<typeof stepDelayMs>[0]['definition'];

const definition = (steps: object[], sequences = {}): Sequence =>
  campaignDefinitionSchema.parse({
    name: 'delays',
    steps: steps.map((step, index) => ({ id: `s${index}`, channel: 'log', text: 'hello', ...step })),
    sequences,
  });

describe('the delay before a step', () => {
  test('puts the steps on days 0, 3 and 7, then weekly', () => {
    const usual = definition([{}, {}, {}, {}, {}]);
    expect([0, 1, 2, 3, 4].map((step) => stepDelayMs({ definition: usual, step }) / day)).toEqual([
      0, 3, 4, 7, 7,
    ]);
  });

  test('follows days from the first step, then weekly; the step itself takes precedence', () => {
    const delays = (steps: object[], defaultDelay: unknown): number[] => {
      const given = definition(steps, { defaultDelay });
      return steps.map((_, step) => stepDelayMs({ definition: given, step }) / day);
    };
    expect(delays([{}, {}, {}], [0, 3, 7])).toEqual([0, 3, 4]);
    expect(delays([{}, {}, {}, {}, {}], [0, 1, 1, 15])).toEqual([0, 1, 0, 14, 7]);
    expect(delays([{}, {}], [0])).toEqual([0, 7]);
    expect(delays([{}, { after: '12h' }, {}], [0, 3, 7])).toEqual([0, 0.5, 4]);
  });

  test.each([[[1, 3]], [[0, 5, 3]], [[]], [[0, -1]], [[0, 2.5]], [[0, '3d']], [7], ['3']])(
    'refuses %j',
    (defaultDelay) => {
      expect(() => definition([{}], { defaultDelay })).toThrow();
    },
  );

  test('is the default delay of the campaign, or that of the step if it has one', () => {
    const own = definition([{}, { after: '2h' }, {}], { defaultDelay: '1d' });
    expect([0, 1, 2].map((step) => stepDelayMs({ definition: own, step }))).toEqual([0, 2 * hour, day]);
  });
});

const zones = createZoneTimes();
const holidays = createHolidays();
const windowOf = (timeZone: string, region: string | null, rules = windowRules()): Window =>
  createWindow({
    rules,
    calendar: { zones: [timeZone], regions: region === null ? [] : [region] },
    holidays,
    zones,
  });

describe('a delay in business days', () => {
  const after = (days: number): Sequence => definition([{}, { after: { days } }]);
  const due = (window: Window, from: string, days: number): string =>
    new Date(stepDueAt({ definition: after(days), step: 1, from: at(from), window })).toISOString();

  test('counts the days on which the window opens, and keeps the local time of day', () => {
    const berlin = windowOf('Europe/Berlin', 'DE');
    // Thursday; Friday and Monday are Good Friday and Easter Monday, and the clocks change on the Sunday before.
    expect(due(berlin, '2027-03-25T10:30:00Z', 1)).toBe('2027-03-30T09:30:00.000Z');
    expect(due(berlin, '2027-03-25T10:30:00Z', 3)).toBe('2027-04-01T09:30:00.000Z');
    expect(due(berlin, '2027-03-23T10:30:00Z', 2)).toBe('2027-03-25T10:30:00.000Z');
  });

  test('begins when the window opens, if it is closed at that time of day', () => {
    const rules = windowRules({ start: '09:00', end: '12:00', days: { fri: '10:00-11:00' } });
    const berlin = windowOf('Europe/Berlin', 'DE', rules);
    expect(due(berlin, '2027-02-01T20:00:00Z', 1)).toBe('2027-02-02T08:00:00.000Z');
    expect(due(berlin, '2027-02-04T08:30:00Z', 1)).toBe('2027-02-05T09:00:00.000Z');
    // An end on a closed day counts from that day: the next open one is the first.
    expect(due(berlin, '2027-02-06T10:00:00Z', 1)).toBe('2027-02-08T10:00:00.000Z');
  });

  test('is a span of time if the window never opens', () => {
    const closed = windowOf('', null);
    expect(due(closed, '2027-02-01T20:00:00Z', 2)).toBe('2027-02-03T20:00:00.000Z');
  });

  test('is written for one step, as the default delay, or as the unit of a list of days', () => {
    const berlin = windowOf('Europe/Berlin', 'DE');
    const days = (given: Sequence, step: number): number =>
      (stepDueAt({ definition: given, step, from: at('2027-02-01T10:00:00Z'), window: berlin }) -
        at('2027-02-01T10:00:00Z')) /
      day;
    expect(days(definition([{}, { after: { days: 5 } }]), 1)).toBe(7);
    expect(days(definition([{}, { after: { days: 5, unit: 'calendar' } }]), 1)).toBe(5);
    expect(days(definition([{}, {}], { defaultDelay: { days: 5 } }), 1)).toBe(7);
    const list = definition([{}, {}, {}, {}], { defaultDelay: [0, 5, 5], unit: 'business' });
    expect([1, 2, 3].map((step) => days(list, step))).toEqual([7, 0, 7]);
    expect([1, 2, 3].map((step) => stepDelayMs({ definition: list, step }) / day)).toEqual([7, 0, 7]);
    expect(days(definition([{}, {}], { unit: 'business' }), 1)).toBe(3);
    const { sequences, ...rest } = definition([{}, {}], { defaultDelay: [0, 5] });
    const { unit: _, ...former } = sequences;
    expect(days({ ...rest, sequences: former } as Sequence, 1)).toBe(5);
    expect(() => definition([{}, { after: { days: 0 } }])).toThrow();
    expect(() => definition([{}, { after: { days: 1, unit: 'week' } }])).toThrow();
  });
});

describe('the planned start of a step, for every zone and every country', () => {
  const allZones = Intl.supportedValuesOf('timeZone');
  const countries = Object.keys(new Holidays().getCountries());

  test('there are more than 400 zones and 200 countries', () => {
    expect(allZones.length).toBeGreaterThan(400);
    expect(countries.length).toBeGreaterThan(200);
  });

  /** The first days of the public holidays, as the library writes them. */
  const isHolidayOf = (country: string): ((date: string) => boolean) => {
    const book = new Holidays(country, { types: ['public'] });
    return (date) => book.getHolidays(date.slice(0, 4)).some((holiday) => holiday.date.startsWith(date));
  };
  const hours = fc.constantFrom(
    ['09:00', '17:00'],
    ['00:00', '24:00'],
    ['02:00', '03:30'],
    ['11:00', '11:15'],
  );

  test('is in the window, on no weekend and on no public holiday', () => {
    // Each run takes the next zone and country, so that all of them are tried.
    let turn = 0;
    fc.assert(
      fc.property(
        hours,
        fc.integer({ min: at('2026-01-01'), max: at('2028-12-31') }),
        fc.oneof(
          fc.constant('3d'),
          fc.integer({ min: 1, max: 30 }).map((days) => ({ days })),
        ),
        ([start = '', end = ''], from, delay) => {
          const zone = allZones[turn % allZones.length] ?? 'UTC';
          const country = countries[turn % countries.length] ?? 'US';
          turn += 1;
          const rules = windowRules({ start, end });
          const window = windowOf(zone, country, rules);
          const given = definition([{}, { after: delay }]);
          const asked = stepDueAt({ definition: given, step: 1, from, window });
          const { dueAt } = placeDue({
            dueAt: asked,
            reason: 'step.waiting',
            window,
            counts: { day: '', dayCount: 0, recent: [] },
            caps: noCaps,
          });
          const wall = createWallClock(zone);
          const { date } = wall(dueAt);
          expect(dueAt).toBeGreaterThanOrEqual(asked);
          expect(isOpenOnWall(rules, wall(dueAt)), `${zone} ${new Date(dueAt).toISOString()}`).toBe(true);
          expect(isHolidayOf(country)(date), `${country} ${date}`).toBe(false);
          if (typeof delay === 'string') return;
          // As many days with an opening have begun since, and the last of them is the day of the step.
          const opened = new Set<string>();
          for (let now = window.nextDay(from); now <= dueAt; now = window.nextDay(now)) {
            const opening = window.nextOpening(now);
            if (opening !== null && window.localDay(opening) === window.localDay(now))
              opened.add(window.localDay(now));
          }
          expect(opened.size, `${zone} ${country} ${new Date(from).toISOString()}`).toBe(delay.days);
        },
      ),
      { numRuns: 450 },
    );
  });
});
