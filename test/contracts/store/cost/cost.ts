import { expect, test } from 'vitest';
import { byOps, monday, play } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

/** Rate tables, and what turns spend under the budget of a client. */
export function costTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const text = 'prefix,rate,currency,increment,minimum\n1,0.0085,USD,60,60\n';
  const put = (client: string, validFrom: number) =>
    store().putRates({ client, validFrom, text, rates: 1, ...byOps });

  test('tables are read newest first, per client; each change is logged and raises the revision of settings', async () => {
    const before = (await store().readNewSettings(null))?.rev ?? 0;
    await put('default', monday);
    await put('default', monday + 5);
    await put('*', monday);
    const table = { client: 'default', text, rates: 1, importedAt: byOps.at, by: byOps.by };
    expect(await put('default', monday)).toEqual({ ...table, validFrom: monday });
    expect(await store().listRates('default')).toEqual([
      { ...table, validFrom: monday + 5 },
      { ...table, validFrom: monday },
    ]);
    const news = await store().readNewSettings(null);
    expect([news?.rev, news?.rated.toSorted()]).toEqual([before + 4, ['*', 'default']]);
    const removal = { client: 'default', validFrom: monday, ...byOps };
    expect(await store().removeRates(removal)).toBe(true);
    expect(await store().removeRates(removal)).toBe(false);
    const log = await store().readClientLog({ client: 'default', afterSeq: 0, limit: 9 });
    expect(log.map(({ type }) => type)).toEqual([
      'rates.imported',
      'rates.imported',
      'rates.imported',
      'rates.removed',
    ]);
  });

  test('spending of all campaigns of a client adds up, and a turn that would exceed the limit changes nothing', async () => {
    const spring = await play(store());
    const autumn = await play(store(), { name: 'autumn' });
    const day = { period: '2027-03-01', currency: 'USD' };
    const read = async () =>
      (await store().readSpending({ client: 'default', periods: [day.period] })).map(({ micros }) => micros);
    expect(await read()).toEqual([]);
    expect(await spring.commit({ spending: [{ ...day, micros: 60, limit: 100 }] })).toEqual({
      kind: 'committed',
    });
    expect(await autumn.commit({ spending: [{ ...day, micros: 41, limit: 100 }] })).toEqual({
      kind: 'budget-exceeded',
    });
    expect(await read()).toEqual([60]);
    expect(await autumn.commit({ spending: [{ ...day, micros: 40, limit: 100 }] })).toEqual({
      kind: 'committed',
    });
    // A late amount is stored although it is above the limit.
    expect(await spring.commit({ spending: [{ ...day, micros: 7, limit: null }] })).toEqual({
      kind: 'committed',
    });
    expect(await read()).toEqual([107]);
    expect(await store().readSpending({ client: 'northwind', periods: [day.period] })).toEqual([]);
  });

  test('two campaigns that spend at the same time cannot exceed the limit together', async () => {
    const some = await Promise.all(['a', 'b', 'c', 'd'].map((name) => play(store(), { name })));
    const spend = { period: '2027-03', currency: 'USD', micros: 30, limit: 100 };
    const results = await Promise.all(some.map(({ commit }) => commit({ spending: [spend] })));
    expect(results.map(({ kind }) => kind).toSorted()).toEqual([
      'budget-exceeded',
      'committed',
      'committed',
      'committed',
    ]);
    const [{ micros } = { micros: 0 }] = await store().readSpending({
      client: 'default',
      periods: ['2027-03'],
    });
    expect(micros).toBe(90);
  });
}
