import { expect, test } from 'vitest';
import { createGroups } from '../../../src/platform/sharing/groups.ts';

/** Groups whose runs end when the test says so. */
function openGroups({ most = 3 }: { most?: number } = {}) {
  const runs: (PromiseWithResolvers<void> & { items: readonly number[] })[] = [];
  const add = createGroups<number>({
    most,
    run(items) {
      const begun = { ...Promise.withResolvers<void>(), items };
      runs.push(begun);
      return begun.promise;
    },
  });
  return { add, runs, groups: () => runs.map(({ items }) => items) };
}

test('what comes alone runs at once; what comes meanwhile runs together afterwards, in its order', async () => {
  const { add, runs, groups } = openGroups();
  const first = add(1);
  const others = [2, 3, 4, 5].map(add);
  expect(groups()).toEqual([[1]]);
  runs[0]?.resolve();
  await first;
  expect(groups()).toEqual([[1], [2, 3, 4]]);
  runs[1]?.resolve();
  await Promise.all(others.slice(0, 3));
  expect(groups()).toEqual([[1], [2, 3, 4], [5]]);
  runs[2]?.resolve();
  await others[3];
  void add(6);
  expect(groups().at(-1)).toEqual([6]);
});

test('a group that fails rejects its items, and the next one runs', async () => {
  const { add, runs, groups } = openGroups();
  const first = add(1);
  const next = add(2);
  runs[0]?.reject(new Error('no answer'));
  await expect(first).rejects.toThrow('no answer');
  expect(groups()).toEqual([[1], [2]]);
  runs[1]?.resolve();
  await next;
});
