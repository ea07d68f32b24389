import { describe, expect, test } from 'vitest';
import { campaignLines, paceText, reasonsText } from '../../../src/cli/text/campaign-lines.ts';
import { importLines, rejectionLines } from '../../../src/cli/text/import-lines.ts';
import { callsLine, contactsLine } from '../../../src/cli/text/report-lines.ts';
import { clockTime, dateTime, durationText } from '../../../src/cli/text/times.ts';
import { slugOf } from '../../../src/domain/campaign/slug.ts';
import { progress, whyOf } from '../support/progress.ts';

const timeZone = 'America/New_York';

describe('the lines of a campaign', () => {
  test('are those of the front page', () => {
    const reasons = [
      { code: 'window.closed', contacts: 30, until: null, timeZone: 'Australia/Sydney' },
      { code: 'retry.waiting', contacts: 71, until: null },
      { code: 'window.closed', contacts: 12, until: null, timeZone: 'Europe/Berlin' },
      { code: 'attempt.in-flight', contacts: 10, until: null },
    ];
    const why = whyOf(reasons);
    const [head, figures, pace] = campaignLines({
      progress,
      why,
      timeZone,
      width: Infinity,
      output: { paint: (_style, text) => text },
    });
    expect(head).toBe('spring-checkup  running, dispatching                          Mon 16:42 New York');
    expect(figures).toBe(
      '█████████████░░░░░░░░░░░ 57 %   169 of 292   10 in a call   42 outside hours   71 retry later',
    );
    expect(pace).toBe('24 calls/min   done by Tue 10:40 (10:05 to Wed 11:30)');
  });

  test('have no rate and no end while nothing is known', () => {
    expect(paceText({ progress: { ...progress, ratePerMinute: null, eta: null }, timeZone })).toBe('');
  });

  test('show an unknown reason by its code', () => {
    expect(reasonsText([{ code: 'moon.full', contacts: 2, until: null }])).toBe('2 moon.full');
  });
});

describe('the report', () => {
  test('counts contacts and calls, the most frequent first, and omits zeros', () => {
    const report = {
      total: 292,
      contacts: { completed: 221, exhausted: 48, 'opted-out': 1, suppressed: 0 },
      attempts: { started: 444, busy: 47, answered: 228, 'no-answer': 118, surplus: 1 },
    };
    expect(contactsLine({ report, tries: 3 })).toBe(
      'Contacts  292 = 221 reached, 48 no success in 3 attempts, 1 opted out',
    );
    expect(callsLine({ report })).toBe('Calls     444 = 228 answered, 118 no answer, 47 busy');
  });

  test('reports the rows of a list, duplicates only as a number', () => {
    const view = {
      id: 'imp_1',
      state: 'closed',
      lastRow: 307,
      enrolled: 292,
      suppressed: 1,
      duplicates: 4,
      rejected: 4,
      optedOut: 0,
      addressesSuppressed: 0,
    };
    const line = 'leads.csv  300 rows: 292 enrolled (1 of them suppressed), 4 duplicates, 4 rejected';
    expect(importLines({ path: 'leads.csv', view })).toEqual([line]);
    expect(
      importLines({ path: 'leads.csv', view: { ...view, optedOut: 2, addressesSuppressed: 3 } }),
    ).toEqual([line, '  2 rows are opted out: 3 addresses added to the do-not-contact list']);
    expect(importLines({ path: 'leads.csv', view: { ...view, optedOut: 1 } })[1]).toContain(
      '1 row is opted out',
    );
    const form = (encoding: string) =>
      importLines({ path: 'leads.csv', view: { ...view, form: { encoding } } });
    expect(form('utf-8')).toEqual([line]);
    expect(form('shift_jis')).toEqual([
      line,
      '  read as shift_jis; the results are in UTF-8 with a byte order mark',
    ]);
    const rejections = [
      { row: 41, code: 'contact.phone-invalid', detail: 'no number' },
      { row: 43, code: 'contact.duplicate', detail: 'again' },
      { row: 190, code: 'row.too-short', detail: 'short' },
      { row: 191, code: 'row.too-short', detail: 'short' },
    ];
    expect(rejectionLines({ view: { rejected: 499, rejections }, most: 2 })).toEqual([
      '  row  41  contact.phone-invalid  no number',
      '  row 190  row.too-short          short',
      '  and 497 more',
    ]);
  });
});

describe('times', () => {
  test('are those of a zone', () => {
    const at = Date.parse('2027-03-01T13:55:00Z');
    expect(clockTime(at, timeZone)).toBe('Mon 08:55');
    expect(dateTime(at, 'Australia/Sydney')).toBe('Tue 2 Mar 2027 00:55');
  });

  test.each([
    [80, '0.1 s'],
    [800, '0.8 s'],
    [58_200, '58 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
    [4 * 86_400_000, '4 d'],
  ])('%i ms are %s', (ms, text) => expect(durationText(ms)).toBe(text));
});

describe('the slug of a text', () => {
  test.each([
    ['US_500', 'us-500'],
    ['Élèves 2027 (final)', 'eleves-2027-final'],
    ['###', 'campaign'],
  ])('%s becomes %s', (text, slug) => expect(slugOf(text)).toBe(slug));
});
