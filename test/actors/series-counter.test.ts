import { expect, test } from 'vitest';
import { createSeriesCounter } from '../../src/actors/turn/figures/series-counter.ts';
import type { Attempt } from '../../src/domain/attempt/attempt.ts';
import { seriesStepMs } from '../../src/domain/campaign/series.ts';
import type { Enrollment } from '../../src/domain/contact/enrollment.ts';

const at = 10 * seriesStepMs;
const later = at + seriesStepMs;
const minted = { state: 'minted', placed: false, disposition: null, mintedAt: at, endedAt: null } as Attempt;
const placed = { ...minted, state: 'placed', placed: true } as Attempt;
const answered = { ...placed, state: 'ended', disposition: 'answered', endedAt: later } as Attempt;
const nothing = { at: later, placed: 0, ended: {}, contactsEnded: 0, open: null };

test('an attempt is counted when it was minted, once it is placed, and when it ended', () => {
  const series = createSeriesCounter();
  series.attempt(null, minted);
  series.attempt(minted, placed);
  series.attempt(placed, answered);
  expect(series.changes({ at: later, open: 0 })).toEqual([
    { ...nothing, at, placed: 1 },
    { ...nothing, ended: { answered: 1 }, open: 0 },
  ]);
});

test('an end that is amended moves from one disposition to the other, in the time at which it ended', () => {
  const series = createSeriesCounter();
  series.attempt(answered, { ...answered, disposition: 'machine' });
  const [row] = series.changes({ at: later + 9 * seriesStepMs, open: null });
  expect(row).toEqual({ ...nothing, ended: { answered: -1, machine: 1 } });
});

test('evidence that changes no end and no placement changes nothing', () => {
  const series = createSeriesCounter();
  series.attempt(answered, { ...answered, checkAt: 9 });
  expect(series.changes({ at, open: null })).toEqual([]);
});

test('a contact is counted once, when it ended; one that ended with its campaign is not counted again', () => {
  const waiting = { state: 'waiting', endedAt: null } as Enrollment;
  const completed = { state: 'completed', endedAt: later } as Enrollment;
  const series = createSeriesCounter();
  series.enrollment(waiting, completed);
  series.enrollment(completed, { ...completed, state: 'exhausted' });
  series.enrollment({ ...waiting, state: 'cancelled' }, completed);
  expect(series.changes({ at: later, open: null })).toEqual([{ ...nothing, contactsEnded: 1 }]);
  series.contactsEnded(at, 3);
  expect(series.changes({ at: later, open: null })).toContainEqual({ ...nothing, at, contactsEnded: 3 });
});
