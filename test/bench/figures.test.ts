import { describe, expect, test } from 'vitest';
import { figures, ratioOf, readFigures } from '../../bench/pairs/figures.ts';
import { reportOf } from '../../bench/peers/report.ts';
import { latenessOf } from '../../bench/support/lateness.ts';
import { slopeOf } from '../../bench/support/slope.ts';
import { ratesOf } from '../../bench/support/cluster/op-counts.ts';
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

test('the slope of values is that of the line that fits them best', () => {
  const line = [0, 1, 2, 3].map((at) => ({ at, value: 5 - 2 * at }));
  expect(slopeOf(line)).toBeCloseTo(-2);
  expect(slopeOf(line.map(({ at }) => ({ at, value: at % 2 })))).toBeCloseTo(0.2);
});

test('the commands of a server are told per second, most frequent first, without those that did not come', () => {
  const before = { find: 100, update: 10, insert: 7 };
  const after = { find: 120, update: 410, insert: 7, aggregate: 3 };
  expect(ratesOf({ before, after, seconds: 10 })).toBe('update 40, find 2.0, aggregate 0.3');
});
