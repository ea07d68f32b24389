import { expect, test } from 'vitest';
import { monday, play } from '../fixtures.ts';
import { limitCalls } from './limit-calls.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

/** The starts that an owner leaves to the next one. */
export function handedStartTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const { cap, reserve, held } = limitCalls(store);
  const caps = [cap('account', { perSecond: 4 }), cap('global')];
  const campaign = 'cmp_spring';
  const scopes = ['account', 'global'];
  const claim = (fromEpoch: number, instance: string | null) =>
    store().claimCampaign({ campaign, fromEpoch, instance });
  /** The first owner reserves starts after 250, 500, 750 and 1000 ms, makes the first one, and stops. */
  const handOver = async (): Promise<void> => {
    await play(store());
    await reserve({ caps, want: 9 });
    await store().recount({ campaign, epoch: 1, held: [] });
    await store().handOverStarts({
      campaign,
      epoch: 1,
      starts: [{ scopes, at: [500, 750, 1000].map((ms) => monday + ms) }],
      free: [{ scope: 'account', at: monday + 600 }],
    });
  };
  const now = monday + 300;
  const next = { caps, epoch: 3, now, since: now, horizonMs: 1000 };

  test('the next owner has the starts that keep the rate, then others', async () => {
    await handOver();
    await claim(1, null);
    await claim(2, 'instance-b');
    await store().recount({ campaign, epoch: 3, held: [] });
    expect((await reserve({ ...next, id: 1 })).starts).toEqual([monday + 750]);
    const rest = await reserve({ ...next, id: 2, want: 9 });
    expect(rest.starts).toEqual([monday + 1000, monday + 1250]);
    expect(await reserve({ ...next, id: 2, want: 9 })).toEqual(rest);
    expect(await held('account')).toBe(3);
  });

  test('no slot is taken beyond the limit for them', async () => {
    await handOver();
    await claim(1, null);
    await claim(2, 'instance-b');
    const [, global] = caps;
    const full = [cap('account', { perSecond: 4, concurrent: 1 }), ...(global ? [global] : [])];
    expect((await reserve({ ...next, caps: full, id: 1, want: 9 })).starts).toEqual([monday + 750]);
  });

  test('they are for touches with the same limits only', async () => {
    await handOver();
    await claim(1, null);
    await claim(2, 'instance-b');
    const others = [...caps, cap('caller:+1')];
    expect((await reserve({ ...next, caps: others, id: 1 })).starts).toEqual([monday + 1250]);
  });

  test('what is past is not used any more', async () => {
    await handOver();
    await claim(1, null);
    await claim(2, 'instance-b');
    const later = monday + 5_000;
    expect((await reserve({ ...next, id: 1, now: later, since: later })).starts).toEqual([later]);
  });

  test('an owner that takes the campaign from one that has not released it lets a round pass', async () => {
    await handOver();
    await claim(1, 'instance-b');
    expect((await reserve({ ...next, epoch: 2, id: 1 })).starts).toEqual([now + 1000]);
    await claim(2, null);
    await claim(3, 'instance-c');
    const later = monday + 2_000;
    const taken = { ...next, epoch: 4, id: 1, now: later, since: later };
    expect((await reserve(taken)).starts).toEqual([later + 1000]);
  });

  test('a former owner leaves nothing', async () => {
    await play(store());
    await claim(1, 'instance-b');
    await store().handOverStarts({ campaign, epoch: 1, starts: [{ scopes, at: [now + 10] }], free: [] });
    await claim(2, null);
    await claim(3, 'instance-c');
    expect((await reserve({ ...next, epoch: 4, id: 1 })).starts).toEqual([now + 1000]);
  });

  test('they have no effect after the clock was set back', async () => {
    await handOver();
    await claim(1, null);
    await claim(2, 'instance-b');
    const back = monday - 60_000;
    const taken = { ...next, since: back };
    expect((await reserve({ ...taken, id: 1, now: back })).starts).toEqual([]);
    expect((await reserve({ ...taken, id: 2, now: back + 2_000 })).starts).toEqual([back + 2_000]);
  });
}
