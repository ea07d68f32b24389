import { expect, test } from 'vitest';
import type { LimitCap } from '../../../../src/persistence/contract/attempts/limits.ts';
import { monday, play } from '../fixtures.ts';
import { limitCalls } from './limit-calls.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

/** Reservations whose answers are lost, that come twice, late, or from two owners at once. */
export function reservationTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const { cap, reserve, release, held } = limitCalls(store);
  const heldOf = async (scopes: readonly string[]): Promise<number[]> =>
    (await store().readLimits(scopes)).map((reading) => reading.held);

  test('the same id again is answered as the first time and takes nothing more, whatever else is asked', async () => {
    await play(store());
    const caps = [cap('account', { concurrent: 5, perSecond: 4, perDay: 9 }), cap('global')];
    const asked = { caps, id: 1000, want: 3 };
    const first = await reserve(asked);
    const before = await store().readLimits(['account', 'global']);
    expect(first.starts).toHaveLength(3);
    expect(await reserve(asked)).toEqual(first);
    expect(await reserve({ ...asked, caps: [cap('client:x')], want: 9, now: monday + 60_000 })).toEqual(
      first,
    );
    expect(await store().readLimits(['account', 'global'])).toEqual(before);
    expect(await held('client:x')).toBe(0);
  });

  test('an answer without slots is repeated too, also when slots have become free', async () => {
    await play(store());
    const caps = [cap('account', { concurrent: 1 })];
    await reserve({ caps, id: 1000 });
    const full = await reserve({ caps, id: 1001 });
    expect(full).toMatchObject({ starts: [], block: { limit: 'concurrent' } });
    await release({ scopes: ['account'] });
    expect(await reserve({ caps, id: 1001 })).toEqual(full);
    expect(await held('account')).toBe(0);
    expect((await reserve({ caps, id: 1002 })).starts).toHaveLength(1);
  });

  test('an id lower than the last one arrived late: it takes nothing', async () => {
    await play(store());
    const caps = [cap('account')];
    await reserve({ caps, id: 1000 });
    await reserve({ caps, id: 1002 });
    for (const id of [1000, 1001]) expect(await reserve({ caps, id })).toEqual({ starts: [], block: null });
    expect(await held('account')).toBe(2);
  });

  test('what wants nothing, or comes of an older epoch, uses up no id', async () => {
    const { id } = await play(store());
    const caps = [cap('account')];
    await reserve({ caps, id: 1000, want: 0 });
    expect((await reserve({ caps, id: 1000 })).starts).toHaveLength(1);
    await store().claimCampaign({ campaign: id, fromEpoch: 1, instance: 'instance-b' });
    expect(await reserve({ caps, id: 1001 })).toEqual({ starts: [], block: null });
    expect((await reserve({ caps, id: 1, epoch: 2 })).starts).toHaveLength(1);
  });

  test('campaigns and epochs count their ids by themselves', async () => {
    const { id } = await play(store());
    await play(store(), { name: 'autumn' });
    const caps = [cap('account')];
    await reserve({ caps, id: 1000 });
    expect((await reserve({ caps, id: 1000, campaign: 'cmp_autumn' })).starts).toHaveLength(1);
    await store().claimCampaign({ campaign: id, fromEpoch: 1, instance: 'instance-b' });
    expect((await reserve({ caps, id: 1000, epoch: 2 })).starts).toHaveLength(1);
    expect(await held('account')).toBe(3);
  });

  test('a recount voids what was answered before it', async () => {
    await play(store());
    const caps = [cap('account')];
    await reserve({ caps, id: 1000, want: 2 });
    await store().recount({ campaign: 'cmp_spring', epoch: 1, held: [{ scope: 'account', count: 1 }] });
    expect(await reserve({ caps, id: 1000, want: 2 })).toEqual({ starts: [], block: null });
    expect(await held('account')).toBe(1);
    expect((await reserve({ caps, id: 1001 })).starts).toHaveLength(1);
  });

  test('a reservation takes the same number in every scope: where one is full it takes nothing in the others', async () => {
    await play(store());
    const scopes = ['account', 'global', 'client:default'];
    const [account, global, client] = scopes.map((scope) => cap(scope));
    const full = cap('caller:+1', { concurrent: 0 });
    expect(
      (await reserve({ caps: [cap('account'), cap('global'), full, cap('client:default')] })).starts,
    ).toEqual([]);
    expect(await heldOf(scopes)).toEqual([0, 0, 0]);
    await reserve({
      caps: [account, global, client, { ...full, concurrent: 2 }].flatMap((one) => one ?? []),
      want: 9,
    });
    expect(await heldOf(scopes)).toEqual([2, 2, 2]);
  });

  test('two owners at once, and their scopes in another order, neither exceed a limit nor wait for each other for ever', async () => {
    await play(store());
    await play(store(), { name: 'autumn' });
    const caps = [cap('account', { concurrent: 7 }), cap('global', { concurrent: 9 }), cap('client:default')];
    const scopes = caps.map(({ scope }) => scope);
    /** An owner asks for one reservation at a time. */
    const ask = async (campaign: string, order: readonly LimitCap[]): Promise<number> => {
      let granted = 0;
      for (let asked = 0; asked < 6; asked += 1)
        granted += (await reserve({ campaign, caps: order, want: 2 })).starts.length;
      return granted;
    };
    const granted = await Promise.all([ask('cmp_spring', caps), ask('cmp_autumn', caps.toReversed())]);
    expect(granted[0] + granted[1]).toBe(7);
    expect(await heldOf(scopes)).toEqual([7, 7, 7]);
  });

  test('the same reservation asked twice at once is made once', async () => {
    await play(store());
    const asked = { caps: [cap('account'), cap('global')], id: 1000, want: 3 };
    const [first, second] = await Promise.all([reserve(asked), reserve(asked)]);
    expect(second).toEqual(first);
    expect(await heldOf(['account', 'global'])).toEqual([3, 3]);
  });
}
