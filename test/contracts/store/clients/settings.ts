import { expect, test } from 'vitest';
import { liftOf } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

export function settingTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('holds are added once, listed and removed', async () => {
    const stop = { client: '*', reason: 'fire', by: 'key:ops', at: 5 };
    expect(await store().putStop(stop)).toBe(true);
    expect(await store().putStop({ ...stop, client: 'default', reason: null })).toBe(true);
    expect(await store().putStop({ ...stop, at: 6 })).toBe(false);
    expect(await store().listStops()).toEqual([stop, { ...stop, client: 'default', reason: null }]);
    expect(await store().removeStop(liftOf('*'))).toBe(true);
    expect(await store().removeStop(liftOf('*'))).toBe(false);
    expect(await store().listStops()).toHaveLength(1);
  });

  test('every stop that was ordered or lifted stays in their log, newest first, page by page', async () => {
    const stop = { client: '*', reason: 'fire', by: 'key:ops', at: 5 };
    await store().putStop(stop);
    await store().putStop({ ...stop, at: 6 });
    await store().putStop({ ...stop, client: 'northwind', reason: null, at: 7 });
    await store().removeStop(liftOf('*'));
    await store().removeStop(liftOf('*'));
    const all = [
      { ...liftOf('*'), event: 'lifted' },
      { ...stop, client: 'northwind', reason: null, at: 7, event: 'ordered' },
      { ...stop, event: 'ordered' },
    ];
    const first = await store().listStopEvents({ limit: 2 });
    expect(first.items).toEqual(all.slice(0, 2));
    const rest = await store().listStopEvents({ limit: 2, after: first.next ?? '' });
    expect(rest).toEqual({ items: all.slice(2), next: null });
    expect((await store().listStopEvents({ clients: ['contoso', '*'], limit: 9 })).items).toEqual([
      all[0],
      all[2],
    ]);
  });

  test('clients are put, replaced and listed with their settings', async () => {
    const record = {
      client: 'northwind',
      settings: { timeZone: 'America/New_York', deep: [1] },
      updatedAt: 5,
    };
    await store().putClient({ record: { ...record, settings: {} }, by: 'key:ops' });
    await store().putClient({ record, by: 'key:ops' });
    await store().putClient({ record: { ...record, client: 'contoso' }, by: 'key:ops' });
    expect(await store().readClient('northwind')).toEqual(record);
    expect(await store().readClient('nobody')).toBeNull();
    expect((await store().listClients()).map(({ client }) => client)).toEqual(['contoso', 'northwind']);
  });

  test('what changed of settings and stops is read by their revision', async () => {
    const put = (client: string, settings: object) =>
      store().putClient({ record: { client, settings: { ...settings }, updatedAt: 5 }, by: 'key:ops' });
    const stop = { client: '*', reason: 'fire', by: 'key:ops', at: 5 };
    const none = await store().readNewSettings(null);
    expect(none).toMatchObject({ clients: [], stops: [] });
    const first = none?.rev ?? 0;
    expect(await store().readNewSettings(first)).toBeNull();

    await put('northwind', { deep: 1 });
    await put('contoso', {});
    const two = await store().readNewSettings(first);
    expect(two?.clients.map(({ client }) => client).toSorted()).toEqual(['contoso', 'northwind']);
    const second = two?.rev ?? 0;
    expect(second).toBeGreaterThan(first);

    await put('northwind', { deep: 2 });
    await store().putStop(stop);
    const third = await store().readNewSettings(second);
    expect(third).toMatchObject({ clients: [{ client: 'northwind', settings: { deep: 2 } }], stops: [stop] });
    expect(await store().putStop({ ...stop, at: 6 })).toBe(false);
    expect(await store().readNewSettings(third?.rev ?? 0)).toBeNull();
    await store().removeStop(liftOf('*'));
    expect(await store().readNewSettings(third?.rev ?? 0)).toMatchObject({ clients: [], stops: [] });
    expect((await store().readNewSettings(null))?.clients).toHaveLength(2);
  });

  test('changes at the same time are all read by who follows the revision', async () => {
    const seen = new Set<string>();
    let rev = (await store().readNewSettings(null))?.rev ?? 0;
    const follow = async (): Promise<void> => {
      const found = await store().readNewSettings(rev);
      for (const { client } of found?.clients ?? []) seen.add(client);
      rev = Math.max(rev, found?.rev ?? rev);
    };
    const clients = Array.from({ length: 24 }, (_, index) => `client-${index}`);
    for (const part of [clients.slice(0, 12), clients.slice(12)]) {
      const puts = part.map((client) =>
        store().putClient({ record: { client, settings: {}, updatedAt: 1 }, by: 'key:ops' }),
      );
      await Promise.all([...puts.map((put) => put.then(follow)), follow(), follow()]);
    }
    await follow();
    expect([...seen].toSorted()).toEqual(clients.toSorted());
  });

  test('a store says what it is and that it is well', async () => {
    expect(store().describe()).toMatch(/\w+/);
    expect(store().schemaVersion()).toBeGreaterThan(0);
    expect(await store().health()).toMatchObject({ ok: true });
  });
}
