import { expect, test } from 'vitest';
import { monday, play } from '../fixtures.ts';
import { limitCalls } from './limit-calls.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

/** What each campaign holds of the limits it shares with others, across releases, epochs and recounts. */
export function holdingTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const { cap, reserve, release, held } = limitCalls(store);

  test('what is held never falls below nothing, and a campaign gives back only what it holds', async () => {
    await play(store());
    await play(store(), { name: 'autumn' });
    const caps = [cap('account')];
    await reserve({ caps, want: 2 });
    await reserve({ caps, want: 3, campaign: 'cmp_autumn' });
    await release({ scopes: ['account', 'never-seen'], count: 99 });
    expect(await held('account')).toBe(3);
    await release({ scopes: ['account'], count: 1 });
    expect(await held('account')).toBe(3);
  });

  test('an owner of an older epoch gets nothing and gives nothing back', async () => {
    const { id } = await play(store());
    const caps = [cap('account', { concurrent: 9 })];
    await reserve({ caps, want: 4 });
    await store().claimCampaign({ campaign: id, fromEpoch: 1, instance: 'instance-b' });
    expect(await reserve({ caps })).toEqual({ starts: [], block: null });
    await release({ scopes: ['account'], count: 4 });
    await store().recount({ campaign: id, epoch: 1, held: [] });
    expect(await held('account')).toBe(4);
    expect((await reserve({ caps, epoch: 2 })).starts).toHaveLength(1);
    expect(await reserve({ caps, campaign: 'cmp_none' })).toEqual({ starts: [], block: null });
  });

  test('a recount after a takeover sets what the campaign holds, and leaves the others alone', async () => {
    const { id } = await play(store());
    await play(store(), { name: 'autumn' });
    const caps = [cap('account', { concurrent: 9, perSecond: 1 }), cap('caller:+1')];
    await reserve({ caps, want: 4, horizonMs: 99_000 });
    await reserve({ caps: [cap('account')], want: 2, campaign: 'cmp_autumn', now: monday + 60_000 });
    const [before] = await store().readLimits(['account']);
    await store().claimCampaign({ campaign: id, fromEpoch: 1, instance: 'instance-b' });
    const recount = () =>
      store().recount({
        campaign: id,
        epoch: 2,
        held: [
          { scope: 'account', count: 1 },
          { scope: 'client:default', count: 1 },
        ],
      });
    await recount();
    await recount();
    expect(await store().readLimits(['account', 'caller:+1', 'client:default'])).toMatchObject([
      { ...before, held: 3 },
      { held: 0 },
      { held: 1 },
    ]);
    await release({ scopes: ['account', 'client:default'], epoch: 2 });
    expect(await held('account')).toBe(2);
  });

  test('a scope in which a campaign holds nothing is not released for it', async () => {
    await play(store());
    await play(store(), { name: 'autumn' });
    await reserve({ caps: [cap('global')], campaign: 'cmp_autumn', want: 2 });
    await reserve({ caps: [cap('account')] });
    await release({ scopes: ['account', 'global', 'never-seen'] });
    expect(await store().readLimits(['account', 'global', 'never-seen'])).toMatchObject([
      { held: 0 },
      { held: 2 },
      { held: 0 },
    ]);
  });
}
