import { expect, test } from 'vitest';
import { seriesStepMs, type SeriesRow } from '../../../../src/domain/campaign/series.ts';
import { byOps, campaignOf, monday, play, turnOf } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

const first: SeriesRow = {
  at: monday,
  placed: 3,
  ended: { answered: 2, busy: 1 },
  contactsEnded: 2,
  open: 4,
};
const second: SeriesRow = { ...first, at: monday + seriesStepMs };

export function seriesTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const read = (campaign: string, limits: { from?: number; to?: number; limit?: number } = {}) =>
    store().readSeries({ campaign, from: 0, to: monday * 2, limit: 100, ...limits });

  test('each turn adds to the five minutes of its campaign', async () => {
    const spring = await play(store());
    const autumn = await play(store(), { name: 'autumn' });
    await spring.commit({ series: [first] });
    await spring.commit({
      series: [{ at: monday, placed: 1, ended: { busy: -1, 'no-answer': 1 }, contactsEnded: 1, open: 0 }],
    });
    await autumn.commit({ series: [first] });
    expect(await read(spring.id)).toEqual([
      { at: monday, placed: 4, ended: { answered: 2, 'no-answer': 1 }, contactsEnded: 3, open: 0 },
    ]);
    expect(await read(autumn.id)).toEqual([first]);
    expect(await read('cmp_none')).toEqual([]);
  });

  test('a change without `open` leaves the one that is stored', async () => {
    const spring = await play(store());
    await spring.commit({ series: [{ ...first, open: null }] });
    expect(await read(spring.id)).toEqual([{ ...first, open: null }]);
    await spring.commit({ series: [{ ...first, ended: {}, placed: 0, contactsEnded: 0 }] });
    await spring.commit({ series: [{ ...first, open: null }] });
    expect(await read(spring.id)).toMatchObject([{ placed: 6, open: 4 }]);
  });

  test('a range has its beginning and not its end, by time, up to a limit', async () => {
    const spring = await play(store());
    const third = { ...first, at: monday + 2 * seriesStepMs };
    await spring.commit({ series: [third, second, first] });
    expect(await read(spring.id)).toEqual([first, second, third]);
    expect(await read(spring.id, { from: monday, to: third.at })).toEqual([first, second]);
    expect(await read(spring.id, { from: monday + 1 })).toEqual([second, third]);
    expect(await read(spring.id, { limit: 1 })).toEqual([first]);
  });

  test('a turn that is not committed adds nothing', async () => {
    const spring = await play(store());
    expect(await store().commitTurn(turnOf(campaignOf({ seq: 1 }), { series: [first] }))).toEqual({
      kind: 'stale',
    });
    expect(await read(spring.id)).toEqual([]);
  });

  test('the figures of a draft are removed with it', async () => {
    const draft = await play(store(), { state: 'draft' });
    await draft.commit({ series: [first] });
    await store().removeCampaign({ ...byOps, id: draft.id, rev: draft.record().rev });
    while (await store().sweepRemoved({ limit: 100 }));
    const next = await play(store(), { state: 'draft' });
    expect(await read(next.id)).toEqual([]);
  });
}
