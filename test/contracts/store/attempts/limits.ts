import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { monday, play } from '../fixtures.ts';
import { limitCalls } from './limit-calls.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

export function limitTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  const { cap, time, reserve, release, held } = limitCalls(store);

  test('slots are given out up to the tightest scope and come back when they are released', async () => {
    await play(store());
    const caps = [cap('account', { concurrent: 5 }), cap('campaign:x', { concurrent: 3 })];
    const first = await reserve({ caps, want: 10 });
    expect(first.starts).toEqual([monday, monday, monday]);
    expect(first.block).toEqual({ scope: 'campaign:x', limit: 'concurrent', until: null });
    expect(await reserve({ caps })).toEqual({ starts: [], block: first.block });
    await release({ scopes: ['account', 'campaign:x'], count: 2 });
    expect(await reserve({ caps, want: 2 })).toEqual({ starts: [monday, monday], block: null });
    expect(await held('account')).toBe(3);
  });

  test('sixty campaigns that share a caller ID take and return slots at once', async () => {
    const campaigns: string[] = [];
    for (let number = 1; number <= 60; number += 1)
      campaigns.push((await play(store(), { name: `campaign-${number}` })).id);
    const scopesOf = (campaign: string): string[] => ['account', 'caller:+1', `campaign:${campaign}`];
    const perform = async (campaign: string): Promise<void> => {
      for (const id of [1, 2]) {
        const caps = scopesOf(campaign).map((scope) => cap(scope, { concurrent: 400 }));
        expect((await reserve({ campaign, id, caps, want: 3 })).starts).toHaveLength(3);
        await release({ campaign, scopes: scopesOf(campaign), count: 2 });
      }
    };
    await Promise.all(campaigns.map(perform));
    expect(await held('caller:+1')).toBe(120);
    expect(await held('account')).toBe(120);
    expect(await held('campaign:cmp_campaign-60')).toBe(2);
  });

  test('without caps everything wanted starts now', async () => {
    await play(store());
    expect(await reserve({ caps: [], want: 2 })).toEqual({ starts: [monday, monday], block: null });
    expect(await reserve({ caps: [cap('account')], want: 0 })).toEqual({ starts: [], block: null });
  });

  test('a new rate starts empty, spaces its starts, and looks only so far ahead', async () => {
    await play(store());
    const caps = [cap('account', { perSecond: 4 })];
    expect(await reserve({ caps, want: 9 })).toEqual({
      starts: [250, 500, 750, 1000].map((ms) => monday + ms),
      block: { scope: 'account', limit: 'per-second', until: monday + 250 },
    });
    expect((await reserve({ caps, want: 1, now: monday + 249 })).starts).toEqual([]);
    expect((await reserve({ caps, want: 9, now: monday + 250 })).starts).toEqual([monday + 1250]);
  });

  test('what is inherited starts empty: a new owner lets a whole round of starts pass', async () => {
    await play(store());
    const caps = [cap('account', { perSecond: 4 })];
    await reserve({ caps });
    const taken = { now: monday + 10_000, since: monday + 10_000, horizonMs: 9000 };
    expect((await reserve({ caps, ...taken, want: 2 })).starts).toEqual([monday + 11_000, monday + 11_250]);
    const slow = [cap('caller:+1', { perSecond: 0.5 })];
    await reserve({ caps: slow, horizonMs: 9000 });
    expect((await reserve({ caps: slow, ...taken })).starts).toEqual([monday + 12_000]);
    expect((await reserve({ caps: [cap('global')], ...taken })).starts).toEqual([monday + 10_000]);
  });

  test('unused starts are not saved up', async () => {
    await play(store());
    const caps = [cap('account', { perSecond: 2 })];
    await reserve({ caps });
    const later = monday + 60_000;
    expect((await reserve({ caps, now: later, want: 9 })).starts).toEqual([later, later + 500, later + 1000]);
  });

  test('starts keep to the slowest of several rates', async () => {
    await play(store());
    const caps = [cap('account', { perSecond: 10 }), cap('caller:+1', { perSecond: 2 })];
    const { starts } = await reserve({ caps, want: 9 });
    expect(starts).toEqual([monday + 500, monday + 1000]);
    const only = await reserve({ caps: [cap('account', { perSecond: 10 })], want: 1 });
    expect(only.starts).toEqual([]);
    expect(only.block).toMatchObject({ until: monday + 100 });
  });

  test('a rate that is set or lowered later keeps its distance from what was given out before', async () => {
    await play(store());
    await reserve({ caps: [cap('account')], want: 1 });
    expect((await reserve({ caps: [cap('account', { perSecond: 2 })], want: 1 })).starts).toEqual([
      monday + 500,
    ]);
    expect((await reserve({ caps: [cap('account', { perSecond: 1 })], horizonMs: 9000 })).starts).toEqual([
      monday + 1500,
    ]);
  });

  test('a rate that is raised does not bring back an instant that was given out of reach', async () => {
    await play(store());
    await reserve({ caps: [cap('account', { perSecond: 1 })] });
    expect(await store().readLimits(['account'])).toMatchObject([{ nextFreeAt: monday + 2000 }]);
    const raised = [cap('account', { perSecond: 10 })];
    expect((await reserve({ caps: raised, horizonMs: 9000, want: 2 })).starts).toEqual([
      monday + 2000,
      monday + 2100,
    ]);
  });

  test('a clock that steps back a little does not bring starts closer together', async () => {
    await play(store());
    const caps = [cap('account', { perSecond: 1 })];
    await reserve({ caps });
    expect((await reserve({ caps, now: monday - 900, want: 1 })).starts).toEqual([]);
    expect((await reserve({ caps, now: monday + 1000, want: 1 })).starts).toEqual([monday + 2000]);
  });

  test.each([
    ['a rate', { perSecond: 4 }, 1000],
    ['a slow rate', { perSecond: 0.25 }, 4000],
  ])(
    'what a clock that was set back has left in the future is discarded: %s',
    async (_what, rate, roundMs) => {
      await play(store());
      const caps = [cap('account', rate)];
      const ahead = monday + 3_600_000;
      await reserve({ caps, now: ahead, horizonMs: 4000, want: 2 });
      const first = await reserve({ caps, want: 9 });
      expect(first.starts).toEqual([]);
      expect(first.block).toMatchObject({ scope: 'account', limit: 'per-second', until: monday + roundMs });
      const later = await reserve({ caps, now: monday + roundMs, want: 1 });
      expect(later.starts).toEqual([monday + roundMs + 1000]);
      expect((await reserve({ caps, now: monday + 60_000, want: 1 })).starts).toEqual([monday + 60_000]);
    },
  );

  test('what a clock that was set back has left in the future of a scope without a rate blocks no longer than a start may be ahead', async () => {
    await play(store());
    await reserve({ caps: [cap('account')], now: monday + 3_600_000 });
    expect((await reserve({ caps: [cap('account')] })).starts).toEqual([monday + 1000]);
  });

  test('a step of the clock forward and back keeps the slots that are held', async () => {
    await play(store());
    const caps = [cap('account', { perSecond: 1, concurrent: 2 })];
    await reserve({ caps, now: monday + 3_600_000, want: 1 });
    await reserve({ caps, now: monday, want: 1 });
    expect(await held('account')).toBe(1);
    await reserve({ caps, now: monday + 10_000, want: 1 });
    const full = await reserve({ caps, now: monday + 20_000, want: 1 });
    expect(full).toEqual({ starts: [], block: { scope: 'account', limit: 'concurrent', until: null } });
  });

  test('a quota counted in a period that is far ahead counts into the current one, and ends with it', async () => {
    await play(store());
    const caps = [cap('account', { perHour: 2, perDay: 2 })];
    const far = { hour: '2028-01-01T00', day: '2028-01-01' };
    await reserve({ caps, ...far, want: 1 });
    expect(await reserve({ caps, want: 9 })).toMatchObject({ starts: [monday], block: { limit: 'per-day' } });
    const next = { hour: '2027-03-02T09', day: '2027-03-02' };
    expect((await reserve({ caps, ...next, want: 9 })).starts).toHaveLength(2);
  });

  test('quotas count per calendar hour and day', async () => {
    await play(store());
    const caps = [cap('client:default', { perHour: 2, perDay: 3 })];
    expect(await reserve({ caps, want: 9 })).toEqual({
      starts: [monday, monday],
      block: { scope: 'client:default', limit: 'per-hour', until: null },
    });
    const nextHour = { hour: '2027-03-01T10', caps, want: 9 };
    expect(await reserve(nextHour)).toMatchObject({ starts: [monday], block: { limit: 'per-day' } });
    expect((await reserve({ ...nextHour, hour: '2027-03-02T09', day: '2027-03-02' })).starts).toHaveLength(2);
  });

  test('an hour that has been left behind does not open a quota anew', async () => {
    await play(store());
    const caps = [cap('account', { perHour: 1 })];
    await reserve({ caps, hour: '2027-03-01T10' });
    expect((await reserve({ caps, hour: '2027-03-01T09' })).starts).toEqual([]);
  });

  test('slots proved unused give back their quota in the same hour and day only', async () => {
    await play(store());
    const caps = [cap('account', { perHour: 2, perDay: 5 })];
    await reserve({ caps, want: 2 });
    await release({ scopes: ['account'], count: 2, unused: 1 });
    expect(await store().readLimits(['account'])).toMatchObject([
      { held: 0, hourUsed: 1, dayUsed: 1, ...time },
    ]);
    await release({ scopes: ['account'], count: 1, unused: 1, hour: '2027-03-01T08' });
    expect(await store().readLimits(['account'])).toMatchObject([{ hourUsed: 1, dayUsed: 0 }]);
  });

  test('unused limits are read as empty', async () => {
    expect(await store().readLimits(['account'])).toEqual([
      { scope: 'account', held: 0, nextFreeAt: 0, hour: '', hourUsed: 0, day: '', dayUsed: 0 },
    ]);
  });

  test('under any order of calls no limit is exceeded and the sum of what is held is right', async () => {
    await play(store());
    await play(store(), { name: 'autumn' });
    const rate = fc.constantFrom(null, 1, 3, 7, 50);
    const step = fc.record({
      campaign: fc.constantFrom('cmp_spring', 'cmp_autumn'),
      takes: fc.boolean(),
      count: fc.integer({ min: 0, max: 9 }),
      waitMs: fc.integer({ min: 0, max: 700 }),
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(rate, fc.array(step, { maxLength: 30 }), async (perSecond, steps) => {
        round += 1;
        const scope = `round:${round}`;
        const caps = [cap(scope, { perSecond, concurrent: 6, perHour: 20 })];
        const holds = new Map<string, number>();
        const starts: number[] = [];
        let now = monday;
        const seen: unknown[] = [];
        for (const { campaign, takes, count, waitMs } of steps) {
          now += waitMs;
          const own = holds.get(campaign) ?? 0;
          if (takes) {
            const reserved = await reserve({ campaign, caps, want: count, now });
            const granted = reserved.starts.length;
            seen.push(granted > count || (reserved.block === null) !== (granted === count) ? reserved : null);
            starts.push(...reserved.starts);
            holds.set(campaign, own + granted);
          } else {
            await release({ campaign, scopes: [scope], count });
            holds.set(campaign, Math.max(0, own - count));
          }
          const sum = [...holds.values()].reduce((total, each) => total + each, 0);
          expect(sum).toBeLessThanOrEqual(6);
          expect(await held(scope)).toBe(sum);
        }
        expect(seen.filter(Boolean)).toEqual([]);
        expect(starts.length).toBeLessThanOrEqual(20);
        expect(mostInAnySecond(starts)).toBeLessThanOrEqual(perSecond ?? Infinity);
      }),
      { numRuns: 40 },
    );
  });
}

/** How many starts lie within any one second; sums of fractions of a millisecond may be off by a hair. */
function mostInAnySecond(starts: readonly number[]): number {
  const counts = starts.map(
    (from) => starts.filter((start) => start >= from && start < from + 999.99).length,
  );
  return Math.max(0, ...counts);
}
