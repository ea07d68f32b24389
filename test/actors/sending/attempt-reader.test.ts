import { expect, test } from 'vitest';
import { createAttemptReader } from '../../../src/actors/sending/readers/attempt-reader.ts';
import type { Attempt } from '../../../src/domain/attempt/attempt.ts';

const stored = ['att_1', 'att_2', 'att_3'].map((id) => ({ id, campaign: 'cmp_1' }) as Attempt);

function openReader() {
  const reads: { ids: readonly string[]; answer: () => void }[] = [];
  const read = createAttemptReader({
    store: {
      readAttempts: (ids) =>
        new Promise((resolve) => {
          const answer = (): void => resolve(stored.filter(({ id }) => ids.includes(id)));
          reads.push({ ids, answer });
        }),
    },
    memoryOf: () => null,
  });
  return { read: (attempt: string, campaign = 'cmp_1') => read({ campaign, attempt }), reads };
}

test('attempts that are requested during a read are read together after it', async () => {
  const { read, reads } = openReader();
  const first = read('att_1');
  const others = [read('att_2'), read('att_3'), read('att_2'), read('att_4'), read('att_3', 'cmp_2')];
  expect(reads).toHaveLength(1);
  reads[0]?.answer();
  expect(await first).toBe(stored[0]);
  expect(reads.map(({ ids }) => ids)).toEqual([['att_1'], ['att_2', 'att_3', 'att_4']]);
  reads[1]?.answer();
  expect(await Promise.all(others)).toEqual([stored[1], stored[2], stored[1], null, null]);
});
