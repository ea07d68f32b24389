import { expect, test } from 'vitest';
import { closedBreaker } from '../../../../src/domain/breaker.ts';
import type { Breaker } from '../../../../src/domain/breaker.ts';
import { monday, play } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

/** Circuit breakers: conditional changes and noted outcomes, both within turns. */
export function breakerTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const key = 'voice plivo default';
  const down: Breaker = {
    ...closedBreaker(key),
    rev: 1,
    open: true,
    failedProbes: 2,
    probeAt: monday + 60_000,
    probe: { campaign: 'cmp_spring', attempt: 'att_1', until: monday + 900_000 },
    failedAt: monday,
    since: 12,
  };
  const read = async () => (await store().readBreakers([key]))[0];

  test('one that was never stored reads as closed', async () => {
    expect(await store().readBreakers([key, 'mail ses default'])).toEqual([
      { breaker: closedBreaker(key), buckets: [] },
      { breaker: closedBreaker('mail ses default'), buckets: [] },
    ]);
    expect(await store().listBreakers()).toEqual([]);
  });

  test('a change is read as it was committed, with every field', async () => {
    const { commit } = await play(store());
    expect(await commit({ breakers: [{ breaker: down, expectedRev: 0 }] })).toEqual({ kind: 'committed' });
    expect(await read()).toEqual({ breaker: down, buckets: [] });
    const closed = { ...closedBreaker(key), rev: 2, since: monday };
    await commit({ breakers: [{ breaker: closed, expectedRev: 1 }] });
    expect(await read()).toEqual({ breaker: closed, buckets: [] });
    expect(await store().listBreakers()).toEqual([closed]);
  });

  test('of two campaigns that take the same right to probe one gets it, and the turn of the other writes nothing', async () => {
    const spring = await play(store());
    const autumn = await play(store(), { name: 'autumn' });
    await spring.commit({ breakers: [{ breaker: { ...down, probe: null }, expectedRev: 0 }] });
    const taken = (campaign: string) => ({
      breakers: [
        {
          breaker: { ...down, rev: 2, probe: { campaign, attempt: `att_${campaign}`, until: 9 } },
          expectedRev: 1,
        },
      ],
      events: [{}],
    });
    const [first, second] = await Promise.all([
      spring.commit(taken('cmp_spring')),
      autumn.commit(taken('cmp_autumn')),
    ]);
    expect([first.kind, second.kind].toSorted()).toEqual(['breaker-changed', 'committed']);
    const winner = (await read())?.breaker.probe?.campaign;
    const loser = winner === 'cmp_spring' ? 'cmp_autumn' : 'cmp_spring';
    expect(await store().readEvents({ campaign: loser, afterSeq: 0, limit: 9 })).toEqual([]);
  });

  test.each([0, 2])(
    'a change that expects revision %i of one at revision 1 writes nothing',
    async (expectedRev) => {
      const { commit } = await play(store());
      await commit({ breakers: [{ breaker: down, expectedRev: 0 }] });
      const late = { breaker: { ...down, open: false, rev: expectedRev + 1 }, expectedRev };
      expect(await commit({ breakers: [late], outcomes: [{ key, at: 0, outcomes: 1, faults: 0 }] })).toEqual({
        kind: 'breaker-changed',
      });
      expect(await read()).toEqual({ breaker: down, buckets: [] });
    },
  );

  test('a turn is refused if a breaker that it was decided on has changed since, and writes nothing', async () => {
    const spring = await play(store());
    const autumn = await play(store(), { name: 'autumn' });
    const decidedOn = (rev: number) => autumn.commit({ breakersSeen: [{ key, rev }], events: [{}] });
    expect(await decidedOn(0)).toEqual({ kind: 'committed' });
    await spring.commit({ breakers: [{ breaker: down, expectedRev: 0 }] });
    const seq = autumn.record().seq;
    expect(await decidedOn(0)).toEqual({ kind: 'breaker-changed' });
    expect(await store().readCampaign('cmp_autumn')).toMatchObject({ seq });
    expect(await decidedOn(1)).toEqual({ kind: 'committed' });
  });

  test('outcomes of several campaigns add up by slice of time, without a condition', async () => {
    const spring = await play(store());
    const autumn = await play(store(), { name: 'autumn' });
    await spring.commit({ outcomes: [{ key, at: monday, outcomes: 5, faults: 2 }] });
    await autumn.commit({ outcomes: [{ key, at: monday, outcomes: 1, faults: 1 }] });
    await autumn.commit({ outcomes: [{ key, at: monday + 5_000, outcomes: 1, faults: 0 }] });
    await spring.commit({ outcomes: [{ key: 'mail ses default', at: monday, outcomes: 7, faults: 7 }] });
    expect((await read())?.buckets).toEqual([
      { at: monday, outcomes: 6, faults: 3 },
      { at: monday + 5_000, outcomes: 1, faults: 0 },
    ]);
  });

  test('outcomes far older, or far in the future after a clock was set back, need not be kept', async () => {
    const { commit } = await play(store());
    for (const at of [monday - 3_600_000, monday + 3_600_000, monday])
      await commit({ outcomes: [{ key, at, outcomes: 1, faults: 1 }] });
    expect((await read())?.buckets).toContainEqual({ at: monday, outcomes: 1, faults: 1 });
  });

  test('a turn that is fenced changes no breaker and notes nothing', async () => {
    const { id, commit } = await play(store());
    await store().claimCampaign({ campaign: id, fromEpoch: 1, instance: 'instance-b' });
    const outcomes = [{ key, at: monday, outcomes: 1, faults: 1 }];
    expect(await commit({ breakers: [{ breaker: down, expectedRev: 0 }], outcomes })).toEqual({
      kind: 'fenced',
    });
    expect(await read()).toEqual({ breaker: closedBreaker(key), buckets: [] });
  });
}
