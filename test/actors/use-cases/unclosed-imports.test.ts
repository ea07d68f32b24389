import { expect, test } from 'vitest';
import { createUnclosedImports } from '../../../src/actors/use-cases/unclosed-imports.ts';
import { RingmasterError } from '../../../src/domain/errors.ts';

const full = new RingmasterError({ code: 'store.full', family: 'overloaded', message: 'The disk is full.' });
const gone = new RingmasterError({ code: 'campaign.not-found', family: 'not-found', message: 'Gone.' });

test('imports that a full store does not close are tried less and less often, and again soon once there is room', async () => {
  let isFull = true;
  const tried: number[] = [];
  let beat = 0;
  const unclosed = createUnclosedImports({
    breakOff({ import: id }) {
      tried.push(beat);
      if (id === 'gone') return Promise.reject(gone);
      return isFull ? Promise.reject(full) : Promise.resolve();
    },
  });
  unclosed.note({ campaign: 'one', import: 'first', error: full });
  unclosed.note({ campaign: 'one', import: 'refused', error: gone });
  for (; beat < 600; beat += 1) await unclosed.closeAll();
  expect(tried.slice(0, 6)).toEqual([0, 2, 5, 10, 19, 36]);
  expect(tried.length).toBeLessThan(20);
  const last = tried.at(-1) ?? 0;
  expect(last - (tried.at(-2) ?? 0)).toBeLessThanOrEqual(61);
  isFull = false;
  tried.length = 0;
  unclosed.note({ campaign: 'one', import: 'gone', error: full });
  for (; beat < 700; beat += 1) await unclosed.closeAll();
  expect(tried).toEqual([last + 61, last + 61]);
});
