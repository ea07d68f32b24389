import { expect, test } from 'vitest';
import { snapshotsOf } from '../../../src/dashboard/history/snapshots.ts';
import type { EventView } from '../../../src/queries/index.ts';

const step = (state: string, data: Record<string, unknown>) => ({
  state,
  event: { data } as unknown as EventView,
});

test('a snapshot has everything that was told until its step, and what the step changed', () => {
  const [first, second, third] = snapshotsOf([
    step('in-flight', { step: 0, number: 1 }),
    step('waiting', { disposition: 'busy', became: 'waiting' }),
    step('waiting', { number: 1, disposition: 'busy' }),
  ]);
  expect(first).toEqual([
    { name: 'state', value: 'in-flight', isChanged: true },
    { name: 'step', value: 0, isChanged: true },
    { name: 'number', value: 1, isChanged: true },
  ]);
  expect(second).toEqual([
    { name: 'state', value: 'waiting', isChanged: true, before: 'in-flight' },
    { name: 'step', value: 0, isChanged: false, before: 0 },
    { name: 'number', value: 1, isChanged: false, before: 1 },
    { name: 'disposition', value: 'busy', isChanged: true },
  ]);
  expect(third?.filter(({ isChanged }) => isChanged)).toEqual([]);
});
