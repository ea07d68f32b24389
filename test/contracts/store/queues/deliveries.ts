import { expect, test } from 'vitest';
import type { Delivery, NewDelivery } from '../../../../src/persistence/contract/queues/deliveries.ts';
import { readAll } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

const target = 'whk_1';

function deliveryOf(number: number, changes: Partial<NewDelivery> = {}): NewDelivery {
  return {
    id: `evt_${number}`,
    client: 'northwind',
    target,
    type: 'attempt.ended',
    campaign: 'cmp_1',
    position: number,
    body: `{"number":${number}}`,
    createdAt: 1_000,
    dueAt: 1_000 + number,
    until: 90_000,
    ...changes,
  };
}

const answer = { status: 503, body: 'busy', at: 2_000, ms: 12 };
const fresh = { state: 'waiting', tries: 0, failures: 0, lastError: null, answer: null };

export function deliveryTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const take = (now: number, limit = 10, of = target) =>
    store().takeDueDeliveries({ target: of, now, leasedUntil: now + 30_000, limit });
  const takeOne = async (now: number) => {
    const [taken] = await take(now, 1);
    if (!taken) throw new Error(`nothing is due at ${now}`);
    return taken;
  };
  const settle = async ({ id, tries }: Delivery, how: object) =>
    (await store().settleDeliveries([{ id, tries, ...how } as never])).length === 1;
  const failed = { outcome: 'failed', dueAt: 5_000, error: 'HTTP 503', answer };
  const givenUp = { outcome: 'given-up', error: 'HTTP 410', answer };
  const received = { outcome: 'received' };
  const listed = async (state: 'waiting' | 'dead' = 'waiting', of = target) =>
    (await store().listDeliveries({ target: of, state, limit: 99 })).items;
  const idsOf = (deliveries: readonly Delivery[]) => deliveries.map(({ id }) => id);

  test('a delivery is added once', async () => {
    expect(await store().putDeliveries([deliveryOf(1), deliveryOf(2)])).toBe(2);
    expect(await store().putDeliveries([deliveryOf(2, { body: '{}' }), deliveryOf(3)])).toBe(1);
    expect(await listed()).toEqual([1, 2, 3].map((number) => ({ ...deliveryOf(number), ...fresh })));
    expect(await store().readDelivery('evt_2')).toEqual({ ...deliveryOf(2), ...fresh });
    expect(await store().readDelivery('evt_9')).toBeNull();
  });

  test('what is due of a target is taken by due time and id, up to the limit, and not before it is due', async () => {
    const numbers = [5, 3, 4, 1];
    await store().putDeliveries([
      ...numbers.map((number) => deliveryOf(number)),
      deliveryOf(2, { dueAt: 1_001 }),
      deliveryOf(6, { target: 'whk_2', dueAt: 1_000 }),
    ]);
    const due = (now: number) => store().listDueTargets({ targets: ['whk_2', target, 'whk_3'], now });
    expect(await due(999)).toEqual([]);
    expect(await due(1_004)).toEqual(['whk_2', target]);
    const taken = await take(1_004, 3);
    expect(taken.map(({ id, tries, dueAt }) => [id, tries, dueAt])).toEqual([
      ['evt_1', 1, 31_004],
      ['evt_2', 1, 31_004],
      ['evt_3', 1, 31_004],
    ]);
    expect(idsOf(await take(1_004))).toEqual(['evt_4']);
    expect(await take(1_004)).toEqual([]);
    expect(await due(1_004)).toEqual(['whk_2']);
  });

  test('takers at the same time never take one delivery', async () => {
    const all = Array.from({ length: 50 }, (_, index) => deliveryOf(index));
    await store().putDeliveries(all);
    const ids: string[] = [];
    for (let round = 0; round < 20 && ids.length < all.length; round += 1) {
      const takes = await Promise.all(Array.from({ length: 4 }, () => take(2_000, 10)));
      ids.push(...takes.flatMap(idsOf));
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(all.length);
  });

  test('a lease that has run out lets another one take it, and ends the take before', async () => {
    await store().putDeliveries([deliveryOf(1)]);
    const first = await takeOne(2_000);
    expect(await take(31_999)).toEqual([]);
    const second = await takeOne(32_000);
    expect(second).toEqual({ ...first, tries: 2, dueAt: 62_000 });
    for (const how of [received, failed, givenUp, { outcome: 'returned', dueAt: 1 }])
      expect(await settle(first, how)).toBe(false);
    expect(await listed()).toEqual([second]);
    expect(await Promise.all([1, 2].map(() => settle(second, received)))).toEqual([true, false]);
    expect(await listed()).toEqual([]);
  });

  test('takes are settled together: received, failed, given up, or returned', async () => {
    await store().putDeliveries([1, 2, 3, 4].map((number) => deliveryOf(number)));
    const [one, two, three, four] = (await take(2_000)) as [Delivery, Delivery, Delivery, Delivery];
    const settlements = [
      { id: one.id, tries: 1, ...received },
      { id: two.id, tries: 1, ...failed },
      { id: three.id, tries: 1, ...givenUp },
      { id: four.id, tries: 1, outcome: 'returned', dueAt: 2_500 },
      { id: four.id, tries: 7, ...received },
    ] as never;
    expect(await store().settleDeliveries(settlements)).toHaveLength(4);
    expect(await store().readDelivery(one.id)).toBeNull();
    expect(await store().readDelivery(two.id)).toMatchObject({
      state: 'waiting',
      dueAt: 5_000,
      failures: 1,
      lastError: 'HTTP 503',
      answer,
    });
    expect(await store().readDelivery(three.id)).toMatchObject({
      state: 'dead',
      failures: 1,
      lastError: 'HTTP 410',
      answer,
    });
    expect(await store().readDelivery(four.id)).toMatchObject({ dueAt: 2_500, failures: 0, lastError: null });
    expect(idsOf(await take(4_999))).toEqual([four.id]);
    expect(await takeOne(5_000)).toMatchObject({ id: two.id, tries: 2, failures: 1 });
  });

  test('those that should have been received by now are given up, unless they are being sent', async () => {
    await store().putDeliveries([
      deliveryOf(1, { until: 2_000 }),
      deliveryOf(2, { until: 2_000 }),
      deliveryOf(3, { until: 2_001 }),
      deliveryOf(4, { until: 2_000, dueAt: 3_000 }),
      deliveryOf(5, { until: 2_000 }),
    ]);
    expect(idsOf(await take(1_001, 1))).toEqual(['evt_1']);
    const expire = (limit: number) =>
      store().expireDeliveries({ target, now: 2_000, error: 'failed for a day', limit });
    expect([await expire(1), await expire(9), await expire(9)]).toEqual([1, 1, 0]);
    expect((await listed('dead')).map(({ id, lastError }) => [id, lastError])).toEqual([
      ['evt_2', 'failed for a day'],
      ['evt_5', 'failed for a day'],
    ]);
  });

  test('dead letters are queued again or deleted: those with an id, of a time range, or all', async () => {
    const numbers = [1, 2, 3, 4, 5, 6];
    await store().putDeliveries(numbers.map((number) => deliveryOf(number, { createdAt: number * 10 })));
    for (const taken of await take(2_000, 5)) await settle(taken, givenUp);
    expect(await take(99_000, 9)).toMatchObject([{ id: 'evt_6' }]);
    const again = { target, dueAt: 3_000, until: 88_000, limit: 9 };
    expect(await store().requeueDeliveries({ ...again, ids: ['evt_2', 'evt_6', 'evt_9'] })).toBe(1);
    expect(await store().requeueDeliveries({ ...again, target: 'whk_2', ids: ['evt_1'] })).toBe(0);
    expect(await store().requeueDeliveries({ ...again, from: 40, to: 50 })).toBe(1);
    expect(idsOf(await listed('dead'))).toEqual(['evt_1', 'evt_3', 'evt_5']);
    const back = await take(3_000, 9);
    expect(back).toMatchObject([
      { id: 'evt_2', tries: 2, failures: 0, until: 88_000, lastError: 'HTTP 410' },
      { id: 'evt_4', tries: 2, failures: 0 },
    ]);
    expect(await store().discardDeliveries({ target, ids: ['evt_1', 'evt_2'], limit: 9 })).toBe(1);
    expect(await store().discardDeliveries({ target, to: 40, limit: 9 })).toBe(1);
    expect(await store().requeueDeliveries({ ...again, limit: 1 })).toBe(1);
    expect(await store().requeueDeliveries(again)).toBe(0);
    expect(await store().dropDeliveries({ target, limit: 2 })).toBe(2);
    expect(await store().dropDeliveries({ target, limit: 9 })).toBe(2);
  });

  test('the queue of each target is counted, and listed page by page', async () => {
    await store().putDeliveries([
      ...[1, 2, 3].map((number) => deliveryOf(number, { createdAt: 500 + number })),
      deliveryOf(4, { target: 'whk_2' }),
    ]);
    for (const taken of await take(2_000, 1)) await settle(taken, givenUp);
    expect(await store().readDeliveryQueues()).toEqual([
      { target, waiting: 2, dead: 1, oldestAt: 502 },
      { target: 'whk_2', waiting: 1, dead: 0, oldestAt: 1_000 },
    ]);
    const pages = readAll((after) =>
      store().listDeliveries({ target, state: 'waiting', ...(after && { after }), limit: 1 }),
    );
    expect(idsOf(await pages)).toEqual(['evt_2', 'evt_3']);
    for (const taken of await take(2_000, 9, 'whk_2')) await settle(taken, givenUp);
    expect((await store().readDeliveryQueues())[1]).toMatchObject({ waiting: 0, dead: 1, oldestAt: null });
  });

  test('those that were given up are deleted by age, a part of them at a time', async () => {
    const numbers = [1, 2, 3, 4];
    await store().putDeliveries(numbers.map((number) => deliveryOf(number, { createdAt: number })));
    for (const taken of await take(2_000, 3)) await settle(taken, givenUp);
    expect(await store().dropDeadDeliveries({ before: 3, limit: 1 })).toBe(true);
    expect(await store().dropDeadDeliveries({ before: 3, limit: 1 })).toBe(false);
    expect(idsOf([...(await listed('dead')), ...(await listed())])).toEqual(['evt_3', 'evt_4']);
  });
}
