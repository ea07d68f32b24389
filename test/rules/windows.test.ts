import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHolidays } from '../../src/rules/windows/holidays.ts';
import { createWindow, createWindows } from '../../src/rules/windows/windows.ts';
import { createZoneTimes } from '../../src/rules/windows/zone-time.ts';
import { createWallClock, isOpenOnWall, windowRules } from './window-oracle.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const at = (text: string): number => Date.parse(text);
const zoneTimes = createZoneTimes();
const holidays = createHolidays();
const windowOf = (
  zones: readonly string[],
  rules = windowRules(),
  regions: readonly string[] = [],
): ReturnType<typeof createWindow> =>
  createWindow({ rules, calendar: { zones, regions }, holidays, zones: zoneTimes });

/** Days on which clocks change or a date is skipped. */
const oddDays: Record<string, readonly string[]> = {
  'America/New_York': ['2027-03-14', '2027-11-07'],
  'Europe/Berlin': ['2027-03-28', '2027-10-31'],
  'Australia/Lord_Howe': ['2027-04-03', '2027-10-02'],
  'America/St_Johns': ['2027-03-14', '2027-11-07', '2006-10-28'],
  'Asia/Kolkata': ['2027-03-14'],
  'Africa/Casablanca': ['2026-02-15', '2026-03-22'],
  'America/Scoresbysund': ['2024-03-30', '2024-10-26'],
  'Pacific/Apia': ['2011-12-29', '2012-03-31'],
  'Pacific/Chatham': ['2027-04-03', '2027-09-25'],
};

const timeOfDay = fc.integer({ min: 0, max: 1440 }).map((total) => {
  const text = (value: number): string => String(value).padStart(2, '0');
  return `${text(Math.floor(total / 60))}:${text(total % 60)}`;
});
const hours = fc
  .tuple(timeOfDay, timeOfDay)
  .filter(([start, end]) => start !== end)
  .map((pair) => [...pair].sort() as [string, string]);
const dayHours = fc.oneof(
  fc.constant('closed'),
  hours.map((pair) => pair.join('-')),
);
const rules = fc
  .record({
    hours: fc.oneof(hours, fc.constantFrom(['00:00', '24:00'] as [string, string], ['01:00', '03:00'])),
    skipWeekends: fc.boolean(),
    days: fc.dictionary(fc.constantFrom('mon', 'sat', 'sun'), dayHours, { maxKeys: 3 }),
  })
  .map(({ hours: [start, end], skipWeekends, days }) =>
    windowRules({ start, end, skipWeekends, days, holidays: 'none' }),
  );
const place = fc
  .constantFrom(...Object.entries(oddDays).flatMap(([zone, dates]) => dates.map((date) => [zone, date])))
  .map(([zone = '', date = '']) => ({ zone, from: at(`${date}T00:00Z`) - 14 * hour }));

