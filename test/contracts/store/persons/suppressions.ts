import { expect, test } from 'vitest';
import { addressOf, attemptOf, byOps, monday, personOf, play, readAll } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';
import { firstReasons, suppressionOf } from '../../../support/builders/suppressions.ts';

export function suppressionTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  const entryOf = (client: string, address: string, reason = 'opt-out') =>
    suppressionOf({ client, address, reason, at: 5 });
  const personAt = async (played: Awaited<ReturnType<typeof play>>, position = 1) =>
    personOf(store(), await played.person(position));

  test.each(['opt-out', 'opted-out'])(
    'a full opt-out (%s) marks the person until it is lifted',
    async (reason) => {
      const played = await play(store(), { people: 2 });
      await store().putSuppression(entryOf('default', addressOf(1), reason));
      expect(await personAt(played)).toMatchObject({ optOut: reason, rev: 1 });
      expect(await personAt(played, 2)).toMatchObject({ optOut: null, rev: 0 });
      expect(
        await store().removeSuppression({
          ...byOps,
          campaign: null,
          why: null,
          client: 'default',
          address: addressOf(1),
        }),
      ).toBe(true);
      expect(await personAt(played)).toMatchObject({ optOut: null, rev: 2 });
      expect(
        await store().removeSuppression({
          ...byOps,
          campaign: null,
          why: null,
          client: 'default',
          address: addressOf(1),
        }),
      ).toBe(false);
      expect(await personAt(played)).toMatchObject({ rev: 2 });
    },
  );

  test('any other suppression concerns the address alone, and takes no opt-out away', async () => {
    const played = await play(store(), { people: 1 });
    await store().putSuppression(entryOf('default', addressOf(1), 'do-not-call'));
    expect(await personAt(played)).toMatchObject({ optOut: null, rev: 0 });
    await store().putSuppression(entryOf('default', 'person1@example.com', 'opt-out'));
    await store().removeSuppression({
      ...byOps,
      campaign: null,
      why: null,
      client: 'default',
      address: addressOf(1),
    });
    expect(await personAt(played)).toMatchObject({ optOut: 'opt-out', rev: 1 });
  });

  test('an opt-out on the list of all clients marks the persons of each, until no list has one', async () => {
    const spring = await play(store(), { people: 1 });
    const other = await play(store(), { name: 'other', client: 'northwind', people: 1 });
    const address = addressOf(1);
    await store().putSuppression(entryOf('*', address));
    expect(await personAt(spring)).toMatchObject({ optOut: 'opt-out' });
    expect(await personAt(other)).toMatchObject({ optOut: 'opt-out' });
    await store().putSuppression(entryOf('northwind', address, 'opted-out'));
    await store().removeSuppression({ ...byOps, campaign: null, why: null, client: '*', address });
    expect(await personAt(spring)).toMatchObject({ optOut: null });
    expect(await personAt(other)).toMatchObject({ optOut: 'opt-out' });
  });

  test('a person made after the opt-out is marked from the start, by any of the keys', async () => {
    await store().putSuppression(entryOf('default', 'person1@example.com'));
    const played = await play(store(), { people: 2 });
    expect(await personAt(played)).toMatchObject({ optOut: 'opt-out' });
    expect(await personAt(played, 2)).toMatchObject({ optOut: null });
  });

  test('the entries of an address are read by list, and its person by any of its keys', async () => {
    const played = await play(store(), { people: 2 });
    const [own, ofAll] = [entryOf('default', addressOf(1), 'asked'), entryOf('*', addressOf(1))];
    await store().putSuppression(own);
    await store().putSuppression(entryOf('northwind', addressOf(1)));
    const read = (clients: string[], address = addressOf(1)) =>
      store().readSuppressions({ clients, address });
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
      suppressions: [entryOf('default', addressOf(1)), entryOf('default', addressOf(2))],
      persons: [{ person: { ...before, rev: 1, optOut: 'opt-out' }, expectedRev: 0 }],
    });
    expect(await personAt(played)).toMatchObject({ optOut: 'opt-out', rev: 1 });
    expect(await personAt(played, 2)).toMatchObject({ optOut: 'opt-out', rev: 1 });
    expect((await store().listSuppressions({ limit: 9 })).items).toHaveLength(2);
  });

  test('where contacts can be reached names the keys of theirs that are suppressed for the client', async () => {
    const played = await play(store(), { people: 2 });
    const of = (positions: readonly number[]) =>
      store().readReach({ campaign: played.id, positions, at: monday });
    const addresses = (position: number) => [
      { kind: 'phone', address: addressOf(position), extension: null },
      { kind: 'email', address: `person${position}@example.com`, extension: null },
    ];
    expect(await of([2, 9])).toEqual([{ position: 2, addresses: addresses(2), marks: [], consented: [] }]);
    await store().putSuppression(entryOf('northwind', addressOf(1)));
    await store().putSuppression(entryOf('*', 'person1@example.com', 'bounced'));
    expect(await of([1, 2])).toEqual([
      {
        position: 1,
        addresses: addresses(1),
        marks: [{ key: 'person1@example.com', reason: 'bounced', until: null }],
        consented: [],
      },
      { position: 2, addresses: addresses(2), marks: [], consented: [] },
    ]);
    expect(await store().readReach({ campaign: 'cmp_none', positions: [1], at: monday })).toEqual([]);
  });

  test('a suppression put again is replaced', async () => {
    await store().putSuppression(entryOf('default', '+1', 'first'));
    await store().putSuppression({ ...entryOf('default', '+1', 'second'), at: 6, by: 'cli' });
    expect((await store().listSuppressions({ limit: 9 })).items).toEqual([
      { ...entryOf('default', '+1', 'second'), at: 6, by: 'cli' },
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
      await store().putSuppression(entryOf(client, address));
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

  test('an entry acts for its campaign alone, and until its end exactly', async () => {
    const [spring, autumn] = [
      await play(store(), { people: 2 }),
      await play(store(), { name: 'autumn', people: 2 }),
    ];
    const end = monday + 1_000;
    const address = addressOf(1);
    await store().putSuppression({ ...entryOf('default', address), campaign: spring.id });
    await store().putSuppression({ ...entryOf('*', addressOf(2), 'for a time'), expiresAt: end });
    const marks = async ({ id }: { id: string }, at: number) =>
      (await store().readReach({ campaign: id, positions: [1, 2], at })).map((reach) => reach.marks);
    const [own, timed] = [
      { key: address, reason: 'opt-out', until: null },
      { key: addressOf(2), reason: 'for a time', until: end },
    ];
    expect(await marks(spring, end - 1)).toEqual([[own], [timed]]);
    expect(await marks(spring, end)).toEqual([[own], []]);
    expect(await marks(autumn, end - 1)).toEqual([[], [timed]]);
    // The opt-out of one campaign marks no person.
    expect(await personAt(spring)).toMatchObject({ optOut: null, rev: 0 });
    const mint = async (played: typeof spring, position: number, at: number) => {
      const person = await played.person(position);
      const minted = [attemptOf(played.id, position, person)];
      return (await played.commit({ minted, patch: { updatedAt: at } })).kind;
    };
    expect(await mint(spring, 1, end)).toBe('conflict');
    expect(await mint(autumn, 1, end)).toBe('committed');
    expect(await mint(spring, 2, end - 1)).toBe('conflict');
    expect(await mint(spring, 2, end)).toBe('committed');
    const looked = async (campaign: string, at: number) => {
      const asked = { campaign, client: 'default', identities: [], keys: [address, addressOf(2)], at };
      return firstReasons((await store().lookUpNewcomers(asked)).suppressed);
    };
    expect(await looked(spring.id, end - 1)).toEqual({ [address]: 'opt-out', [addressOf(2)]: 'for a time' });
    expect(await looked(autumn.id, end)).toEqual({});
  });

  test('an addition never weakens a list, and entries of several lists act together', async () => {
    const played = await play(store(), { people: 1 });
    const address = addressOf(1);
    const lasting = { ...entryOf('default', address), at: monday };
    await store().putSuppression(lasting);
    expect(await store().putSuppression({ ...lasting, reason: 'asked', expiresAt: monday + 5 })).toEqual(
      lasting,
    );
    expect(await store().putSuppression({ ...lasting, reason: 'asked' })).toEqual(lasting);
    const timed = { ...lasting, client: '*', reason: 'moved', expiresAt: monday + 9 };
    await store().putSuppression(timed);
    expect(await store().putSuppression({ ...timed, expiresAt: monday + 8 })).toEqual(timed);
    // An entry that has ended is replaced.
    const later = { ...timed, at: monday + 9, expiresAt: monday + 10 };
    expect(await store().putSuppression(later)).toEqual(later);
    const [reach] = await store().readReach({ campaign: played.id, positions: [1], at: monday });
    expect(reach?.marks).toEqual([
      { key: address, reason: 'opt-out', until: null },
      { key: address, reason: 'moved', until: monday + 10 },
    ]);
  });

  test('a list is added in one commit, and again without effect', async () => {
    const played = await play(store(), { people: 3 });
    const list = [1, 2, 3].map((n) => ({
      ...entryOf('default', addressOf(n), n === 3 ? 'opt-out' : 'listed'),
      source: 'import' as const,
      at: monday,
    }));
    const [first] = list;
    expect(await store().putSuppressions(list)).toEqual({ added: 3, changed: 0, unchanged: 0 });
    const again = list.map((entry) => ({ ...entry, by: 'key:web', at: monday + 5 }));
    expect(await store().putSuppressions(again)).toEqual({ added: 0, changed: 0, unchanged: 3 });
    expect(await personAt(played, 3)).toMatchObject({ optOut: 'opt-out', rev: 1 });
    const [stored] = await store().readSuppressions({ clients: ['default'], address: addressOf(1) });
    expect(stored).toEqual(first);
    expect(await store().putSuppressions([])).toEqual({ added: 0, changed: 0, unchanged: 0 });
  });

  test('the list of a campaign is listed alone, and is removed with its draft', async () => {
    const draft = await play(store(), { people: 1 });
    await draft.commit({ patch: { state: 'draft' } });
    for (const n of [1, 2, 3])
      await store().putSuppression({ ...entryOf('default', addressOf(n)), campaign: draft.id });
    await store().putSuppression(entryOf('default', addressOf(2)));
    const pages = await readAll((after) =>
      store().listSuppressions({
        client: 'default',
        campaign: draft.id,
        limit: 1,
        ...(after ? { after } : {}),
      }),
    );
    expect(pages.map(({ address }) => address)).toEqual([1, 2, 3].map(addressOf));
    const all = await readAll((after) => store().listSuppressions({ limit: 2, ...(after ? { after } : {}) }));
    expect(all.map(({ address, campaign }) => [address, campaign])).toEqual([
      [addressOf(1), draft.id],
      [addressOf(2), null],
      [addressOf(2), draft.id],
      [addressOf(3), draft.id],
    ]);
    const removal = { ...byOps, why: 'a mistake', client: 'default', campaign: draft.id };
    expect(await store().removeSuppression({ ...removal, address: addressOf(2) })).toBe(true);
    expect(await store().readSuppressions({ clients: ['default'], address: addressOf(2) })).toHaveLength(1);
    const [event] = await store().readClientLog({ client: 'default', afterSeq: 0, limit: 9 });
    expect(event?.data).toEqual({
      address: addressOf(2),
      reason: 'opt-out',
      campaign: draft.id,
      why: 'a mistake',
    });
    const { rev } = (await store().readCampaign(draft.id)) ?? { rev: 0 };
    expect(await store().removeCampaign({ id: draft.id, rev, ...byOps })).toBe(true);
    expect((await store().listSuppressions({ limit: 9 })).items).toHaveLength(1);
  });
}
