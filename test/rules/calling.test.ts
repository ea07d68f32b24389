import * as fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { makeCallingRuleDocs } from '../../scripts/make-calling-rule-docs.ts';
import { weekdays } from '../../src/domain/time/window-rules.ts';
import { attemptCapsOf } from '../../src/rules/person/attempt-caps.ts';
import {
  createCallingRules,
  knownCallingRules,
  withoutExceptions,
} from '../../src/rules/calling/calling-rules.ts';
import { createHolidays, isHolidayRegion } from '../../src/rules/windows/holidays.ts';
import { createWindow } from '../../src/rules/windows/windows.ts';
import type { Window } from '../../src/rules/windows/windows.ts';
import { createZoneTimes } from '../../src/rules/windows/zone-time.ts';
import { createWallClock, windowRules } from './window-oracle.ts';

const hour = 3_600_000;
const at = (text: string): number => Date.parse(text);
const zones = createZoneTimes();
const holidays = createHolidays();
const known = createCallingRules(knownCallingRules);
const always = windowRules({ start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' });

const windowOf = (
  place: { zones: readonly string[]; regions: readonly string[] },
  rules = always,
  calling = known,
): Window => createWindow({ rules, calendar: place, holidays, zones, calling });
/** The open hours of a local day, as `08:00-20:00`. */
function hoursOn(window: Window, zone: string, day: string): string[] {
  const wall = createWallClock(zone);
  const found: string[] = [];
  let from: string | null = null;
  const text = (minutes: number): string =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  for (
    let now = at(`${day}T00:00:00Z`) - 26 * hour;
    now < at(`${day}T00:00:00Z`) + 50 * hour;
    now += 60_000
  ) {
    const { date, minutes } = wall(now);
    if (date !== day) continue;
    const open = window.isOpen(now);
    if (open && from === null) from = text(minutes);
    if (!open && from !== null) {
      found.push(`${from}-${text(minutes)}`);
      from = null;
    }
  }
  return from === null ? found : [...found, `${from}-24:00`];
}
const monday = '2027-06-07';
const saturday = '2027-06-12';
const sunday = '2027-06-13';

describe('calling rules', () => {
  test.each([
    ['US-FL', 'America/New_York', monday, ['08:00-20:00']],
    ['US-NY', 'America/New_York', monday, ['08:00-21:00']],
    ['US-TX', 'America/Chicago', sunday, ['12:00-21:00']],
    ['US-RI', 'America/New_York', saturday, ['10:00-17:00']],
    ['US-RI', 'America/New_York', sunday, []],
    ['FR', 'Europe/Paris', monday, ['10:00-13:00', '14:00-20:00']],
    ['FR', 'Europe/Paris', saturday, []],
    ['CA-ON', 'America/Toronto', monday, ['09:00-21:30']],
    ['AU-VIC', 'Australia/Melbourne', saturday, ['09:00-17:00']],
    ['DE', 'Europe/Berlin', sunday, ['00:00-24:00']],
  ])('of %s in %s, on %s, allow %j', (region, zone, day, hours) => {
    expect(hoursOn(windowOf({ zones: [zone], regions: [region] }), zone, day)).toEqual(hours);
  });

  test('of every possible place hold, also those of all states of a country', () => {
    const two = windowOf({ zones: ['America/New_York'], regions: ['US-FL', 'US-KY'] });
    expect(hoursOn(two, 'America/New_York', monday)).toEqual(['10:00-20:00']);
    const any = windowOf({ zones: ['America/New_York'], regions: ['US'] });
    expect(hoursOn(any, 'America/New_York', '2027-06-08')).toEqual(['10:00-17:00']);
    // A holiday of Alabama alone.
    expect(hoursOn(any, 'America/New_York', monday)).toEqual([]);
    expect(hoursOn(any, 'America/New_York', sunday)).toEqual([]);
  });

  test('hold in every zone of the contact, and in its own zones with a fixed zone of the campaign', () => {
    const place = { zones: ['America/New_York', 'America/Chicago'], regions: ['US-FL'] };
    expect(hoursOn(windowOf(place), 'America/New_York', monday)).toEqual(['09:00-20:00']);
    const fixed = windowRules({ ...always, timezone: 'Europe/London', start: '00:00', end: '24:00' });
    expect(
      hoursOn(windowOf({ ...place, zones: ['America/New_York'] }, fixed), 'America/New_York', monday),
    ).toEqual(['08:00-20:00']);
  });

  test('close public holidays of the place where they say so', () => {
    const paris = { zones: ['Europe/Paris'], regions: ['FR'] };
    expect(hoursOn(windowOf(paris), 'Europe/Paris', '2027-07-14')).toEqual([]);
    const florida = { zones: ['America/New_York'], regions: ['US-FL'] };
    expect(hoursOn(windowOf(florida), 'America/New_York', '2027-12-25')).toEqual(['08:00-20:00']);
  });

  test('narrow the hours of the campaign and never widen them', () => {
    const early = windowRules({ start: '06:00', end: '09:00' });
    const place = { zones: ['America/New_York'], regions: ['US-FL'] };
    expect(hoursOn(windowOf(place, early), 'America/New_York', monday)).toEqual(['08:00-09:00']);
    const night = windowRules({ start: '21:00', end: '23:00', skipWeekends: false, holidays: 'none' });
    expect(windowOf(place, night).nextOpening(at(`${monday}T00:00:00Z`))).toBeNull();
  });

  test('do not hold where the campaign names an exception', () => {
    const place = { zones: ['America/New_York'], regions: ['US-FL'] };
    const without = withoutExceptions(known, ['US-FL']);
    expect(hoursOn(windowOf(place, always, without), 'America/New_York', monday)).toEqual(['08:00-21:00']);
  });

  test('cap the attempts of a person: the lowest of campaign, client and every place', () => {
    const { caps } = windowOf({ zones: ['Europe/Paris'], regions: ['FR', 'US-FL'] });
    expect(caps).toEqual({ maxPer24Hours: 3, maxPerWeek: Infinity, maxPer30Days: 4 });
    const retry = { maxPerDay: 9, maxPer24Hours: 2 } as Parameters<typeof attemptCapsOf>[0]['retry'];
    expect(attemptCapsOf({ retry, client: {}, place: caps })).toMatchObject({
      maxPer24Hours: 2,
      maxPer30Days: 4,
    });
  });

  test('never leave an instant open that one of them closes, for any places, rules and zones', () => {
    const regions = fc.uniqueArray(
      fc.constantFrom(...knownCallingRules.map(({ region }) => region), 'DE', 'US'),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    const someZones = fc.uniqueArray(fc.constantFrom(...Intl.supportedValuesOf('timeZone')), {
      minLength: 1,
      maxLength: 2,
    });
    const instant = fc.integer({ min: at('2026-01-01'), max: at('2029-01-01') });
    fc.assert(
      fc.property(regions, someZones, instant, (places, possible, now) => {
        const window = windowOf({ zones: possible, regions: places });
        const opens = window.nextOpening(now);
        if (opens === null) return;
        for (const zone of possible) {
          const { date, weekday, minutes } = createWallClock(zone)(opens);
          const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
          for (const { hours, region, holidays: closes } of known.of(places)) {
            const name = weekdays[weekday] ?? 'mon';
            const inside = (hours[name] ?? []).some((text) => {
              const [start = 0, end = 0] = text
                .split('-')
                .map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
              return minutes >= start && minutes < end;
            });
            expect(inside, `${region} ${zone} ${new Date(opens).toISOString()}`).toBe(true);
            if (closes) expect(holidays.isHolidayInAnyPart({ region, year, month, day })).toBe(false);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('have known places, hours in order, a source, and one rule for each region', () => {
    expect(new Set(knownCallingRules.map(({ region }) => region)).size).toBe(knownCallingRules.length);
    for (const { region, hours, source } of knownCallingRules) {
      expect(isHolidayRegion(region), region).toBe(true);
      expect(source.text.length).toBeGreaterThan(5);
      for (const times of Object.values(hours)) {
        const flat = times.flatMap((text) => text.split('-'));
        expect(flat).toEqual([...flat].sort());
        expect(flat.every((time) => /^\d\d:\d\d$/.test(time))).toBe(true);
      }
    }
  });

  test('stand in docs/calling-rules.md as they are in the code', async () => {
    const page = await readFile(new URL('../../docs/calling-rules.md', import.meta.url), 'utf8');
    expect(page).toBe(await makeCallingRuleDocs());
  });
});
