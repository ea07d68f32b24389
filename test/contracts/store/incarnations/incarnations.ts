import { expect, test } from 'vitest';
import { campaignOf, monday, play } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

const hour = 3_600_000;
const first = { id: 'inc_a', at: monday, since: monday - hour };

export function incarnationTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('a new store is in its first incarnation, with an id of its own, and was not restored', async () => {
    const found = await store().readIncarnation();
    expect(found).toMatchObject({ number: 1, since: null, phase: null, reviewed: 0, reconciledAt: null });
    expect(found.id).toMatch(/^inc_[0-9A-F]{26}$/);
    expect(await store().readIncarnation()).toEqual(found);
  });

  test('a new incarnation has the next number and another id', async () => {
    const before = await store().readIncarnation();
    const begun = await store().beginIncarnation(first);
    expect(begun).toEqual({ ...first, number: 2, phase: 'marking', reviewed: 0, reconciledAt: null });
    expect(begun.id).not.toBe(before.id);
    expect(await store().readIncarnation()).toEqual(begun);
  });

  test('it raises every epoch and removes owners and instances, so that an earlier instance is fenced', async () => {
    const { id } = await play(store());
    const other = campaignOf({ name: 'other', state: 'draft', owner: null, epoch: 0 });
    await store().createCampaign(other);
    await store().beat({ id: 'instance-a', startedAt: monday, address: null, beatAt: null });
    await store().putInbox({ id: 'evt_1', campaign: id, at: monday, body: '{}' });
    await store().beginIncarnation(first);
    expect(await store().readCampaign(id)).toMatchObject({ epoch: 2, owner: null });
    expect(await store().readCampaign(other.id)).toMatchObject({ epoch: 1, owner: null });
    expect(await store().listInstances()).toEqual([]);
    expect((await store().readNews('instance-a')).news).toEqual([]);
    expect(await store().claimCampaign({ campaign: id, fromEpoch: 1, instance: 'instance-a' })).toBeNull();
  });

  test('while it is being marked, it is continued; afterwards it moves on once, and counts contacts in review', async () => {
    await store().beginIncarnation(first);
    const again = await store().beginIncarnation({ id: 'inc_b', at: monday + hour, since: monday });
    expect(again).toMatchObject({ ...first, number: 2 });
    const move = (from: 'marking' | 'reconciling', id = 'inc_a') =>
      store().advanceRestore({ id, from, reviewed: 3, at: monday + hour });
    expect(await move('reconciling')).toBe(false);
    expect(await move('marking', 'inc_b')).toBe(false);
    expect(await move('marking')).toBe(true);
    expect(await move('marking')).toBe(false);
    expect(await store().readIncarnation()).toMatchObject({ phase: 'reconciling', reviewed: 3 });
    expect(await move('reconciling')).toBe(true);
    expect(await store().readIncarnation()).toEqual({
      ...first,
      number: 2,
      phase: 'done',
      reviewed: 6,
      reconciledAt: monday + hour,
    });
  });

  test('a restore from a backup of a store that was not reconciled still compares from the earlier time', async () => {
    await store().beginIncarnation(first);
    await store().advanceRestore({ id: 'inc_a', from: 'marking', reviewed: 0, at: monday });
    const second = { id: 'inc_b', at: monday + hour, since: monday };
    expect(await store().beginIncarnation(second)).toMatchObject({ number: 3, since: first.since });
    await store().advanceRestore({ id: 'inc_b', from: 'marking', reviewed: 0, at: monday });
    await store().advanceRestore({ id: 'inc_b', from: 'reconciling', reviewed: 0, at: monday });
    const third = { id: 'inc_c', at: monday + 2 * hour, since: monday + hour };
    expect(await store().beginIncarnation(third)).toMatchObject({ number: 4, since: third.since });
  });
}