describe('a window compared with every minute of the wall clock', () => {
  test('is open exactly in the minutes of the rules, also at clock changes', () => {
    fc.assert(
      fc.property(rules, place, (rules, { zone, from }) => {
        const window = windowOf([zone], rules);
        const wall = createWallClock(zone);
        const wrong: string[] = [];
        for (let now = from; now < from + 2 * day; now += minute) {
          const answers = [window.isOpen(now), window.isOpen(now + minute - 1)];
          const expected = isOpenOnWall(rules, wall(now));
          if (answers.includes(!expected)) wrong.push(`${zone} ${new Date(now).toISOString()}`);
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('returns the exact minute of the next opening, the closing and the next day', () => {
    fc.assert(
      fc.property(rules, place, fc.integer({ min: 0, max: 1440 }), (rules, { zone, from }, shift) => {
        const window = windowOf([zone], rules);
        const wall = createWallClock(zone);
        const start = from + shift * minute;
        const first = (holds: (now: number) => boolean): number | null => {
          for (let now = start; now < start + 4 * day; now += minute) if (holds(now)) return now;
          return null;
        };
        const isOpen = (now: number): boolean => isOpenOnWall(rules, wall(now));
        const seen = (instant: number | null): number | null =>
          instant !== null && instant < start + 4 * day ? instant : null;
        expect(seen(window.nextOpening(start))).toBe(first(isOpen));
        expect(seen(window.closing(start))).toBe(isOpen(start) ? first((now) => !isOpen(now)) : null);
        expect(window.localDay(start)).toBe(wall(start).date);
        expect(window.nextDay(start)).toBe(first((now) => wall(now).date > wall(start).date));
      }),
      { numRuns: 60 },
    );
  });

  test('with several zones is open only while it is open in all of them', () => {
    const zones = ['America/New_York', 'America/Denver', 'Pacific/Honolulu'];
    const rules = windowRules({ holidays: 'none', start: '08:30', end: '16:00' });
    const window = windowOf(zones, rules);
    const walls = zones.map(createWallClock);
    for (let now = at('2027-03-12T00:00Z'); now < at('2027-03-17T00:00Z'); now += minute) {
      expect(window.isOpen(now)).toBe(walls.every((wall) => isOpenOnWall(rules, wall(now))));
    }
    expect(window.timeZone).toBe('Pacific/Honolulu');
  });
});

describe('a window', () => {
  test('returns the same answers in any order of questions', () => {
    const asked = Array.from({ length: 400 }, (_, index) => at('2027-01-01T00:00Z') + index * 37 * hour);
    const window = windowOf(['Europe/Berlin'], windowRules(), ['DE']);
    const forward = asked.map((now) => [window.isOpen(now), window.nextOpening(now), window.localDay(now)]);
    const backward = windowOf(['Europe/Berlin'], windowRules(), ['DE']);
    const answers = asked
      .toReversed()
      .map((now) => [backward.isOpen(now), backward.nextOpening(now), backward.localDay(now)]);
    expect(answers.toReversed()).toEqual(forward);
  });

  test('is always closed if no zone is known, unless there is a fallback', () => {
    const monday = at('2027-03-01T15:00Z');
    for (const zones of [[], ['Etc/Unknown'], ['Mars/Olympus'], ['America/New_York', 'Etc/Unknown']]) {
      expect(windowOf(zones).isOpen(monday)).toBe(false);
      expect(windowOf(zones).nextOpening(monday)).toBeNull();
      expect(windowOf(zones).closing(monday)).toBeNull();
      expect(windowOf(zones, windowRules({ fallbackTimezone: 'America/Chicago' })).isOpen(monday)).toBe(true);
    }
    expect(windowOf([]).localDay(monday)).toBe('2027-03-01');
  });

  test('never opens if every day is closed', () => {
    const closed = windowRules({
      days: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((name) => [name, 'closed'])),
    });
    expect(windowOf(['Europe/Paris'], closed).nextOpening(at('2027-03-01T00:00Z'))).toBeNull();
  });

  test('never closes if it is always open', () => {
    const always = windowRules({ start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' });
    expect(windowOf(['Europe/Paris'], always).closing(at('2027-03-01T00:00Z'))).toBeNull();
  });

  test('stays open at midnight if one day ends at 24:00 and the next begins at 00:00', () => {
    const rules = windowRules({ days: { mon: '09:00-24:00', tue: '00:00-02:00' }, holidays: 'none' });
    const window = windowOf(['Europe/London'], rules);
    expect(window.closing(at('2027-03-01T12:00Z'))).toBe(at('2027-03-02T02:00Z'));
  });

  test('treats invalid hours as closed', () => {
    const rules = windowRules({ days: { mon: '17:00-09:00', tue: '09:00-99:00', wed: '09:75-12:00' } });
    const window = windowOf(['Europe/London'], rules);
    expect(window.nextOpening(at('2027-03-01T00:00Z'))).toBe(at('2027-03-04T09:00Z'));
  });

  test('uses the hours of a fixed zone, but is closed on the holidays of the recipient', () => {
    const rules = windowRules({ timezone: 'America/New_York', start: '00:00', end: '24:00' });
    const window = windowOf(['Australia/Sydney'], rules, ['AU']);
    expect(window.timeZone).toBe('America/New_York');
    // Australia Day 2027 is Tuesday 26 January in Sydney (UTC+11).
    expect(window.isOpen(at('2027-01-25T12:59Z'))).toBe(true);
    expect(window.isOpen(at('2027-01-25T13:00Z'))).toBe(false);
    expect(window.isOpen(at('2027-01-26T12:59Z'))).toBe(false);
    expect(window.isOpen(at('2027-01-26T13:00Z'))).toBe(true);
    expect(window.localDay(at('2027-01-25T13:00Z'))).toBe('2027-01-26');
  });

  test('uses a fixed zone if the zone of the recipient is unknown', () => {
    const window = windowOf([], windowRules({ timezone: 'America/New_York' }));
    expect(window.nextOpening(at('2027-03-01T00:00Z'))).toBe(at('2027-03-01T14:00Z'));
  });

  test('is closed on the holidays of the rules, for any region of the recipient', () => {
    const rules = windowRules({ holidays: 'US' });
    const window = windowOf(['Europe/Paris'], rules, ['FR']);
    expect(window.isOpen(at('2027-11-25T10:00Z'))).toBe(false);
    expect(window.isOpen(at('2027-07-14T10:00Z'))).toBe(true);
  });

  test('is closed on the holidays of every region in which the recipient may be', () => {
    const isOpen = (regions: readonly string[], date: string) =>
      windowOf(['Europe/London'], windowRules(), regions).isOpen(at(`${date}T11:00Z`));
    expect(isOpen(['GB-ENG'], '2027-08-30')).toBe(false);
    expect(isOpen(['GB-ENG'], '2027-11-30')).toBe(true);
    expect(isOpen(['GB-ENG', 'GB-SCT'], '2027-11-30')).toBe(false);
    expect([isOpen(['GB'], '2027-08-30'), isOpen(['GB'], '2027-11-30')]).toEqual([false, false]);
    expect(isOpen([], '2027-08-30')).toBe(true);
  });

  test('is created once per calendar, for any order of its zones', () => {
    const windows = createWindows({ rules: windowRules(), holidays });
    const zones = ['America/New_York', 'America/Chicago'];
    expect(windows({ zones, regions: ['US'] })).toBe(windows({ zones: zones.toReversed(), regions: ['US'] }));
    expect(windows({ zones, regions: ['US'] })).not.toBe(windows({ zones, regions: [] }));
  });
});
