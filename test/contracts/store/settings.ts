import { expect, test } from 'vitest';
import { useStore, type OpenStore } from './store-under-test.ts';

export function settingTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('holds are put, replaced, listed and removed', async () => {
    const hold = { client: '*', reason: 'fire', by: 'key:ops', at: 5 };
    await store().putHold(hold);
    await store().putHold({ ...hold, client: 'default', reason: null });
    await store().putHold({ ...hold, at: 6 });
    expect(await store().listHolds()).toEqual([
      { ...hold, at: 6 },
      { ...hold, client: 'default', reason: null },
    ]);
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

  test('replies are kept by key until they are too old', async () => {
    const reply = { key: 'k1', digest: 'd', status: 201, body: '{"a":1}', at: 10 };
    await store().putReply(reply);
    await store().putReply({ ...reply, key: 'k2', at: 20 });
    expect(await store().readReply('k1')).toEqual(reply);
    await store().dropReplies(20);
    expect(await store().readReply('k1')).toBeNull();
    expect(await store().readReply('k2')).not.toBeNull();
  });

  test('a store says what it is and that it is well', async () => {
    expect(store().describe()).toMatch(/\w+/);
    expect(await store().health()).toMatchObject({ ok: true });
  });
}
