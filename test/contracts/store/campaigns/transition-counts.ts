import { expect, test } from 'vitest';
import type { TransitionCount } from '../../../../src/domain/campaign/transition-count.ts';
import { byOps, campaignOf, play, turnOf } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

const minted: TransitionCount = {
  machine: 'enrollment',
  from: 'pending',
  event: 'MINTED',
  to: 'in-flight',
  count: 3,
};
const enrolled: TransitionCount = { machine: 'enrollment', from: null, event: null, to: 'pending', count: 5 };

export function transitionCountTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('each turn adds to the counts of its campaign', async () => {
    const spring = await play(store());
    const autumn = await play(store(), { name: 'autumn' });
    expect(await store().readTransitionCounts(spring.id)).toEqual([]);
    await spring.commit({ transitions: [minted, enrolled] });
    await spring.commit({ transitions: [{ ...minted, count: 2 }] });
    await autumn.commit({ transitions: [minted] });
    expect(await store().readTransitionCounts(spring.id)).toEqual([enrolled, { ...minted, count: 5 }]);
    expect(await store().readTransitionCounts(autumn.id)).toEqual([minted]);
    expect(await store().readTransitionCounts('cmp_none')).toEqual([]);
  });

  test('machine, state before, event and state after each tell counts apart, in this order', async () => {
    const spring = await play(store());
    const apart: TransitionCount[] = [
      { ...minted, machine: 'campaign', count: 1 },
      { ...minted, from: 'in-flight', count: 2 },
      minted,
      { ...minted, to: 'waiting', count: 4 },
      { ...minted, event: 'SKIP', count: 5 },
    ];
    await spring.commit({ transitions: apart.toReversed() });
    expect(await store().readTransitionCounts(spring.id)).toEqual(apart);
  });

  test('the order in which a transition is written does not matter', async () => {
    const spring = await play(store());
    const { machine, from, event, to } = minted;
    await spring.commit({ transitions: [{ machine, from, event, to, count: 2 }] });
    await spring.commit({ transitions: [{ count: 3, to, event, from, machine }] });
    expect(await store().readTransitionCounts(spring.id)).toEqual([{ ...minted, count: 5 }]);
  });

  test('a turn that is not committed counts nothing', async () => {
    const spring = await play(store());
    const stale = turnOf(campaignOf({ seq: 1 }), { transitions: [minted] });
    expect(await store().commitTurn(stale)).toEqual({ kind: 'stale' });
    expect(await store().readTransitionCounts(spring.id)).toEqual([]);
  });

  test('the counts of a draft are removed with it', async () => {
    const draft = await play(store(), { state: 'draft' });
    await draft.commit({ transitions: [enrolled] });
    await store().removeCampaign({ ...byOps, id: draft.id, rev: draft.record().rev });
    while (await store().sweepRemoved({ limit: 100 }));
    expect(await store().readTransitionCounts(draft.id)).toEqual([]);
    const next = await play(store(), { state: 'draft' });
    expect(await store().readTransitionCounts(next.id)).toEqual([]);
  });
}
