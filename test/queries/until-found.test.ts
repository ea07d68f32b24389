import { expect, test } from 'vitest';
import { untilFound } from '../../src/queries/index.ts';

test('other work is done between two pages without items', async () => {
  let turns = 0;
  const counting = (): void => {
    turns += 1;
    timer = setImmediate(counting);
  };
  let timer = setImmediate(counting);
  const read = ({ after = '0' }: { after?: string }) =>
    Promise.resolve(
      after === '5' ? { items: ['found'], next: '6' } : { items: [], next: String(Number(after) + 1) },
    );
  const page = await untilFound({ read, after: undefined });
  clearImmediate(timer);
  expect(page).toEqual({ items: ['found'], next: '6' });
  expect(turns).toBeGreaterThanOrEqual(4);
});
