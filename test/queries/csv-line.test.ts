import { describe, expect, it } from 'vitest';
import { csvLine } from '../../src/queries/results/csv-line.ts';

describe('a line of the results', () => {
  it.each([
    '=1+1',
    '=HYPERLINK("http://example.com")',
    '+cmd|calc',
    "-2+3+cmd|' /C calc'!A0",
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '  =1+1',
    '＝1+1',
    '＋A1',
    '－A1',
    '＠SUM(A1)',
    '-A1',
    '+1 202 555 0100 = SUM(A1)',
  ])('makes %j harmless', (cell) => {
    const written = csvLine([cell]).trimEnd();
    expect(written.replace(/^"/, '').startsWith("'")).toBe(true);
  });

  it.each([
    '+12025550100',
    '+1 (202) 555-0100',
    '+49 30/123456',
    '+12025550100 ext. 5',
    '+12025550100x12',
    '-12.50',
    '-1 200',
    '-',
    '--',
    'a=b',
    "O'Neill",
    '',
  ])('leaves %j as it is', (cell) => {
    expect(csvLine([cell])).toBe(`${cell}\r\n`);
  });

  it('quotes what needs it', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines', '=A1,B1'])).toBe(
      `"a,b","say ""hi""","two\nlines","'=A1,B1"\r\n`,
    );
  });
});
