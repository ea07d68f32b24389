import { describe, expect, test } from 'vitest';
import { figures, ratioOf, readFigures } from '../../bench/pairs/figures.ts';
import { reportOf } from '../../bench/peers/report.ts';
import { latenessOf } from '../../bench/support/lateness.ts';
import { median, spreadOf } from '../../bench/support/ratios.ts';

describe('the figures of the benchmarks', () => {
  test('weighs lateness by time, so that a few long blocks of the loop are seen', () => {
    // Ten blocks of 100 ms in half a minute of an idle loop: 0.04 % of the firings, 3 % of the time.
    const gaps = [...Array.from({ length: 29_000 }, () => 1), ...Array.from({ length: 10 }, () => 101)];
    expect(latenessOf(gaps)).toEqual({ p50: 0, p99: 100, max: 100 });
  });

  test('takes the middle of an odd and of an even number of values', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 6])).toBe(5.5);
    expect(spreadOf([2, 1, 1.5])).toBe('1.50 (1.00 to 2.00, 3 pairs)');
  });

  test('reads the figures of a scenario and refuses a row of another form', () => {
    const row = { what: '', figure: '14,628 contacts/s', target: '', remarks: 'CPU 74 µs per contact' };
    expect(readFigures('engine', row)).toEqual([14_628, 74]);
    expect(() => readFigures('engine', { ...row, remarks: '' })).toThrow('CPU µs per contact');
  });

  test('is above 1 when the new code is better, for speeds and for durations', () => {
    expect(ratioOf(figures.engine[0].better, { old: 100, now: 200 })).toBe(2);
    expect(ratioOf(figures.webhooks[1].better, { old: 20, now: 10 })).toBe(2);
  });

  test('reports medians, the spread of the ratio, and what did not run to its end', () => {
    const theirs = (perSecond: number, completed = 100) => ({ perSecond, completed, setting: 'best' });
    const table = reportOf({
      table: 'work',
      jobs: 100,
      pairs: [
        { peer: 'graphile', ours: 200, theirs: theirs(100) },
        { peer: 'graphile', ours: 300, theirs: theirs(100, 60) },
        { peer: 'dbos', ours: 300, theirs: 'no connection' },
      ],
    });
    expect(table).toContain(
      '| graphile-worker 0.18 | 100 | 250 | 2.50 (2.00 to 3.00, 2 pairs) | best; stopped at the time limit after 60 jobs |',
    );
    expect(table).toContain('| DBOS 5 | FAILED | | | no connection |');
    expect(table).not.toContain('BullMQ');
  });
});
