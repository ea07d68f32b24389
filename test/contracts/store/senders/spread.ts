import { expect, test } from 'vitest';
import { monday, play } from '../fixtures.ts';
import { limitCalls } from '../attempts/limit-calls.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

/** Reservations that are spread over several scopes, such as the senders of a pool. */
export function spreadTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const { cap, reserve, release, held } = limitCalls(store);
  const among = (changes: object, ...wants: number[]) =>
    wants.map((want, index) => ({ cap: cap(`caller:${index}`, changes), want }));
  const counts = (picks: readonly number[] | undefined, of: number): number[] =>
    Array.from({ length: of }, (_, index) => picks?.filter((pick) => pick === index).length ?? 0);
  const global = [cap('global', { concurrent: 100 })];

  test('each start takes a slot in one of the scopes, and in all others of the reservation', async () => {
    await play(store());
    const answer = await reserve({ caps: global, among: among({}, 2, 1, 3), want: 6 });
    expect(answer.starts).toHaveLength(6);
    expect(answer.block).toBeNull();
    expect(counts(answer.picks, 3)).toEqual([2, 1, 3]);
    expect([await held('global'), await held('caller:0'), await held('caller:2')]).toEqual([6, 2, 3]);
  });

  test('starts that a limit cuts short are spread evenly', async () => {
    await play(store());
    const caps = [cap('global', { concurrent: 7 })];
    const { picks, block } = await reserve({ caps, among: among({}, 9, 9, 9), want: 27 });
    expect(counts(picks, 3)).toEqual([3, 2, 2]);
    expect(block).toEqual({ scope: 'global', limit: 'concurrent', until: null });
  });

  test('no scope exceeds its own slots or its day, and the limit that allowed no more is named', async () => {
    await play(store());
    const limits = [cap('caller:0', { concurrent: 1 }), cap('caller:1', { perDay: 2 })];
    const two = limits.map((one) => ({ cap: one, want: 9 }));
    const first = await reserve({ caps: global, among: two, want: 9 });
    expect(counts(first.picks, 2)).toEqual([1, 2]);
    expect(first.block).toMatchObject({ scope: 'caller:0', limit: 'concurrent' });
    const full = await reserve({ caps: global, among: two, want: 9 });
    expect(full).toEqual({ starts: [], picks: [], block: first.block });
    expect(await held('global')).toBe(3);
    await release({ scopes: ['global', 'caller:0'] });
    const tomorrow = await reserve({ caps: global, among: two, want: 9, day: '2027-03-02' });
    expect(counts(tomorrow.picks, 2)).toEqual([1, 2]);
  });

  test('the rate of each scope keeps its starts apart', async () => {
    await play(store());
    const input = { caps: [cap('global')], among: among({ perSecond: 2 }, 5, 5), want: 10 };
    await reserve({ ...input, now: monday - 10_000 });
    const { starts, picks, block } = await reserve(input);
    expect(block?.limit).toBe('per-second');
    for (const lane of [0, 1]) {
      const own = starts.filter((_, index) => picks?.[index] === lane);
      expect(own.length).toBeGreaterThan(1);
      own.slice(1).forEach((start, index) => expect(start - (own[index] ?? 0)).toBeGreaterThanOrEqual(500));
    }
  });

  test('a repeated call is answered as the first time', async () => {
    await play(store());
    const input = { caps: global, among: among({}, 2, 2), want: 3, id: 500 };
    const first = await reserve(input);
    expect(first.picks).toHaveLength(3);
    expect(await reserve(input)).toEqual(first);
    expect(await held('global')).toBe(3);
  });

  test('two campaigns that reserve at once never take more of a scope than it has', async () => {
    await play(store());
    await play(store(), { name: 'autumn' });
    const limited = among({ concurrent: 3, perDay: 4 }, 9, 9);
    const ask = (campaign: string, id: number) =>
      reserve({ caps: [cap('global')], among: limited, want: 9, campaign, id });
    const campaigns = ['cmp_spring', 'cmp_autumn'];
    const answers = await Promise.all(campaigns.flatMap((campaign) => [1, 2].map((id) => ask(campaign, id))));
    expect(answers.flatMap(({ starts }) => starts)).toHaveLength(6);
    expect([await held('caller:0'), await held('caller:1'), await held('global')]).toEqual([3, 3, 6]);
  });
}
