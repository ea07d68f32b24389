import { expect, test } from 'vitest';
import { useStore, type OpenStore } from './store-under-test.ts';

export function settingTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('holds are added once, listed and removed', async () => {
    const hold = { client: '*', reason: 'fire', by: 'key:ops', at: 5 };
    expect(await store().putHold(hold)).toBe(true);
    expect(await store().putHold({ ...hold, client: 'default', reason: null })).toBe(true);
    expect(await store().putHold({ ...hold, at: 6 })).toBe(false);
    expect(await store().listHolds()).toEqual([hold, { ...hold, client: 'default', reason: null }]);
    expect(await store().removeHold('*')).toBe(true);
    expect(await store().removeHold('*')).toBe(false);
    expect(await store().listHolds()).toHaveLength(1);
  });

  test('clients are put, replaced and listed with their settings', async () => {
    const record = {
      client: 'northwind',
      settings: { timeZone: 'America/New_York', deep: [1] },
      updatedAt: 5,
    };
    await store().putClient({ ...record, settings: {} });
    await store().putClient(record);
    await store().putClient({ ...record, client: 'contoso' });
    expect(await store().readClient('northwind')).toEqual(record);
    expect(await store().readClient('nobody')).toBeNull();
    expect((await store().listClients()).map(({ client }) => client)).toEqual(['contoso', 'northwind']);
  });

  test('a store says what it is and that it is well', async () => {
    expect(store().describe()).toMatch(/\w+/);
    expect(store().schemaVersion()).toBeGreaterThan(0);
    expect(await store().health()).toMatchObject({ ok: true });
  });
}
