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

  test('many claims are independent of each other, and a repeat has the same result', async () => {
    const ids = ['spring', 'summer', 'autumn', 'winter'].map((name) => `cmp_${name}`);
    for (const name of ['spring', 'summer', 'autumn'])
      await store().createCampaign(campaignOf({ name, epoch: name === 'autumn' ? 4 : 1 }));
    const claims = ids.map((campaign) => ({ campaign, fromEpoch: 1 }));
    const epochs = new Map([
      ['cmp_spring', 2],
      ['cmp_summer', 2],
    ]);
    expect(await store().claimCampaigns({ claims, instance: 'instance-b' })).toEqual(epochs);
    expect(await store().claimCampaigns({ claims, instance: 'instance-b' })).toEqual(epochs);
    expect(await store().claimCampaigns({ claims, instance: 'instance-c' })).toEqual(new Map());
    expect(await store().claimCampaigns({ claims: [], instance: 'instance-c' })).toEqual(new Map());
    expect(await store().readCampaign('cmp_summer')).toMatchObject({ epoch: 2, owner: 'instance-b', rev: 0 });
    expect(await store().readCampaign('cmp_autumn')).toMatchObject({ epoch: 4, owner: 'instance-a' });
  });

  test('a heartbeat adds an instance and then raises its counter', async () => {
    const instance = { id: 'instance-a', startedAt: 5, address: 'http://a', beatAt: monday };
    await store().beat(instance);
    await store().beat({ ...instance, address: null, beatAt: monday + 1_000 });
    await store().beat({ id: 'instance-b', startedAt: 6, address: null, beatAt: null });
    expect(await store().listInstances()).toEqual([
      { id: 'instance-a', counter: 2, startedAt: 5, address: null, beatAt: monday + 1_000 },
      { id: 'instance-b', counter: 1, startedAt: 6, address: null, beatAt: null },
    ]);
    await store().removeInstance('instance-a');
    await store().removeInstance('instance-a');
    expect((await store().listInstances()).map(({ id }) => id)).toEqual(['instance-b']);
  });

  test('a dead instance is removed unless its counter has changed since', async () => {
    const instance = { id: 'instance-a', startedAt: 5, address: null, beatAt: null };
    await store().beat(instance);
    await store().beat(instance);
    await store().removeDeadInstance({ id: 'instance-a', counter: 1 });
    expect(await store().listInstances()).toMatchObject([{ id: 'instance-a', counter: 2 }]);
    await store().removeDeadInstance({ id: 'instance-a', counter: 2 });
    await store().removeDeadInstance({ id: 'instance-a', counter: 2 });
    expect(await store().listInstances()).toEqual([]);
    await store().beat(instance);
    expect(await store().listInstances()).toMatchObject([{ id: 'instance-a', counter: 1 }]);
  });

  const idsOf = (records: readonly { campaign: string }[]): string[] =>
    records.map(({ campaign }) => campaign).toSorted();

  test('an instance finds the campaigns that it owns, exactly those that need an owner', async () => {
    for (const state of campaignStates) {
      await store().createCampaign(
        campaignOf({ name: state, state, listed: state !== 'paused', rev: 7, seq: 9 }),
      );
    }
    await store().createCampaign(campaignOf({ name: 'other', owner: 'instance-b' }));
    const listed = await store().listOwned('instance-a');
    expect(idsOf(listed)).toEqual(ownedStates.map((state) => `cmp_${state}`).toSorted());
    expect(listed[0]).toMatchObject({ owner: 'instance-a', epoch: 1, rev: 7, seq: 9 });
    expect(await store().listOwned('instance-c')).toEqual([]);
  });

  test('orphans are the campaigns in need of an owner that have none, or a dead one', async () => {
    const owners = { none: null, dead: 'instance-d', gone: 'instance-e', alive: 'instance-a' };
    for (const [name, owner] of Object.entries(owners)) {
      await store().createCampaign(campaignOf({ name, owner, epoch: 3 }));
      await store().createCampaign(campaignOf({ name: `ended-${name}`, owner, state: 'completed' }));
    }
    expect(await store().listOrphans({ dead: [], limit: 9 })).toEqual([
      { campaign: 'cmp_none', owner: null, epoch: 3, rev: 0, seq: 0 },
    ]);
    const dead = ['instance-d', 'instance-e', 'instance-unknown'];
    const orphans = await store().listOrphans({ dead, limit: 9 });
    expect(idsOf(orphans)).toEqual(['cmp_dead', 'cmp_gone', 'cmp_none']);
    expect(await store().listOrphans({ dead, limit: 2 })).toHaveLength(2);
    await store().claimCampaign({ campaign: 'cmp_none', fromEpoch: 3, instance: 'instance-a' });
    expect(idsOf(await store().listOrphans({ dead, limit: 9 }))).toEqual(['cmp_dead', 'cmp_gone']);
  });

  test('campaigns in need of an owner are counted for each owner, and their owners are listed', async () => {
    expect(await store().countByOwner()).toEqual([]);
    expect(await store().listOwners()).toEqual([]);
    for (const [name, owner] of [
      ['one', 'instance-a'],
      ['two', 'instance-a'],
      ['three', null],
      ['four', 'instance-b'],
    ] as const)
      await store().createCampaign(campaignOf({ name, owner, state: name === 'two' ? 'paused' : 'running' }));
    await store().createCampaign(campaignOf({ name: 'ended', owner: 'instance-c', state: 'completed' }));
    const counts = await store().countByOwner();
    expect(counts).toHaveLength(3);
    expect(counts).toEqual(
      expect.arrayContaining([
        { owner: null, campaigns: 1 },
        { owner: 'instance-a', campaigns: 2 },
        { owner: 'instance-b', campaigns: 1 },
      ]),
    );
    expect((await store().listOwners()).toSorted()).toEqual(['instance-a', 'instance-b']);
  });

  test('a campaign that has ended is owing as long as it holds slots', async () => {
    const over = campaignOf({ name: 'over', state: 'completed' });
    const running = campaignOf({ name: 'running' });
    const account = { scope: 'account', concurrent: 5, perSecond: null, perHour: null, perDay: null };
    const takeSlot = (campaign: string) =>
      store().reserve({
        campaign,
        epoch: 1,
        hour: '2027-03-01T09',
        day: '2027-03-01',
        id: 1,
        caps: [account],
        want: 1,
        now: monday,
        horizonMs: 0,
      });
    await store().createCampaign(over);
    await store().createCampaign(running);
    await takeSlot(running.id);
    expect(await store().listOwing()).toEqual([]);
    await takeSlot(over.id);
    expect(await store().listOwing()).toEqual([
      { campaign: over.id, owner: 'instance-a', epoch: 1, rev: over.rev, seq: over.seq },
    ]);
    const epoch = await store().claimCampaign({ campaign: over.id, fromEpoch: 1, instance: 'instance-b' });
    await store().recount({ campaign: over.id, epoch: epoch ?? 0, held: [] });
    expect(await store().readLimits(['account'])).toMatchObject([{ held: 1 }]);
    expect(await store().listOwing()).toEqual([]);
  });

  test('the old owner is fenced after a takeover, the new one is not', async () => {
    const { id, record, commit } = await play(store(), { people: 1 });
    const epoch = await store().claimCampaign({ campaign: id, fromEpoch: 1, instance: 'instance-b' });
    expect(await commit({ events: [{}] })).toEqual({ kind: 'fenced' });
    const taken = { ...record(), epoch: epoch ?? 0, owner: 'instance-b' };
    expect(await store().commitTurn(turnOf(taken, { events: [{}] }))).toEqual({ kind: 'committed' });
  });
}
