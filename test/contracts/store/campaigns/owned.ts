import { expect, test } from 'vitest';
import type { OwnedCampaign } from '../../../../src/persistence/contract/campaigns/owned.ts';
import { limitCalls } from '../attempts/limit-calls.ts';
import { attemptOf, endedOf, monday, play } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

/** Reading campaigns for their new owners. */
export function ownedTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const { cap, reserve, release } = limitCalls(store);

  /** What is read by the verbs for one campaign. */
  const readAlone = async (campaign: string): Promise<Omit<OwnedCampaign, 'held' | 'hasEvents'>> => {
    const record = await store().readCampaign(campaign);
    if (!record) throw new Error(`there is no campaign ${campaign}`);
    const attempts = await store().readOpenAttempts(campaign);
    const positions = [...new Set(attempts.map(({ position }) => position))];
    const enrollments = await store().readEnrollments({ campaign, positions });
    return {
      record,
      attempts,
      enrollments,
      calendars: await store().readCalendars(campaign),
      tallies: await store().readTallies(campaign),
      persons: await store().readPersons(enrollments.map(({ person }) => person)),
    };
  };

  test('several campaigns are read as each is alone, with their slots and whether events wait', async () => {
    const spring = await play(store(), { name: 'spring', people: 3 });
    const summer = await play(store(), { name: 'summer', people: 2 });
    await play(store(), { name: 'other', client: 'northwind', people: 1 });
    const first = attemptOf(spring.id, 1, await spring.person(1));
    const second = attemptOf(spring.id, 2, await spring.person(3));
    await spring.commit({ minted: [first, second] });
    await spring.commit({ attempts: [endedOf(first)] });
    await summer.commit({ minted: [attemptOf(summer.id, 3, await summer.person(2))] });
    await reserve({ caps: [cap('account'), cap('global')], want: 2 });
    await reserve({ caps: [cap('account')] });
    await release({ scopes: ['global'], count: 2 });
    await store().putInbox({ id: 'ev_1', campaign: summer.id, at: monday, body: '{}' });
    const owners = [spring.id, summer.id, 'cmp_none'].map((campaign) => ({ campaign, epoch: 1 }));
    const read = new Map((await store().readOwned(owners)).map((owned) => [owned.record.id, owned]));
    expect([...read.keys()].sort()).toEqual([spring.id, summer.id]);
    expect(read.get(spring.id)).toEqual({
      ...(await readAlone(spring.id)),
      held: [{ scope: 'account', count: 3 }],
      hasEvents: false,
    });
    expect(read.get(spring.id)?.attempts.map(({ id }) => id)).toEqual([second.id]);
    expect(read.get(summer.id)).toEqual({ ...(await readAlone(summer.id)), held: [], hasEvents: true });
    expect(await store().readOwned([])).toEqual([]);
  });

  test('a cancelled campaign is read as it is alone', async () => {
    const spring = await play(store(), { people: 3 });
    await spring.commit({ minted: [attemptOf(spring.id, 1, await spring.person(1))] });
    await spring.commit({ patch: { rest: 'cancelled' } });
    const [owned] = await store().readOwned([{ campaign: spring.id, epoch: 1 }]);
    expect(owned).toEqual({ ...(await readAlone(spring.id)), held: [], hasEvents: false });
  });

  test('reservations go on after the read', async () => {
    await play(store());
    const caps = [cap('account')];
    await store().readOwned([{ campaign: 'cmp_spring', epoch: 1 }]);
    const asked = { caps, id: 1000, want: 2 };
    const answer = await reserve(asked);
    expect(answer.starts).toHaveLength(2);
    const [owned] = await store().readOwned([{ campaign: 'cmp_spring', epoch: 1 }]);
    expect(owned?.held).toEqual([{ scope: 'account', count: 2 }]);
    expect(await reserve(asked)).toEqual(answer);
  });
}
