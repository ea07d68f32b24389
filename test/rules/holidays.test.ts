import { describe, expect, test } from 'vitest';
import { createHolidays } from '../../src/rules/windows/holidays.ts';

const { isHoliday, isHolidayInAnyPart } = createHolidays();
const on = (region: string, date: string): boolean => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return isHoliday({ region, year, month, day });
};
const inAnyPart = (region: string, date: string): boolean => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return isHolidayInAnyPart({ region, year, month, day });
};

describe('public holidays', () => {
  test('are those of the country', () => {
    expect(on('US', '2027-11-25')).toBe(true);
    expect(on('FR', '2027-07-14')).toBe(true);
    expect(on('FR', '2027-11-25')).toBe(false);
    expect(on('GB', '2027-12-28')).toBe(true);
  });

  test('are also those of the state', () => {
    expect(on('US-CA', '2027-03-31')).toBe(true);
    expect(on('US', '2027-03-31')).toBe(false);
  });

  test('do not include days that are only observed', () => {
    expect(on('US', '2027-02-14')).toBe(false);
    expect(on('DE', '2027-12-24')).toBe(false);
  });

  test('of an unknown state are those of the country', () => {
    expect(on('US-ZZ', '2027-07-04')).toBe(true);
  });

  test('of an unknown country are none', () => {
    expect(on('XX', '2027-12-25')).toBe(false);
  });

  test('of a state include those of its districts', () => {
    expect(on('DE-BY', '2027-08-15')).toBe(true);
    expect(on('DE-BE', '2027-08-15')).toBe(false);
  });

  test.each([
    ['the English bank holiday', 'GB', '2027-08-30', '2027-08-31'],
    ['the Scottish one', 'GB', '2027-08-02', '2027-08-03'],
    ['Corpus Christi, in some Länder', 'DE', '2027-05-27', '2027-05-28'],
    ["Patriots' Day, in some states", 'US', '2027-04-19', '2027-04-20'],
    ['the day of Quebec', 'CA', '2027-06-24', '2027-06-23'],
    ['the day of Catalonia', 'ES', '2027-09-11', '2027-09-10'],
    ["Berchtold's day, in some cantons", 'CH', '2027-01-02', '2027-01-04'],
    ['Melbourne Cup, in Victoria', 'AU', '2027-11-02', '2027-11-03'],
  ])('of a contact anywhere in a country include %s', (_, country, holiday, other) => {
    expect([on(country, holiday), inAnyPart(country, holiday), inAnyPart(country, other)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('of a contact in France do not include those of its overseas parts, which have their own calling codes', () => {
    expect(inAnyPart('FR', '2027-05-22')).toBe(false);
    expect(inAnyPart('FR', '2027-03-26')).toBe(true);
  });

  test('cover every day of a holiday with several days', () => {
    const days = ['2027-03-08', '2027-03-09', '2027-03-10', '2027-03-11', '2027-03-12', '2027-03-13'];
    expect(days.map((date) => on('SA', date))).toEqual([false, true, true, true, true, false]);
  });

  test('cover one day if the clocks change on it', () => {
    // Easter Sunday 2024, a holiday in Brandenburg, had 23 hours; 31 October 2027, Reformation Day, has 25.
    expect(['2024-03-30', '2024-03-31'].map((date) => on('DE-BB', date))).toEqual([false, true]);
    expect(['2027-10-31', '2027-11-01'].map((date) => on('DE-BB', date))).toEqual([true, false]);
  });
});
