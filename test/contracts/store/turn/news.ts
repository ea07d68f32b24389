import { expect, test } from 'vitest';
import type { News } from '../../../../src/persistence/contract/store.ts';
import { campaignOf, play } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

/** What an owner must learn of its campaigns: waiting events, and commits of other instances. */
export function newsTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const owner = 'instance-a';
  const newsOf = async (instance: string): Promise<News[]> =>
    [...(await store().readNews(instance)).news].sort((left, right) =>
      `${left.campaign} ${left.why}`.localeCompare(`${right.campaign} ${right.why}`),
    );
  const put = (campaign: string, id = 'evt_1') => store().putInbox({ id, campaign, at: 1, body: '{}' });

  test('waiting events are news for the owner, once for each campaign, until they are consumed', async () => {
    const { id, commit } = await play(store());
    await store().createCampaign(campaignOf({ name: 'other', owner: 'instance-b' }));
    await put(id);
    await put(id, 'evt_2');
    await put('cmp_other');
    expect(await newsOf(owner)).toEqual([{ campaign: id, why: 'inbox' }]);
    expect(await newsOf('instance-b')).toEqual([{ campaign: 'cmp_other', why: 'inbox' }]);
    expect(await newsOf('instance-c')).toEqual([]);
    await commit({ consumed: ['evt_1'] });
    expect(await newsOf(owner)).toHaveLength(1);
    await commit({ consumed: ['evt_2'] });
    expect(await newsOf(owner)).toEqual([]);
  });

  test('a turn of another instance leaves a note for the owner in the same commit', async () => {
    const { id, commit } = await play(store());
    await commit({ events: [{}] });
    expect(await newsOf(owner)).toEqual([]);
    await commit({ events: [{}], patch: { rev: 1 }, foreign: true });
    expect(await newsOf(owner)).toEqual([{ campaign: id, why: 'changed', rev: 1, seq: 2 }]);
    await commit({ events: [{}], foreign: true });
    expect(await newsOf(owner)).toEqual([{ campaign: id, why: 'changed', rev: 1, seq: 3 }]);
  });

  test('a turn that is refused leaves no note', async () => {
    const { commit } = await play(store());
    const stale = { expected: { epoch: 1, rev: 5, seq: 0 }, patch: { rev: 6 } };
    expect(await commit({ ...stale, foreign: true })).toEqual({ kind: 'stale' });
    expect(await newsOf(owner)).toEqual([]);
  });

  test('a note is dropped by an owner that has read it, and one of a later commit stays', async () => {
    const { id, commit } = await play(store());
    await commit({ events: [{}], foreign: true });
    const first = { campaign: id, rev: 0, seq: 1 };
    await commit({ events: [{}], patch: { rev: 1 }, foreign: true });
    await store().dropNews(first);
    expect(await newsOf(owner)).toEqual([{ campaign: id, why: 'changed', rev: 1, seq: 2 }]);
    await store().dropNews({ campaign: id, rev: 1, seq: 2 });
    await store().dropNews({ campaign: id, rev: 1, seq: 2 });
    expect(await newsOf(owner)).toEqual([]);
  });

  test('news follow a campaign to its next owner', async () => {
    const { id, commit } = await play(store());
    await put(id);
    await commit({ events: [{}], foreign: true });
    await store().claimCampaign({ campaign: id, fromEpoch: 1, instance: 'instance-b' });
    expect(await newsOf(owner)).toEqual([]);
    expect((await newsOf('instance-b')).map(({ why }) => why)).toEqual(['changed', 'inbox']);
  });

  test('a campaign without an owner gets no note: its next owner reads it anyway', async () => {
    const { id, commit } = await play(store());
    const epoch = await store().claimCampaign({ campaign: id, fromEpoch: 1, instance: null });
    const expected = { epoch: epoch ?? 0, rev: 0, seq: 0 };
    expect(
      await commit({ expected, patch: { epoch: epoch ?? 0, owner: null }, events: [{}], foreign: true }),
    ).toEqual({
      kind: 'committed',
    });
    await store().claimCampaign({ campaign: id, fromEpoch: epoch ?? 0, instance: owner });
    expect(await newsOf(owner)).toEqual([]);
  });

  test('the revision of settings and stops is read with the news', async () => {
    const read = async (): Promise<number> => (await store().readNews(owner)).settingsRev;
    expect((await store().readNewSettings(null))?.rev).toBe(await read());
    const record = { client: 'northwind', settings: {}, updatedAt: 5 };
    const before = await read();
    await store().putClient({ record, by: 'test' });
    expect(await read()).toBeGreaterThan(before);
    expect((await store().readNewSettings(before))?.rev).toBe(await read());
  });

  test('the version of the schema is read with the news', async () => {
    expect((await store().readNews(owner)).schema).toBe(store().schemaVersion());
  });

  test('the notes of campaigns that need no owner are listed with the owner', async () => {
    const ended = await play(store());
    await ended.commit({ events: [{}], foreign: true });
    expect(await store().listEndedNews()).toEqual([]);
    await ended.commit({ events: [{}], patch: { state: 'cancelled', rev: 1 }, foreign: true });
    expect(await store().listEndedNews()).toEqual([{ campaign: ended.id, owner, rev: 1, seq: 2 }]);
    await store().dropNews({ campaign: ended.id, rev: 1, seq: 2 });
    expect(await store().listEndedNews()).toEqual([]);
  });

  test('an event that is put while the owner changes is news for the new owner, or it finds it in the inbox', async () => {
    const { id } = await play(store());
    for (let round = 1; round <= 20; round += 1) {
      const instance = `instance-${round}`;
      const claimAndLook = async (): Promise<number> => {
        await store().claimCampaign({ campaign: id, fromEpoch: round, instance });
        return (await store().readInbox({ campaign: id, limit: 99 })).length;
      };
      const [, found] = await Promise.all([put(id, `evt_${round}`), claimAndLook()]);
      const isNews = (await newsOf(instance)).length > 0;
      expect(isNews || found === round).toBe(true);
    }
  });
}
