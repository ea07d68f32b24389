import { expect, test } from 'vitest';
import { addressOf, newcomerOf, play, readAll } from './fixtures.ts';
import { useStore, type OpenStore } from './store-under-test.ts';

export function suppressionTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  const suppressionOf = (client: string, address: string, reason = 'opt-out') => ({
    client,
    address,
    reason,
    by: 'key:ops',
    at: 5,
  });
  const party = async (played: Awaited<ReturnType<typeof play>>, position = 1) => {
    const [found] = await store().readParties([(await played.person(position)).party]);
    if (!found) throw new Error('no party');
    return found;
  };

  test('a suppression marks the party and raises its rev; lifting it takes the mark away', async () => {
    const played = await play(store(), { people: 2 });
    const { address } = newcomerOf(1);
    await store().putSuppression(suppressionOf('default', address));
    expect(await party(played)).toMatchObject({ suppressed: 'opt-out', rev: 1 });
    expect(await party(played, 2)).toMatchObject({ suppressed: null, rev: 0 });
    expect(await store().removeSuppression({ client: 'default', address })).toBe(true);
    expect(await party(played)).toMatchObject({ suppressed: null, rev: 2 });
    expect(await store().removeSuppression({ client: 'default', address })).toBe(false);
    expect(await party(played)).toMatchObject({ rev: 2 });
  });

  test('a global suppression marks the parties of all clients', async () => {
    const spring = await play(store(), { people: 1 });
    const other = await play(store(), { name: 'other', client: 'northwind', people: 1 });
    const { address } = newcomerOf(1);
    await store().putSuppression(suppressionOf('*', address, 'do-not-call'));
    expect(await party(spring)).toMatchObject({ suppressed: 'do-not-call' });
    expect(await party(other)).toMatchObject({ suppressed: 'do-not-call' });
    await store().putSuppression(suppressionOf('northwind', address, 'asked'));
    await store().removeSuppression({ client: '*', address });
    expect(await party(spring)).toMatchObject({ suppressed: null });
    expect(await party(other)).toMatchObject({ suppressed: 'asked' });
  });

  test('a party made after the suppression is marked from the start', async () => {
    await store().putSuppression(suppressionOf('default', addressOf(1)));
    const played = await play(store(), { people: 1 });
    expect(await party(played)).toMatchObject({ suppressed: 'opt-out' });
  });

  test('a turn suppresses with its commit, marking a party that the turn left unmarked', async () => {
    const played = await play(store(), { people: 2 });
    const before = await party(played);
    await played.commit({
      suppressions: [suppressionOf('default', addressOf(1)), suppressionOf('default', addressOf(2))],
      parties: [{ party: { ...before, rev: 1, suppressed: 'opt-out' }, expectedRev: 0 }],
    });
    expect(await party(played)).toMatchObject({ suppressed: 'opt-out', rev: 1 });
    expect(await party(played, 2)).toMatchObject({ suppressed: 'opt-out', rev: 1 });
    expect((await store().listSuppressions({ limit: 9 })).items).toHaveLength(2);
  });

  test('a suppression put again is replaced', async () => {
    await store().putSuppression(suppressionOf('default', '+1', 'first'));
    await store().putSuppression({ ...suppressionOf('default', '+1', 'second'), at: 6, by: 'cli' });
    expect((await store().listSuppressions({ limit: 9 })).items).toEqual([
      { client: 'default', address: '+1', reason: 'second', by: 'cli', at: 6 },
    ]);
  });

  test('suppressions are listed by client and address, page by page', async () => {
    const wanted = [
      ['*', '+1'],
      ['default', '+1'],
      ['default', '+2'],
      ['northwind', '+0'],
    ] as const;
    for (const [client, address] of wanted.toReversed()) {
      await store().putSuppression(suppressionOf(client, address));
    }
    const list = async (client?: string) =>
      (
        await readAll((after) =>
          store().listSuppressions({ limit: 1, ...(client ? { client } : {}), ...(after ? { after } : {}) }),
        )
      ).map((suppression) => [suppression.client, suppression.address]);
    expect(await list()).toEqual(wanted);
    expect(await list('default')).toEqual([
      ['default', '+1'],
      ['default', '+2'],
    ]);
    expect(await list('nobody')).toEqual([]);
  });
}
