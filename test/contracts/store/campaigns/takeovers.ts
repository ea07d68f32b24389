import { expect, test } from 'vitest';
import { takeoversKept } from '../../../../src/persistence/contract/campaigns/ownership.ts';
import { campaignOf, monday } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

export function takeoverTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  const all = { limit: 100 };
  const from = 'instance-a';
  const killed = { at: monday, from, beatAt: monday - 9_000, cause: 'dead' } as const;
  const create = async (name: string): Promise<string> => {
    const record = campaignOf({ name });
    await store().createCampaign(record);
    return record.id;
  };

  test('a claim stores its takeover once, and one without a takeover stores none', async () => {
    const campaign = await create('spring');
    const claim = { campaign, fromEpoch: 1, instance: 'instance-b' };
    expect(await store().claimCampaign({ ...claim, takeover: killed })).toBe(2);
    expect(await store().claimCampaign({ ...claim, takeover: { ...killed, at: monday + 5 } })).toBe(2);
    const stored = { campaign, epoch: 2, to: 'instance-b', ...killed };
    expect(await store().listTakeovers(all)).toEqual([stored]);
    await store().claimCampaign({ campaign, fromEpoch: 2, instance: 'instance-c' });
    expect(await store().listTakeovers(all)).toEqual([stored]);
    const given = { at: monday + 9, from: 'instance-c', beatAt: null, cause: 'stopping' } as const;
    await store().claimCampaign({ campaign, fromEpoch: 3, instance: null, takeover: given });
    expect(await store().listTakeovers(all)).toEqual([{ campaign, epoch: 4, to: null, ...given }, stored]);
  });

  test('a claim that lost stores no takeover, alone and among others', async () => {
    const campaigns = [await create('spring'), await create('summer')];
    const [spring = '', summer = ''] = campaigns;
    await store().claimCampaign({ campaign: spring, fromEpoch: 1, instance: 'instance-b' });
    const lost = { campaign: spring, fromEpoch: 1, instance: 'instance-c', takeover: killed };
    expect(await store().claimCampaign(lost)).toBeNull();
    const claims = campaigns.map((campaign) => ({ campaign, fromEpoch: 1, takeover: killed }));
    expect(await store().claimCampaigns({ claims, instance: 'instance-c' })).toEqual(new Map([[summer, 2]]));
    expect(await store().listTakeovers(all)).toEqual([
      { campaign: summer, epoch: 2, to: 'instance-c', ...killed },
    ]);
  });

  test('of many that take over the same epoch, the takeover of the winner is stored', async () => {
    const campaign = await create('spring');
    const names = Array.from({ length: 8 }, (_, index) => `instance-${index}`);
    const claims = names.map((instance, index) =>
      store().claimCampaign({
        campaign,
        fromEpoch: 1,
        instance,
        takeover: { ...killed, at: monday + index },
      }),
    );
    const winner = (await Promise.all(claims)).indexOf(2);
    expect(await store().listTakeovers(all)).toEqual([
      { campaign, epoch: 2, to: names[winner], ...killed, at: monday + winner },
    ]);
  });

  test('the newest takeovers are listed first, and the newest of each campaign are kept', async () => {
    const [spring, summer] = [await create('spring'), await create('summer')];
    const take = (campaign: string, fromEpoch: number, at: number): Promise<number | null> =>
      store().claimCampaign({ campaign, fromEpoch, instance: `i-${at}`, takeover: { ...killed, at } });
    await take(summer, 1, 100);
    for (let epoch = 1; epoch <= takeoversKept + 2; epoch += 1) await take(spring, epoch, epoch);
    await take(summer, 2, 4);
    const listed = await store().listTakeovers(all);
    expect(listed).toHaveLength(takeoversKept + 2);
    expect(listed[0]).toMatchObject({ campaign: summer, at: 100 });
    expect(listed.filter(({ campaign }) => campaign === spring).map(({ at }) => at)).toEqual(
      Array.from({ length: takeoversKept }, (_, index) => takeoversKept + 2 - index),
    );
    expect(listed.filter(({ at }) => at === 4).map(({ campaign }) => campaign)).toEqual([spring, summer]);
    expect(await store().listTakeovers({ limit: 2 })).toEqual(listed.slice(0, 2));
    expect(await store().readCampaign(spring)).toEqual({
      ...campaignOf({ name: 'spring' }),
      epoch: takeoversKept + 3,
      owner: `i-${takeoversKept + 2}`,
    });
  });
}
