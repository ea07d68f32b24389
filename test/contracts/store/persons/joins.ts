import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { emailAddress, linkedinAddress, phoneAddress } from '../../../../src/domain/contact/address.ts';
import { severalCampaigns } from '../../../../src/domain/contact/person.ts';
import type { Person } from '../../../../src/domain/contact/person.ts';
import type { Newcomer, Store } from '../../../../src/persistence/contract/store.ts';
import { addressOf, importOf, monday, newcomerOf, personOf, play } from '../fixtures.ts';
import type { Played } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

type Keys = {
  phones?: readonly string[];
  extension?: string;
  email?: string;
  linkedin?: string;
  id?: string;
};

/** A contact with these keys and no others. */
function contactWith(
  position: number,
  { phones = [], extension, email, linkedin, id }: Keys,
  changes: Partial<Newcomer> = {},
): Newcomer {
  const plain = newcomerOf(position);
  const contact = {
    ...plain.contact,
    addresses: [
      ...phones.map((one) => phoneAddress(one, extension)),
      ...(email === undefined ? [] : [emailAddress(email)]),
      ...(linkedin === undefined ? [] : [linkedinAddress(linkedin)]),
    ],
    externalId: id ?? null,
  };
  return { ...plain, identity: `row:${position}`, contact, ...changes };
}

/** What one contact was told of before the joins: an open attempt, attempts of a day, a touch, an opt-out. */
type Known = { open: boolean; day: '2027-02-28' | '2027-03-01'; count: number; at: number; optOut: boolean };

const known: fc.Arbitrary<Known> = fc.record({
  open: fc.boolean(),
  day: fc.constantFrom('2027-02-28', '2027-03-01'),
  count: fc.integer({ min: 1, max: 4 }),
  at: fc.integer({ min: 0, max: 9 }),
  optOut: fc.boolean(),
});
/** Contacts that are added later: each has the keys of two of the first ones. */
const links = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 })), { maxLength: 6 });

async function note(
  store: Store,
  played: Played,
  position: number,
  { open, ...facts }: Known,
): Promise<void> {
  const before = await personOf(store, await played.person(position));
  const person: Person = {
    ...before,
    rev: before.rev + 1,
    openAttempts: open ? [`att_${position}`] : [],
    days: { voice: { day: facts.day, count: facts.count } },
    lastTouch: { campaign: `cmp_${position}`, at: monday + facts.at },
    optOut: facts.optOut ? 'opt-out' : null,
  };
  expect(await played.commit({ persons: [{ person, expectedRev: before.rev }] })).toEqual({
    kind: 'committed',
  });
}

/** What a group of contacts comes to as one person, worked out without any order. */
function together(group: readonly { position: number; facts: Known }[]) {
  const lastDay =
    group
      .map(({ facts }) => facts.day)
      .toSorted()
      .at(-1) ?? '';
  const ofLastDay = group.filter(({ facts }) => facts.day === lastDay);
  const touches = group.map(({ position, facts }) => ({
    campaign: `cmp_${position}`,
    at: monday + facts.at,
  }));
  const [first] = touches;
  const isOne = touches.every(({ campaign }) => campaign === first?.campaign);
  const lastTouch = first && {
    campaign: isOne ? first.campaign : severalCampaigns,
    at: Math.max(...touches.map(({ at }) => at)),
  };
  return {
    openAttempts: group.flatMap(({ position, facts }) => (facts.open ? [`att_${position}`] : [])).toSorted(),
    days: { voice: { day: lastDay, count: ofLastDay.reduce((sum, { facts }) => sum + facts.count, 0) } },
    lastTouch: lastTouch ?? null,
    optOut: group.some(({ facts }) => facts.optOut) ? 'opt-out' : null,
  };
}

function groupsOf(count: number, pairs: readonly (readonly [number, number])[]): number[] {
  const group = Array.from({ length: count }, (_, index) => index);
  for (const [left, right] of pairs) {
    const [into = 0, from = 0] = [group[left], group[right]];
    for (const [index, one] of group.entries()) if (one === from) group[index] = into;
  }
  return group;
}

