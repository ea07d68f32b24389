import { describe, expect, test } from 'vitest';
import { usualForm } from '../../src/domain/contact/list-form.ts';
import type { ListForm } from '../../src/domain/contact/list-form.ts';
import { csvLine as lineOf, csvStart } from '../../src/queries/results/csv-line.ts';

const csvLine = (cells: readonly string[]): string => lineOf({ cells, form: usualForm });

describe('a line of the results', () => {
  test.each([
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

  test.each([
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

  test('quotes what needs it', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines', '=A1,B1'])).toBe(
      `"a,b","say ""hi""","two\nlines","'=A1,B1"\r\n`,
    );
  });

  test('has the delimiter and line end of the list, and quotes what contains them', () => {
    const cells = ['a;b', 'c,d', 'e\tf', 'two\nlines', '=A1;B1'];
    const written = (delimiter: string, lineEnd: ListForm['lineEnd']): string =>
      lineOf({ cells, form: { delimiter, lineEnd } });
    expect(written(';', '\n')).toBe(`"a;b";c,d;e\tf;"two\nlines";"'=A1;B1"\n`);
    expect(written('\t', '\r')).toBe(`a;b\tc,d\t"e\tf"\t"two\nlines"\t'=A1;B1\r`);
    expect(written("'", '\n')).toBe(`a;b'c,d'e\tf'"two\nlines"'"'=A1;B1"\n`);
  });
});

describe('the start of the results', () => {
  test.each([
    ['nothing for the usual form', {}, ''],
    ['the byte order mark of the list', { bom: true }, '\uFEFF'],
    ['a mark for a list in another encoding', { encoding: 'shift_jis' }, '\uFEFF'],
    ['the line that stated the delimiter', { stated: true, delimiter: ';', lineEnd: '\n' }, 'sep=;\n'],
    ['both', { bom: true, stated: true, delimiter: '\t' }, '\uFEFFsep=\t\r\n'],
  ] as const)('is %s', (_what, form, start) => {
    expect(csvStart({ ...usualForm, ...form })).toBe(start);
  });
});
