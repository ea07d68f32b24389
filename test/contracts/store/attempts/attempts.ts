import { expect, test } from 'vitest';
import type { Attempt } from '../../../../src/domain/attempt/attempt.ts';
import type { Store } from '../../../../src/persistence/contract/store.ts';
import { attemptOf, endedOf, idOf, newcomerOf, play, readAll, type Played } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

export function attemptTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  /** Mints attempts with these numbers, one turn each, for the person at `position`. */
  const mint = async (played: Played, position: number, numbers: readonly number[]): Promise<Attempt[]> => {
    const minted: Attempt[] = [];
    for (const number of numbers) {
      const attempt = attemptOf(played.id, number, await played.person(position));
      await played.commit({ minted: [attempt] });
      minted.push(attempt);
    }
    return minted;
  };
  const list = async (input: Partial<Parameters<Store['listAttempts']>[0]>, limit = 2): Promise<number[]> => {
    const attempts = await readAll((after) =>
      store().listAttempts({ limit, ...input, ...(after ? { after } : {}) }),
    );
    return attempts.map(({ id }) => Number(id.slice('att_'.length)));
  };

  /** Two campaigns of one client and one of another, their attempts numbered as they were minted. */
  const threeCampaigns = async (): Promise<readonly [Played, Played, Played]> => {
    const spring = await play(store(), { name: 'spring', people: 2 });
    const summer = await play(store(), { name: 'summer', people: 1 });
    const other = await play(store(), { name: 'other', client: 'northwind', people: 1 });
    const [first] = await mint(spring, 1, [1, 2]);
    await mint(summer, 1, [3]);
    await mint(other, 1, [4]);
    const [fifth] = await mint(spring, 2, [5]);
    await mint(spring, 1, [6]);
    if (first && fifth)
      await spring.commit({ attempts: [endedOf(first), { ...fifth, state: 'not-placed' }] });
    return [spring, summer, other];
  };

  test('attempts are listed newest first: all, of a client, of a campaign, of a person', async () => {
    const [spring] = await threeCampaigns();
    expect(await list({})).toEqual([6, 5, 4, 3, 2, 1]);
    expect(await list({ client: 'default' })).toEqual([6, 5, 3, 2, 1]);
    expect(await list({ client: 'northwind' })).toEqual([4]);
    expect(await list({ client: 'nobody' })).toEqual([]);
    expect(await list({ campaign: spring.id })).toEqual([6, 5, 2, 1]);
    expect(await list({ campaign: spring.id, client: 'default' })).toEqual([6, 5, 2, 1]);
    expect(await list({ campaign: spring.id, client: 'northwind' })).toEqual([]);
    expect(await list({ campaign: spring.id, position: 1 })).toEqual([6, 2, 1]);
    expect(await list({ campaign: spring.id, position: 2 })).toEqual([5]);
    expect(await list({ campaign: spring.id, position: 9 })).toEqual([]);
    expect(await list({ campaign: 'cmp_none' })).toEqual([]);
  });

  test('the open ones can be listed alone; ended and not placed ones are not open', async () => {
    const [spring, , other] = await threeCampaigns();
    expect(await list({ openOnly: true })).toEqual([6, 4, 3, 2]);
    expect(await list({ openOnly: true, client: 'default' })).toEqual([6, 3, 2]);
    expect(await list({ openOnly: true, campaign: spring.id }, 1)).toEqual([6, 2]);
    expect(await list({ openOnly: true, campaign: spring.id, position: 2 })).toEqual([]);
    expect(await list({ openOnly: true, campaign: spring.id, position: 1 })).toEqual([6, 2]);
    const open = await store().readOpenAttempts(spring.id);
    expect(open.map(({ id }) => id)).toEqual([idOf('att', 2), idOf('att', 6)]);
    expect(await store().readOpenAttempts(other.id)).toHaveLength(1);
    expect(await store().readOpenAttempts('cmp_none')).toEqual([]);
  });

  test('attempts are read by id in the order asked for, without those that are not there', async () => {
    await threeCampaigns();
    const read = await store().readAttempts([idOf('att', 4), idOf('att', 99), idOf('att', 1)]);
    expect(read.map(({ id }) => id)).toEqual([idOf('att', 4), idOf('att', 1)]);
    expect(read.map(({ campaign }) => campaign)).toEqual(['cmp_other', 'cmp_spring']);
  });

  test('open ones are found by their id at the provider, or that of the request', async () => {
    const [spring, , other] = await threeCampaigns();
    const find = async (providerId: string): Promise<string[]> =>
      (await store().findOpenAttempts({ providerId })).map(({ id }) => id);
    const [second, sixth] = await store().readOpenAttempts(spring.id);
    const [fourth] = await store().readOpenAttempts(other.id);
    if (!second || !sixth || !fourth) throw new Error('an attempt is missing');
    await spring.commit({
      attempts: [
        { ...second, providerId: 'call-2', receipt: 'request-2' },
        { ...sixth, receipt: 'shared' },
      ],
    });
    await other.commit({ attempts: [{ ...fourth, providerId: 'shared' }] });
    expect([await find('call-2'), await find('request-2')]).toEqual([[second.id], [second.id]]);
    expect((await find('shared')).toSorted()).toEqual([fourth.id, sixth.id].toSorted());
    expect(await find('none')).toEqual([]);
    await spring.commit({ attempts: [{ ...endedOf(second), providerId: 'call-2' }] });
    expect(await find('call-2')).toEqual([]);
  });

  test('a person is a position in a campaign, not a position alone', async () => {
    await expect(store().listAttempts({ position: 1, limit: 1 })).rejects.toMatchObject({
      family: 'invalid',
    });
  });

  test('an attempt id exists once', async () => {
    const played = await play(store(), { people: 2 });
    await mint(played, 1, [1]);
    const again = attemptOf(played.id, 1, await played.person(2));
    await expect(played.commit({ minted: [again] })).rejects.toMatchObject({
      code: 'store.invalid-turn',
    });
    expect(await list({})).toEqual([1]);
    expect(await store().readCampaign(played.id)).toEqual(played.record());
  });

  test('attempts of many people stay apart', async () => {
    const played = await play(store());
    await played.enroll(Array.from({ length: 12 }, (_, index) => newcomerOf(index + 1)));
    for (const position of [12, 1, 2, 11]) await mint(played, position, [position, position + 100]);
    for (const position of [1, 2, 11, 12]) {
      expect(await list({ campaign: played.id, position })).toEqual([position + 100, position]);
    }
  });
}
