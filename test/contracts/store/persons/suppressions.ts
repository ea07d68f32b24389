import { expect, test } from 'vitest';
import { addressOf, byOps, personOf, play, readAll } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

export function suppressionTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  const suppressionOf = (client: string, address: string, reason = 'opt-out') => ({
    client,
    address,
    reason,
    by: 'key:ops',
    at: 5,
  });
  const personAt = async (played: Awaited<ReturnType<typeof play>>, position = 1) =>
    personOf(store(), await played.person(position));

  test.each(['opt-out', 'opted-out'])(
    'a full opt-out (%s) marks the person until it is lifted',
    async (reason) => {
      const played = await play(store(), { people: 2 });
      await store().putSuppression(suppressionOf('default', addressOf(1), reason));
      expect(await personAt(played)).toMatchObject({ optOut: reason, rev: 1 });
      expect(await personAt(played, 2)).toMatchObject({ optOut: null, rev: 0 });
      expect(await store().removeSuppression({ ...byOps, client: 'default', address: addressOf(1) })).toBe(
        true,
      );
      expect(await personAt(played)).toMatchObject({ optOut: null, rev: 2 });
      expect(await store().removeSuppression({ ...byOps, client: 'default', address: addressOf(1) })).toBe(
        false,
      );
      expect(await personAt(played)).toMatchObject({ rev: 2 });
    },
  );

  test('any other suppression concerns the address alone, and takes no opt-out away', async () => {
    const played = await play(store(), { people: 1 });
    await store().putSuppression(suppressionOf('default', addressOf(1), 'do-not-call'));
    expect(await personAt(played)).toMatchObject({ optOut: null, rev: 0 });
    await store().putSuppression(suppressionOf('default', 'person1@example.com', 'opt-out'));
    await store().removeSuppression({ ...byOps, client: 'default', address: addressOf(1) });
    expect(await personAt(played)).toMatchObject({ optOut: 'opt-out', rev: 1 });
  });

  test('an opt-out on the list of all clients marks the persons of each, until no list has one', async () => {
    const spring = await play(store(), { people: 1 });
    const other = await play(store(), { name: 'other', client: 'northwind', people: 1 });
    const address = addressOf(1);
    await store().putSuppression(suppressionOf('*', address));
    expect(await personAt(spring)).toMatchObject({ optOut: 'opt-out' });
    expect(await personAt(other)).toMatchObject({ optOut: 'opt-out' });
    await store().putSuppression(suppressionOf('northwind', address, 'opted-out'));
    await store().removeSuppression({ ...byOps, client: '*', address });
    expect(await personAt(spring)).toMatchObject({ optOut: null });
    expect(await personAt(other)).toMatchObject({ optOut: 'opt-out' });
  });

  test('a person made after the opt-out is marked from the start, by any of the keys', async () => {
    await store().putSuppression(suppressionOf('default', 'person1@example.com'));
    const played = await play(store(), { people: 2 });
    expect(await personAt(played)).toMatchObject({ optOut: 'opt-out' });
    expect(await personAt(played, 2)).toMatchObject({ optOut: null });
  });

  test('the entries of an address are read by list, and its person by any of its keys', async () => {
    const played = await play(store(), { people: 2 });
    const [own, ofAll] = [suppressionOf('default', addressOf(1), 'asked'), suppressionOf('*', addressOf(1))];
    await store().putSuppression(own);
    await store().putSuppression(suppressionOf('northwind', addressOf(1)));
    const read = (lists: string[], address = addressOf(1)) => store().readSuppressions({ lists, address });
    expect(await read(['default', '*'])).toEqual([own]);
    await store().putSuppression(ofAll);
    expect(await read(['default', '*'])).toEqual([own, ofAll]);
    expect(await read(['default', '*'], addressOf(2))).toEqual([]);
    const person = await personAt(played);
    expect(await store().findPerson({ client: 'default', address: addressOf(1) })).toEqual(person);
    expect(await store().findPerson({ client: 'default', address: 'person1@example.com' })).toEqual(person);
    expect(await store().findPerson({ client: 'northwind', address: addressOf(1) })).toBeNull();
  });

  test('a turn suppresses with its commit, marking a person that the turn left unmarked', async () => {
    const played = await play(store(), { people: 2 });
    const before = await personAt(played);
    await played.commit({
      suppressions: [suppressionOf('default', addressOf(1)), suppressionOf('default', addressOf(2))],
      persons: [{ person: { ...before, rev: 1, optOut: 'opt-out' }, expectedRev: 0 }],
    });
    expect(await personAt(played)).toMatchObject({ optOut: 'opt-out', rev: 1 });
    expect(await personAt(played, 2)).toMatchObject({ optOut: 'opt-out', rev: 1 });
    expect((await store().listSuppressions({ limit: 9 })).items).toHaveLength(2);
  });

  test('where contacts can be reached names the keys of theirs that are suppressed for the client', async () => {
    const played = await play(store(), { people: 2 });
    const of = (positions: readonly number[]) => store().readReach({ campaign: played.id, positions });
    const addresses = (position: number) => [
      { kind: 'phone', address: addressOf(position), extension: null },
      { kind: 'email', address: `person${position}@example.com`, extension: null },
    ];
    expect(await of([2, 9])).toEqual([{ position: 2, addresses: addresses(2), marks: [] }]);
    await store().putSuppression(suppressionOf('northwind', addressOf(1)));
    await store().putSuppression(suppressionOf('*', 'person1@example.com', 'bounced'));
    expect(await of([1, 2])).toEqual([
      { position: 1, addresses: addresses(1), marks: [{ key: 'person1@example.com', reason: 'bounced' }] },
      { position: 2, addresses: addresses(2), marks: [] },
    ]);
    expect(await store().readReach({ campaign: 'cmp_none', positions: [1] })).toEqual([]);
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
