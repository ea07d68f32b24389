import { expect, test } from 'vitest';
import type { NewDelivery } from '../../../../src/persistence/contract/queues/deliveries.ts';
import { readAll } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

function deliveryOf(number: number, changes: Partial<NewDelivery> = {}): NewDelivery {
  return {
    id: `evt_${number}`,
    client: 'northwind',
    target: 'hook-1',
    body: `{"number":${number}}`,
    createdAt: 1_000,
    dueAt: 1_000 + number,
    ...changes,
  };
}

export function deliveryTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const take = (now: number, limit = 10, leasedUntil = now + 30_000) =>
    store().takeDueDeliveries({ now, leasedUntil, limit });
  const takeOne = async (now: number) => {
    const [taken] = await take(now, 1);
    if (!taken) throw new Error(`nothing is due at ${now}`);
    return taken;
  };

  test('a delivery is added once', async () => {
    expect(await store().putDeliveries([deliveryOf(1), deliveryOf(2)])).toBe(2);
    expect(await store().putDeliveries([deliveryOf(2, { body: '{}' }), deliveryOf(3)])).toBe(1);
    expect((await store().listDeliveries({ limit: 9 })).items).toEqual(
      [1, 2, 3].map((number) => ({ ...deliveryOf(number), state: 'waiting', tries: 0, lastError: null })),
    );
  });

  test('what is due is taken by due time and id, up to the limit, and not before it is due', async () => {
    const numbers = [5, 3, 4, 1];
    await store().putDeliveries([
      ...numbers.map((number) => deliveryOf(number)),
      deliveryOf(2, { dueAt: 1_001 }),
    ]);
    const taken = await take(1_004, 3);
    expect(taken.map(({ id, tries, dueAt }) => [id, tries, dueAt])).toEqual([
      ['evt_1', 1, 31_004],
      ['evt_2', 1, 31_004],
      ['evt_3', 1, 31_004],
    ]);
    expect((await take(1_004)).map(({ id }) => id)).toEqual(['evt_4']);
    expect(await take(1_004)).toEqual([]);
  });

  test('takers at the same time never take one delivery', async () => {
    const all = Array.from({ length: 50 }, (_, index) => deliveryOf(index));
    await store().putDeliveries(all);
    const takes = await Promise.all(Array.from({ length: 8 }, () => take(2_000, 10)));
    const ids = takes.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(all.length);
  });

  test('a lease that has run out lets another one take it, and ends the take before', async () => {
    await store().putDeliveries([deliveryOf(1)]);
    const first = await takeOne(2_000);
    expect(await take(31_999)).toEqual([]);
    const second = await takeOne(32_000);
    expect(second).toEqual({ ...first, tries: 2, dueAt: 62_000 });
    expect(await store().completeDelivery(first)).toBe(false);
    expect(await store().failDelivery({ ...first, dueAt: 1, error: 'late' })).toBe(false);
    expect(await store().giveUpDelivery({ ...first, error: 'late' })).toBe(false);
    expect((await store().listDeliveries({ limit: 9 })).items).toEqual([second]);
    expect(await Promise.all([1, 2].map(() => store().completeDelivery(second)))).toEqual([true, false]);
    expect((await store().listDeliveries({ limit: 9 })).items).toEqual([]);
  });

  test('a delivery that failed is due again when it says, with the reason', async () => {
    await store().putDeliveries([deliveryOf(1)]);
    const taken = await takeOne(2_000);
    expect(await store().failDelivery({ ...taken, dueAt: 5_000, error: 'HTTP 503' })).toBe(true);
    expect(await take(4_999)).toEqual([]);
    expect(await takeOne(5_000)).toMatchObject({ tries: 2, lastError: 'HTTP 503', state: 'waiting' });
  });

  test('a delivery that was given up is not taken until it is queued again', async () => {
    await store().putDeliveries([deliveryOf(1)]);
    const taken = await takeOne(2_000);
    expect(await store().requeueDelivery({ id: 'evt_1', dueAt: 3_000 })).toBe(false);
    expect(await store().giveUpDelivery({ ...taken, error: 'HTTP 410' })).toBe(true);
    expect(await store().completeDelivery(taken)).toBe(false);
    expect(await take(99_000)).toEqual([]);
    expect((await store().listDeliveries({ state: 'dead', limit: 9 })).items).toMatchObject([
      { id: 'evt_1', lastError: 'HTTP 410' },
    ]);
    expect(await store().requeueDelivery({ id: 'evt_1', dueAt: 3_000 })).toBe(true);
    expect(await takeOne(3_000)).toMatchObject({ tries: 2, lastError: 'HTTP 410' });
  });

  test('they are listed page by page, of one client or state', async () => {
    await store().putDeliveries([
      ...[1, 2, 3, 4, 5].map((number) => deliveryOf(number)),
      deliveryOf(6, { client: 'contoso', dueAt: 1_002 }),
    ]);
    await store().giveUpDelivery({ ...(await takeOne(1_001)), error: 'gone' });
    const list = (of: { client?: string; state?: 'waiting' | 'dead' }) =>
      readAll((after) => store().listDeliveries({ ...of, ...(after && { after }), limit: 2 }));
    const ids = async (of: Parameters<typeof list>[0]) => (await list(of)).map(({ id }) => id);
    expect(await ids({})).toEqual(['evt_2', 'evt_6', 'evt_3', 'evt_4', 'evt_5', 'evt_1']);
    expect(await ids({ client: 'contoso' })).toEqual(['evt_6']);
    expect(await ids({ client: 'northwind', state: 'waiting' })).toEqual([
      'evt_2',
      'evt_3',
      'evt_4',
      'evt_5',
    ]);
    expect(await ids({ state: 'dead' })).toEqual(['evt_1']);
  });

  test('those that were given up are deleted by age, a part of them at a time', async () => {
    const numbers = [1, 2, 3, 4];
    await store().putDeliveries(numbers.map((number) => deliveryOf(number, { createdAt: number })));
    for (const taken of await take(2_000, 3)) await store().giveUpDelivery({ ...taken, error: 'gone' });
    expect(await store().dropDeadDeliveries({ before: 3, limit: 1 })).toBe(true);
    expect(await store().dropDeadDeliveries({ before: 3, limit: 1 })).toBe(false);
    const left = (await store().listDeliveries({ limit: 9 })).items.map(({ id }) => id);
    expect(left.toSorted()).toEqual(['evt_3', 'evt_4']);
  });
}
