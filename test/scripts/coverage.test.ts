import { describe, expect, test } from 'vitest';
import { figuresOf, tableOf } from '../../scripts/test-coverage/figures.ts';

const root = '/project';
const file = (lines: number, branches: number) => ({
  lines: { total: 100, covered: lines },
  branches: { total: 1_000, covered: branches },
});
const floor = { lines: 90, branches: 90 };

describe('the coverage of a folder', () => {
  const summary = {
    total: file(1, 1),
    '/project/src/rules/a.ts': file(100, 1_000),
    '/project/src/rules/deep/b.ts': file(80, 799),
    '/project/src/rules-of-others/c.ts': file(0, 0),
  };

  test('is that of all its files and no others', () => {
    expect(figuresOf({ summary, folders: ['src/rules'], root })).toEqual([
      { folder: 'src/rules', share: { lines: 90, branches: 89.95 } },
    ]);
  });

  test('is not known without a report, and for a folder without files', () => {
    const unknown = [{ folder: 'src/rules', share: null }];
    expect(figuresOf({ summary: null, folders: ['src/rules'], root })).toEqual(unknown);
    expect(figuresOf({ summary: { total: file(1, 1) }, folders: ['src/rules'], root })).toEqual(unknown);
  });
});

test('the table names what is below its floor, and rounds no share up to it', () => {
  const figures = [
    { folder: 'src/rules', share: { lines: 95.5, branches: 90 } },
    { folder: 'src/actors', share: { lines: 95, branches: 89.999 } },
    { folder: 'src/machines', share: null },
  ];
  expect(
    tableOf({ figures, floor })
      .split('\n')
      .map((line) => line.trimEnd().split(/\s{2,}/)),
  ).toEqual([
    ['coverage of', 'lines %', 'branches %', 'floor'],
    ['src/rules', '95.50', '90.00', '90 / 90'],
    ['src/actors', '95.00', '89.99', '90 / 90', 'BELOW'],
    ['src/machines', '-', '-', '90 / 90', 'NOT MEASURED'],
  ]);
});
