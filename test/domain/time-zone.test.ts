import { describe, expect, test } from 'vitest';
import { isTimeZone, readTimeZone } from '../../src/domain/time/time-zone.ts';
import { ambiguousZones, offsetCities } from '../../src/domain/time/zone-names.ts';
import { sendWindowSchema } from '../../src/domain/time/window-rules.ts';

describe('names of time zones', () => {
  test.each([
    ['America/New_York', 'America/New_York'],
    ['america/new_york', 'America/New_York'],
    [' Europe/Paris ', 'Europe/Paris'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['US/Eastern', 'America/New_York'],
    ['Canada/Pacific', 'America/Vancouver'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['GB', 'Europe/London'],
    ['japan', 'Asia/Tokyo'],
    ['NZ', 'Pacific/Auckland'],
    ['UTC', 'UTC'],
    ['utc', 'UTC'],
    ['Etc/UTC', 'UTC'],
  ])('takes %s for %s', (text, zone) => {
    expect(readTimeZone(text)).toEqual({ zone });
  });

  test.each([
    ['BST', 'write Europe/London'],
    ['bst', 'Asia/Dhaka'],
    ['EST', 'write America/New_York'],
    ['EST5EDT', 'write America/New_York'],
    ['MST', 'America/Phoenix'],
    ['PST', 'Asia/Manila'],
    ['IST', 'Europe/Dublin'],
    ['CET', 'write Europe/Berlin'],
    ['WET', 'Europe/Lisbon'],
    ['HST', 'write Pacific/Honolulu'],
    ['JST', 'write Asia/Tokyo'],
    ['GMT', 'Europe/London'],
    ['Etc/GMT', 'Europe/London'],
    ['Zulu', 'write UTC'],
    ['+05:30', 'such as Asia/Kolkata, Asia/Colombo'],
    ['+0530', 'Asia/Kolkata'],
    ['-5', 'America/New_York'],
    ['UTC+2', 'Europe/Athens'],
    ['GMT+1', 'Europe/London, Europe/Lisbon'],
    ['UTC−03:00', 'America/Sao_Paulo'],
    ['Etc/GMT+5', 'America/New_York'],
    ['Etc/GMT-9', 'Asia/Tokyo'],
    ['+03:17', 'America/New_York'],
    ['SystemV/EST5EDT', 'is not a time zone'],
    ['Etc/Unknown', 'is not a time zone'],
    ['Mars/Olympus', 'is not a time zone'],
    ['London', 'is not a time zone'],
    ['', 'is not a time zone'],
  ])('refuses %s, and says what to write', (text, hint) => {
    expect(readTimeZone(text)).toMatchObject({ problem: expect.stringContaining(hint) });
  });

  test('refuses everything that the platform knows without an area and that is no country', () => {
    const abbreviations =
      'ACT AET AGT ART AST BET BST CAT CET CNT CST CTT EAT ECT EET EST GMT HST IET IST JST MET MIT'
        .concat(
          ' MST NET NST PLT PNT PRT PST SST UCT VST WET GMT+0 GMT-0 GMT0 Greenwich Universal Zulu CST6CDT',
        )
        .split(' ');
    expect(abbreviations.filter((name) => isTimeZone(name))).toEqual([]);
  });

  test('proposes only zones that it takes itself', () => {
    const proposed = Object.values(ambiguousZones).flatMap((text) => text.match(/\b[A-Z]\w+\/[\w/]+/g) ?? []);
    expect(proposed.length).toBeGreaterThan(100);
    expect([...proposed, ...offsetCities].filter((zone) => !isTimeZone(zone))).toEqual([]);
  });

  test('stands behind every setting', () => {
    expect(sendWindowSchema.parse({ timezone: 'us/central', fallbackTimezone: 'gb' })).toMatchObject({
      timezone: 'America/Chicago',
      fallbackTimezone: 'Europe/London',
    });
    for (const settings of [{ timezone: 'BST' }, { fallbackTimezone: '+02:00' }]) {
      expect(sendWindowSchema.safeParse(settings).success).toBe(false);
    }
  });
});

describe('a name that is no time zone', () => {
  test.each([
    ['AUS Eastern Standard Time', 'Australia/Sydney, Australia/Melbourne'],
    ['Romance Standard Time', 'Europe/Paris, Europe/Madrid, Europe/Brussels'],
    ['Chicago', 'America/Chicago'],
    ['America/Los Angeles', 'America/Los_Angeles'],
    ['(GMT+01:00) Amsterdam, Berlin, Rome', 'Europe/Amsterdam, Europe/Berlin, Europe/Rome'],
    ['Europe/Berln', 'Europe/Berlin'],
    ['Asia/Tokio', 'Asia/Tokyo'],
    ['Gotham', 'America/New_York'],
    ['constructor', 'America/New_York'],
  ])('is answered with the zones that %s can mean', (name, zones) => {
    expect(readTimeZone(name)).toEqual({
      problem: `"${name}" is not a time zone; use an IANA name such as ${zones}`,
    });
  });
});
