import { expect, test } from 'vitest';
import {
  addressesOfKind,
  emailAddress,
  linkedinAddress,
  phoneAddress,
} from '../../../../src/domain/contact/address.ts';
import type { ContactAddress } from '../../../../src/domain/contact/address.ts';
import { enrollmentEnds, type EnrollmentState } from '../../../../src/domain/contact/enrollment.ts';
import { fullPage } from '../../../../src/queries/full-page.ts';
import { addressOf, idOf, monday, newcomerOf, play, readAll, type Played } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

const everyState: readonly EnrollmentState[] = [
  'pending',
  'in-flight',
  'waiting',
  'paused',
  'review',
  ...enrollmentEnds,
];

/** Stores keep the order of the addresses of a kind, and need not keep that of kinds. */
function byKind(addresses: readonly ContactAddress[]): ContactAddress[] {
  return (['phone', 'email', 'linkedin'] as const).flatMap((kind) => addressesOfKind(addresses, kind));
}

export function peopleTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  /** A campaign with one person in each state, in this order. */
  const oneOfEach = async (): Promise<Played> => {
    const played = await play(store(), { people: everyState.length });
    const people = await Promise.all(everyState.map((_, index) => played.person(index + 1)));
    await played.commit({
      enrollments: people.map((person, index) => ({ ...person, state: everyState[index] ?? 'pending' })),
    });
    return played;
  };
  const list = async ({ id }: Played, states?: readonly EnrollmentState[], limit = 4) =>
    (
      await readAll((after) =>
        store().listEnrollments({
          campaign: id,
          limit,
          ...(states ? { states } : {}),
          ...(after ? { after } : {}),
        }),
      )
    ).map(({ position, state }) => [position, state]);

  test('people are found by any of their addresses and their external id, in their campaign only', async () => {
    const played = await play(store(), { people: 1 });
    const second = newcomerOf(2);
    const profile = 'https://www.linkedin.com/in/two';
    const addresses = [
      ...second.contact.addresses,
      phoneAddress('+12125559002', '7'),
      emailAddress('two@example.com'),
      linkedinAddress(profile),
    ];
    await played.enroll([
      { ...second, identity: 'id:C-2', contact: { ...second.contact, addresses, externalId: 'C-2' } },
    ]);
    const find = (keys: readonly string[], campaign = played.id) => store().findByKeys({ campaign, keys });
    const keys = ['+12125559002', addressOf(2), 'person2@example.com', 'two@example.com', profile];
    for (const key of [...keys, 'id:C-2']) expect(await find([key])).toEqual([{ key, position: 2 }]);
    for (const who of [...keys, 'C-2', 'Two@Example.com'])
      expect(await store().findEnrollment({ campaign: played.id, who })).toMatchObject({ position: 2 });
    const [read] = await store().readContacts({ campaign: played.id, positions: [2] });
    expect(byKind(read?.contact.addresses ?? [])).toEqual(byKind(addresses));
    expect(await find(['person1@example.com', 'id:C-2', 'id:C-9'])).toHaveLength(2);
    expect(await find([])).toEqual([]);
    const other = await play(store(), { name: 'other', people: 0 });
    expect(await find(['id:C-2'], other.id)).toEqual([]);
  });

  test('people are listed by position, page by page', async () => {
    const played = await oneOfEach();
    expect(await list(played)).toEqual(everyState.map((state, index) => [index + 1, state]));
    expect(await list(played, undefined, everyState.length)).toHaveLength(everyState.length);
  });

  test.each(everyState)('people who are %s can be listed alone', async (state) => {
    expect(await list(await oneOfEach(), [state], 1)).toEqual([[everyState.indexOf(state) + 1, state]]);
  });

  test('several states are listed together by position', async () => {
    const played = await oneOfEach();
    expect(await list(played, ['cancelled', 'invalid', 'review'], 2)).toEqual([
      [5, 'review'],
      [everyState.indexOf('invalid') + 1, 'invalid'],
      [everyState.indexOf('cancelled') + 1, 'cancelled'],
    ]);
    expect(await list(played, ['completed', 'pending'], 1)).toEqual([
      [1, 'pending'],
      [6, 'completed'],
    ]);
    expect(await list(played, [])).toEqual([]);
  });

  test('the pages of a state are full, also if few contacts have it and many are in between', async () => {
    const played = await play(store(), { people: 5_100 });
    const found = [2, 3_000, ...Array.from({ length: 60 }, (_, index) => 5_040 + index)];
    const people = await Promise.all(found.map(played.person));
    await played.commit({ enrollments: people.map((person) => ({ ...person, state: 'completed' })) });
    const read = (after: string | undefined) =>
      fullPage({
        after,
        limit: 50,
        read: (input) =>
          store().listEnrollments({ campaign: played.id, states: ['completed', 'in-flight'], ...input }),
      });
    const first = await read(undefined);
    expect(first.items.map(({ position }) => position)).toEqual(found.slice(0, 50));
    const second = await read(first.next ?? 'none');
    expect(second.items.map(({ position }) => position)).toEqual(found.slice(50));
    expect(second.next).toBeNull();
  });

  test('after a cancel every waiting contact is cancelled; contacts in flight or with an end are not', async () => {
    const played = await oneOfEach();
    await played.commit({ patch: { rest: 'cancelled', state: 'cancelled' } });
    const resting = new Set(['pending', 'waiting', 'paused', 'review']);
    const shown = everyState.map((state) => (resting.has(state) ? 'cancelled' : state));
    expect(await list(played)).toEqual(shown.map((state, index) => [index + 1, state]));
    expect(await list(played, ['cancelled'], 2)).toEqual(
      shown.flatMap((state, index) => (state === 'cancelled' ? [[index + 1, state]] : [])),
    );
    expect(await list(played, ['pending', 'paused'])).toEqual([]);
    expect(await list(played, ['in-flight'])).toEqual([[2, 'in-flight']]);
    const positions = everyState.map((_, index) => index + 1);
    const read = await store().readEnrollments({ campaign: played.id, positions });
    expect(read.map(({ state }) => state)).toEqual(shown);
    const results = await store().readResults({ campaign: played.id, after: null, limit: 99 });
    expect(results.map(({ enrollment }) => enrollment?.state)).toEqual(shown);
    expect((await store().findEnrollment({ campaign: played.id, who: idOf('con', 1) }))?.state).toBe(
      'cancelled',
    );
  });

  test('people are read in the order asked for, without those who are not there', async () => {
    const { id } = await play(store(), { people: 3 });
    const read = async (positions: readonly number[]) =>
      (await store().readEnrollments({ campaign: id, positions })).map(({ position }) => position);
    expect(await read([3, 9, 1])).toEqual([3, 1]);
    expect(await read([])).toEqual([]);
    const contacts = await store().readContacts({ campaign: id, positions: [2, 9] });
    expect(contacts).toEqual([{ position: 2, contact: newcomerOf(2).contact }]);
    expect(await store().readEnrollments({ campaign: 'cmp_none', positions: [1] })).toEqual([]);
  });

  test('one person is found by contact id, phone, e-mail or external id, whichever is their identity', async () => {
    const { id, enroll } = await play(store());
    const base = newcomerOf(1).contact;
    await enroll([
      newcomerOf(1),
      newcomerOf(2, {
        identity: 'id:C-2',
        contact: { ...newcomerOf(2).contact, externalId: 'C-2' },
      }),
      newcomerOf(3, {
        identity: 'mail:three@example.com',
        contact: { ...base, id: idOf('con', 3), row: 3, addresses: [emailAddress('three@example.com')] },
      }),
    ]);
    const find = async (who: string) =>
      (await store().findEnrollment({ campaign: id, who }))?.position ?? null;
    expect(await find(idOf('con', 2))).toBe(2);
    expect(await find(addressOf(1))).toBe(1);
    expect(await find(addressOf(2))).toBe(2);
    expect(await find('C-2')).toBe(2);
    expect(await find('Person2@Example.com')).toBe(2);
    expect(await find('three@example.com')).toBe(3);
    expect(await find('nobody')).toBeNull();
    await play(store(), { name: 'autumn' });
    expect(await store().findEnrollment({ campaign: 'cmp_autumn', who: 'C-2' })).toBeNull();
    expect(await store().findEnrollment({ campaign: 'cmp_none', who: 'C-2' })).toBeNull();
  });

  test('people are found by a part of their name, whatever its case and accents, page by page', async () => {
    const { id, enroll } = await play(store());
    const names = ['Zoë Müller', 'Jon Muller', null, 'ANNA  MÜLLER-LÜDENSCHEIDT', 'Anna Schmidt', 'Emuller'];
    await enroll(
      names.map((name, index) =>
        newcomerOf(index + 1, { contact: { ...newcomerOf(index + 1).contact, name } }),
      ),
    );
    const find = async (text: string, limit: number, campaign = id) =>
      (
        await readAll((after) => store().searchNames({ campaign, text, limit, ...(after ? { after } : {}) }))
      ).map(({ position }) => position);
    expect(await find('muller', 2)).toEqual([1, 2, 4, 6]);
    expect(await find('Anna Mü', 1)).toEqual([4]);
    expect(await find('ANNA', 50)).toEqual([4, 5]);
    expect(await find('nobody', 1)).toEqual([]);
    expect(await find(' ', 1)).toEqual([]);
    expect(await find('anna', 1, 'cmp_none')).toEqual([]);
    await play(store(), { name: 'autumn' });
    expect(await find('anna', 1, 'cmp_autumn')).toEqual([]);
  });

  test('a contact that is suppressed on arrival has ended and is not due', async () => {
    const { id, enroll, person } = await play(store());
    await enroll([newcomerOf(1, { state: 'suppressed' }), newcomerOf(2)]);
    expect(await person(1)).toMatchObject({ state: 'suppressed', endedAt: monday, attempts: 0 });
    expect(await store().readDueHeads(id)).toEqual([{ calendar: 1, dueClass: 2, dueAt: 0, position: 2 }]);
  });

  test('an imported contact has ended, one in review has not, and neither is due', async () => {
    const { id, enroll, person } = await play(store());
    await enroll([newcomerOf(1, { state: 'imported' }), newcomerOf(2, { state: 'review' }), newcomerOf(3)]);
    expect(await person(1)).toMatchObject({ state: 'imported', endedAt: monday, attempts: 0 });
    expect(await person(2)).toMatchObject({ state: 'review', endedAt: null, deadlineAt: null });
    expect(await store().readDueHeads(id)).toEqual([{ calendar: 1, dueClass: 2, dueAt: 0, position: 3 }]);
    const states = ['imported', 'review'] as const;
    const listed = await store().listEnrollments({ campaign: id, states, limit: 9 });
    expect(listed.items.map(({ position }) => position)).toEqual([1, 2]);
  });
}