export function joinTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const personIdAt = async (played: Played, position: number) =>
    (await personOf(store(), await played.person(position))).id;

  test.each<[string, Keys, Keys, boolean]>([
    ['the external id', { id: 'C1', phones: ['+1'] }, { id: 'C1', phones: ['+2'] }, true],
    ['a phone number', { phones: ['+1', '+2'] }, { phones: ['+3', '+2'] }, true],
    [
      'a number with the same extension',
      { phones: ['+1'], extension: '5' },
      { phones: ['+1'], extension: '5' },
      true,
    ],
    [
      'an email address',
      { email: 'ann@example.com', id: 'C1' },
      { email: 'ann@example.com', id: 'C2' },
      true,
    ],
    [
      'a number with other extensions',
      { phones: ['+1'], extension: '5' },
      { phones: ['+1'], extension: '6' },
      false,
    ],
    ['the number that has an extension', { phones: ['+1'] }, { phones: ['+1'], extension: '6' }, false],
    [
      'a role mailbox',
      { email: 'info@example.com', id: 'C1' },
      { email: 'info@example.com', id: 'C2' },
      false,
    ],
    [
      'a LinkedIn profile',
      { linkedin: 'https://www.linkedin.com/in/ann', phones: ['+1'] },
      { linkedin: 'https://www.linkedin.com/in/ann' },
      true,
    ],
    ['nothing', { phones: ['+1'] }, { phones: ['+2'] }, false],
  ])('contacts with %s in common: one person?', async (_, left, right, isOne) => {
    const spring = await play(store());
    await spring.enroll([contactWith(1, left)]);
    const autumn = await play(store(), { name: 'autumn' });
    await autumn.enroll([contactWith(1, right)]);
    expect((await personIdAt(spring, 1)) === (await personIdAt(autumn, 1))).toBe(isOne);
  });

  test('contacts of different clients are never one person', async () => {
    const spring = await play(store());
    await spring.enroll([contactWith(1, { id: 'C1', phones: ['+1'] })]);
    const other = await play(store(), { name: 'other', client: 'northwind' });
    await other.enroll([contactWith(1, { id: 'C1', phones: ['+1'] })]);
    expect(await personIdAt(spring, 1)).not.toBe(await personIdAt(other, 1));
  });

  test('an import that shows that two persons are one joins them; a turn that read either conflicts', async () => {
    const spring = await play(store(), { people: 2 });
    const autumn = await play(store(), { name: 'autumn' });
    const [first, second] = [await spring.person(1), await spring.person(2)];
    const [left, right] = [await personOf(store(), first), await personOf(store(), second)];
    await autumn.enroll([contactWith(1, { phones: [addressOf(2), addressOf(1)] })]);
    for (const person of [left, right]) {
      const change = { person: { ...person, rev: 1, openAttempts: ['att_1'] }, expectedRev: person.rev };
      expect(await spring.commit({ persons: [change] })).toMatchObject({
        kind: 'conflict',
        persons: [person.id],
      });
    }
    const survivor = await personOf(store(), first);
    expect(survivor).toMatchObject({ id: left.id, rev: 1, mergedInto: null });
    expect(await personOf(store(), second)).toEqual(survivor);
    expect(await personOf(store(), await autumn.person(1))).toEqual(survivor);
    const change = { person: { ...survivor, rev: 2, openAttempts: ['att_1'] }, expectedRev: 1 };
    expect(await spring.commit({ persons: [change] })).toEqual({ kind: 'committed' });
    expect(await personOf(store(), second)).toMatchObject({ openAttempts: ['att_1'] });
  });

  test('the contacts of one chunk that share a key, directly or through a later row, are one person', async () => {
    const spring = await play(store());
    await spring.enroll([
      contactWith(1, { phones: ['+1', '+2'], email: 'ann@example.com' }),
      contactWith(2, { phones: ['+3'] }),
      contactWith(3, { phones: ['+2'] }),
      contactWith(4, { phones: ['+4', '+3', '+1'] }),
      contactWith(5, { phones: ['+4'], email: 'ann@work.example.com' }),
      contactWith(6, { phones: ['+6'] }),
    ]);
    const ids = await Promise.all([1, 2, 3, 4, 5, 6].map((position) => personIdAt(spring, position)));
    expect(new Set(ids.slice(0, 5)).size).toBe(1);
    expect(ids[5]).not.toBe(ids[0]);
  });

  test('the keys that a row adds to a known person lead to this person from then on', async () => {
    const spring = await play(store());
    await spring.enroll([contactWith(1, { phones: ['+1'] }), contactWith(2, { phones: ['+2'] })]);
    const autumn = await play(store(), { name: 'autumn' });
    await autumn.enroll([contactWith(1, { phones: ['+3', '+1', '+4'] }), contactWith(2, { phones: ['+5'] })]);
    const winter = await play(store(), { name: 'winter' });
    await winter.enroll([
      contactWith(1, { phones: ['+4'] }),
      contactWith(2, { phones: ['+3'] }),
      contactWith(3, { phones: ['+5'] }),
    ]);
    const known = await personIdAt(spring, 1);
    expect(await personIdAt(winter, 1)).toBe(known);
    expect(await personIdAt(winter, 2)).toBe(known);
    expect(await personIdAt(winter, 3)).toBe(await personIdAt(autumn, 2));
    expect(await personIdAt(winter, 3)).not.toBe(await personIdAt(spring, 2));
  });

  test('a join in the commit that changes one of the persons keeps the change', async () => {
    const { commit, id, person } = await play(store(), { people: 2 });
    const before = await personOf(store(), await person(2));
    const change = { person: { ...before, rev: 1, openAttempts: ['att_2'] }, expectedRev: 0 };
    const newcomers = [contactWith(3, { phones: [addressOf(1), addressOf(2)] })];
    const record = importOf(id, { id: 'imp_join' });
    await commit({ persons: [change], chunk: { record, newcomers, rejections: [] } });
    expect(await personOf(store(), await person(1))).toMatchObject({ openAttempts: ['att_2'] });
  });

  test('no open attempt, count or opt-out is lost, whatever is joined in whatever order', async () => {
    const checked = fc.assert(
      fc.asyncProperty(fc.array(known, { minLength: 6, maxLength: 6 }), links, async (people, pairs) => {
        const under = await open();
        try {
          const spring = await play(under.store, { people: people.length });
          for (const [index, facts] of people.entries()) await note(under.store, spring, index + 1, facts);
          const autumn = await play(under.store, { name: 'autumn' });
          for (const [index, [left, right]] of pairs.entries()) {
            const phones = [...new Set([addressOf(left + 1), addressOf(right + 1)])];
            await autumn.enroll([contactWith(index + 1, { phones })]);
          }
          const groups = groupsOf(people.length, pairs);
          for (const [index, group] of groups.entries()) {
            const theirs = people.flatMap((facts, other) =>
              groups[other] === group ? [{ position: other + 1, facts }] : [],
            );
            const person = await personOf(under.store, await spring.person(index + 1));
            expect(person).toMatchObject({ ...together(theirs), mergedInto: null });
          }
        } finally {
          await under.dispose();
        }
      }),
      { numRuns: 40 },
    );
    await expect(checked).resolves.toBeUndefined();
  });
}
