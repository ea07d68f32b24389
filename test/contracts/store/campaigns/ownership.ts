import { expect, test } from 'vitest';
import { campaignStates, ownedStates } from '../../../../src/domain/campaign/campaign.ts';
import { campaignOf, monday, play, turnOf } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

export function ownershipTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('claiming raises the epoch and sets the owner, once per epoch', async () => {
    const { id } = await play(store());
    const claim = (instance: string | null, fromEpoch: number) =>
      store().claimCampaign({ campaign: id, fromEpoch, instance });
    expect(await claim('instance-b', 1)).toBe(2);
    expect(await claim('instance-b', 1)).toBe(2);
    expect(await claim('instance-c', 1)).toBeNull();
    expect(await claim(null, 2)).toBe(3);
    expect(await claim(null, 2)).toBe(3);
    expect(await store().readCampaign(id)).toMatchObject({ epoch: 3, owner: null, rev: 0 });
    expect(await claim('instance-b', 1)).toBeNull();
    expect(await store().claimCampaign({ campaign: 'cmp_none', fromEpoch: 1, instance: 'a' })).toBeNull();
  });

  test('of many that claim the same epoch exactly one wins', async () => {
    const { id } = await play(store());
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        store().claimCampaign({ campaign: id, fromEpoch: 1, instance: `instance-${index}` }),
      ),
    );
    expect(claims.filter((epoch) => epoch === 2)).toHaveLength(1);
    const winner = `instance-${claims.indexOf(2)}`;
    expect(await store().readCampaign(id)).toMatchObject({ epoch: 2, owner: winner });
  });

  test('a heartbeat adds an instance and then raises its counter', async () => {
    const instance = { id: 'instance-a', startedAt: 5, address: 'http://a' };
    await store().beat(instance);
    await store().beat({ ...instance, address: null });
    await store().beat({ id: 'instance-b', startedAt: 6, address: null });
    expect(await store().listInstances()).toEqual([
      { id: 'instance-a', counter: 2, startedAt: 5, address: null },
      { id: 'instance-b', counter: 1, startedAt: 6, address: null },
    ]);
    await store().removeInstance('instance-a');
    await store().removeInstance('instance-a');
    expect((await store().listInstances()).map(({ id }) => id)).toEqual(['instance-b']);
  });

  test('exactly the campaigns that need an owner are listed for ownership', async () => {
    for (const state of campaignStates) {
      await store().createCampaign(campaignOf({ name: state, state, listed: state !== 'paused', rev: 7 }));
    }
    const listed = await store().listOwnership();
    expect(listed.map(({ campaign }) => campaign).toSorted()).toEqual(
      ownedStates.map((state) => `cmp_${state}`).toSorted(),
    );
    expect(listed[0]).toMatchObject({ owner: 'instance-a', epoch: 1, rev: 7 });
  });

  test('a campaign that has ended needs an owner as long as it holds slots', async () => {
    const over = campaignOf({ name: 'over', state: 'completed' });
    await store().createCampaign(over);
    const taken = { campaign: over.id, epoch: 1, hour: '2027-03-01T09', day: '2027-03-01' };
    const account = { scope: 'account', concurrent: 5, perSecond: null, perHour: null, perDay: null };
    expect(await store().listOwnership()).toEqual([]);
    await store().reserve({ ...taken, id: 1, caps: [account], want: 1, now: monday, horizonMs: 0 });
    expect(await store().listOwnership()).toEqual([
      { campaign: over.id, owner: 'instance-a', epoch: 1, rev: over.rev },
    ]);
    const epoch = await store().claimCampaign({ campaign: over.id, fromEpoch: 1, instance: 'instance-b' });
    await store().recount({ campaign: over.id, epoch: epoch ?? 0, held: [] });
    expect(await store().readLimits(['account'])).toMatchObject([{ held: 0 }]);
    expect(await store().listOwnership()).toEqual([]);
  });

  test('the old owner is fenced after a takeover, the new one is not', async () => {
    const { id, record, commit } = await play(store(), { people: 1 });
    const epoch = await store().claimCampaign({ campaign: id, fromEpoch: 1, instance: 'instance-b' });
    expect(await commit({ events: [{}] })).toEqual({ kind: 'fenced' });
    const taken = { ...record(), epoch: epoch ?? 0, owner: 'instance-b' };
    expect(await store().commitTurn(turnOf(taken, { events: [{}] }))).toEqual({ kind: 'committed' });
  });
}
