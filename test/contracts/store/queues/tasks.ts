import { expect, test } from 'vitest';
import type { OperatorTask } from '../../../../src/persistence/contract/queues/tasks.ts';
import { readAll } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

type NewTask = Omit<OperatorTask, 'doneAt' | 'doneBy'>;

function taskOf(number: number, changes: Partial<NewTask> = {}): NewTask {
  return {
    id: `tsk_${number}`,
    client: 'northwind',
    kind: 'linkedin-invitation',
    campaign: 'cmp_1',
    position: number,
    createdAt: 1_000,
    dueAt: 2_000 + number,
    ...changes,
  };
}

export function taskTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('a task is added once, open', async () => {
    expect(await store().putTask(taskOf(1))).toBe(true);
    expect(await store().putTask(taskOf(1, { kind: 'call-back' }))).toBe(false);
    expect(await store().readTask('tsk_1')).toEqual({ ...taskOf(1), doneAt: null, doneBy: null });
    expect(await store().readTask('tsk_2')).toBeNull();
  });

  test('of two operators who do it at the same time the first counts', async () => {
    await store().putTask(taskOf(1));
    const complete = (by: string) => store().completeTask({ id: 'tsk_1', at: 5_000, by });
    const [byAnn, byBob] = await Promise.all([complete('key:ann'), complete('key:bob')]);
    expect([byAnn, byBob].filter(Boolean)).toHaveLength(1);
    const doneBy = byAnn ? 'key:ann' : 'key:bob';
    expect(await store().readTask('tsk_1')).toMatchObject({ doneAt: 5_000, doneBy });
    expect(await store().completeTask({ id: 'tsk_9', at: 1, by: 'key:ann' })).toBe(false);
  });

  test('they are listed by due time and id, page by page, of one client or campaign, or only open ones', async () => {
    for (const number of [3, 1, 2]) await store().putTask(taskOf(number));
    await store().putTask(taskOf(4, { client: 'contoso', campaign: 'cmp_2', dueAt: 2_001 }));
    await store().completeTask({ id: 'tsk_2', at: 5_000, by: 'key:ann' });
    const ids = async (of: { client?: string; campaign?: string; openOnly?: boolean }) => {
      const all = await readAll((after) => store().listTasks({ ...of, ...(after && { after }), limit: 2 }));
      return all.map(({ id }) => id);
    };
    expect(await ids({})).toEqual(['tsk_1', 'tsk_4', 'tsk_2', 'tsk_3']);
    expect(await ids({ openOnly: true })).toEqual(['tsk_1', 'tsk_4', 'tsk_3']);
    expect(await ids({ openOnly: false, client: 'northwind' })).toEqual(['tsk_1', 'tsk_2', 'tsk_3']);
    expect(await ids({ campaign: 'cmp_2', openOnly: true })).toEqual(['tsk_4']);
  });
}
