import { expect, test } from 'vitest';
import { hoursGrid } from '../../../src/dashboard/charts/hours-grid.ts';
import type { CalendarHours } from '../../../src/queries/index.ts';

const now = Date.UTC(2027, 2, 1, 15, 20);
const hour = (at: string, contacts: number) => ({ hour: at.slice(0, 13), at, contacts });
const calendar = (timeZone: string, hours: CalendarHours['hours'], neverOpen = 0): CalendarHours => ({
  zones: [timeZone],
  regions: [],
  timeZone,
  hours,
  neverOpen,
});
const textOf = async (calendars: CalendarHours[]): Promise<string> =>
  String(await hoursGrid({ calendars, now }));
const cells = (html: string): string[] =>
  [...html.matchAll(/<td[^>]*>\s*([^<]*?)\s*<\/td>/g)].map(([, text]) => text ?? '');

test('every contact is in one cell: this hour, a later one, after a day, or never', async () => {
  const html = await textOf([
    calendar('America/New_York', [
      hour('2027-03-01T15:00:00Z', 7),
      hour('2027-03-01T18:00:00Z', 5),
      hour('2027-03-02T15:00:00Z', 3),
    ]),
    calendar('America/New_York', [hour('2027-03-01T15:00:00Z', 2)], 4),
  ]);
  const row = cells(html);
  expect(row[0]).toBe('9');
  expect(row[3]).toBe('5');
  expect(row.slice(-2)).toEqual(['3', '4']);
  expect(row.reduce((sum, text) => sum + Number(text), 0)).toBe(21);
  expect(html).toContain('9 waiting contacts may be contacted');
});

test('a zone with half an hour is in the hour that it begins in', async () => {
  const html = await textOf([calendar('Asia/Kolkata', [hour('2027-03-01T16:30:00Z', 1)])]);
  expect(cells(html)[1]).toBe('1');
});

test('without contacts a sentence stands in its place', async () => {
  expect(await textOf([])).toContain('No contact waits for its hours.');
});
