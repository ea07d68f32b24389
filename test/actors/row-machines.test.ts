import { expect, test } from 'vitest';
import { createMachines } from '../../src/actors/transitions/machines.ts';
import { enrollmentEnds } from '../../src/domain/contact/enrollment.ts';
import type { Enrollment } from '../../src/domain/contact/enrollment.ts';
import { at, before, mintedAttempt, person, verdict } from '../machines/models.ts';

const { enrollment, attempt } = createMachines();
const pending: Enrollment = { ...person, state: 'pending' };
const minted = { type: 'MINTED', attempt: 'att_1', at, startAt: at, contacts: true, lines: null } as const;
const optOut = {
  ...verdict,
  type: 'AMENDED',
  route: 'stop',
  end: 'opted-out',
  step: 0,
  ...before,
} as const;

test.each(enrollmentEnds)('a row that ended as %s has that as its state, and no column more', (end) => {
  const { row, changed } = enrollment({ row: pending, event: { type: 'END', end, at } });
  expect(changed).toBe(true);
  expect(row).toEqual({ ...pending, state: end, endedAt: at });
  expect(Object.keys(row)).not.toContain('end');
});

test.each(enrollmentEnds)('stronger evidence turns the end %s of a stored row into another', (end) => {
  const stored: Enrollment = { ...pending, state: end, endedAt: at - 500, attempts: 1, stepAttempts: 1 };
  const { row } = enrollment({ row: stored, event: optOut });
  expect(row).toMatchObject({ state: 'opted-out', endedAt: at - 500 });
  expect(stored.state).toBe(end);
});

test('an event that a row does not take returns the row itself, also where it has ended', () => {
  const ended: Enrollment = { ...pending, state: 'completed', endedAt: at };
  for (const row of [pending, ended])
    expect(enrollment({ row, event: { type: 'RESUME' } })).toEqual({
      row,
      effects: [],
      changed: false,
      index: -1,
    });
  expect(enrollment({ row: ended, event: minted }).row).toBe(ended);
  expect(enrollment({ row: pending, event: { type: 'RESUME' } }).row).toBe(pending);
});

test('a mint asks for the touch, and the row that it was given stays as it was', () => {
  const { row, effects } = enrollment({ row: pending, event: minted });
  expect([row.state, row.openAttempt, effects]).toEqual(['in-flight', 'att_1', ['placeTouch']]);
  expect(pending).toEqual({ ...person, state: 'pending' });
});

test('an attempt whose fate is unknown asks for a search as it becomes so, and only then', () => {
  const ambiguous = { type: 'AMBIGUOUS', searchUntil: 9_000, checkAt: 2_000 } as const;
  const first = attempt({ row: { ...mintedAttempt, state: 'sending' }, event: ambiguous });
  expect([first.row.state, first.effects]).toEqual(['unknown', ['findTouch']]);
  const again = attempt({ row: first.row, event: { ...ambiguous, type: 'NO_TRACE' } });
  expect([again.row.state, again.effects]).toEqual(['unknown', []]);
});
