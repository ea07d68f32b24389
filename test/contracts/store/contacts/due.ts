import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueClasses, type DueClass, type Enrollment } from '../../../../src/domain/contact/enrollment.ts';
import { tallyBucketMs, type Newcomer } from '../../../../src/persistence/contract/store.ts';
import { addressOf, monday, newcomerOf, play, waitingUntil, type Played } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';
import { suppressionOf } from '../../../support/builders/suppressions.ts';

export function dueTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  const readDue = (
    { id }: Played,
    input: Partial<Parameters<ReturnType<typeof store>['readDue']>[0]> = {},
  ): Promise<readonly Enrollment[]> =>
    store().readDue({ campaign: id, calendars: [1], now: monday, limit: 100, ...input });
  const positionsOf = (people: readonly Enrollment[]): number[] => people.map(({ position }) => position);
  const inCalendars = (calendars: readonly number[]): Newcomer[] =>
    calendars.map((calendar, index) => newcomerOf(index + 1, { calendar }));

  test('new people come in the order of their rows, complete', async () => {
    const played = await play(store(), { people: 5 });
    const due = await readDue(played, { limit: 3 });
    expect(positionsOf(due)).toEqual([1, 2, 3]);
    expect(due[0]).toEqual(await played.person(1));
    expect(due[0]).toMatchObject({
      contact: newcomerOf(1).contact.id,
      state: 'pending',
      step: 0,
      attempts: 0,
      dueClass: dueClasses.new,
      dueAt: 0,
      waitReason: 'contact.new',
      openAttempt: null,
      endedAt: null,
    });
  });

  test('callbacks come first, then retries by due time, then new people, across calendars', async () => {
    const played = await play(store());
    await played.enroll(inCalendars([1, 2, 1, 2, 3, 1]));
    const callback = { dueClass: dueClasses.callback, waitReason: 'callback.waiting' as const };
    await played.commit({
      enrollments: [
        waitingUntil(await played.person(1), monday - 10),
        waitingUntil(await played.person(2), monday - 20),
        { ...waitingUntil(await played.person(3), monday), ...callback },
        waitingUntil(await played.person(6), monday + 1),
      ],
    });
    expect(positionsOf(await readDue(played, { calendars: [1, 2] }))).toEqual([3, 2, 1, 4]);
    expect(positionsOf(await readDue(played, { calendars: [2, 1], limit: 2 }))).toEqual([3, 2]);
    expect(positionsOf(await readDue(played, { calendars: [3, 1, 1], now: monday + 1 }))).toEqual([
      3, 1, 6, 5,
    ]);
    expect(await readDue(played, { calendars: [] })).toEqual([]);
    // A pause delays the others by a minute, but not callbacks.
    const paused = { calendars: [1, 2], now: monday - 60_000, at: monday };
    expect(positionsOf(await readDue(played, paused))).toEqual([3, 4]);
    expect(positionsOf(await readDue(played, { ...paused, at: monday - 1 }))).toEqual([4]);
    const { again, new: newcomers } = dueClasses;
    const ofClasses = (...classes: DueClass[]) => readDue(played, { calendars: [1, 2], classes });
    expect(positionsOf(await ofClasses(newcomers, dueClasses.callback))).toEqual([3, 4]);
    expect(positionsOf(await ofClasses(again))).toEqual([2, 1]);
    expect(await readDue(played, { classes: [] })).toEqual([]);
    expect(await readDue(played, { limit: 0 })).toEqual([]);
  });

  test('due contacts come with their persons, contacts and suppressions, as these are read one by one', async () => {
    const played = await play(store());
    await played.enroll(inCalendars([1, 2, 1, 2]));
    const [phone] = newcomerOf(1).contact.addresses;
    const email = newcomerOf(2).contact.addresses[1];
    const joining = newcomerOf(5);
    const addresses = [phone, email].filter((one) => one !== undefined);
    // This contact shows that the first two are one person.
    await played.enroll([{ ...joining, contact: { ...joining.contact, addresses } }]);
    await played.commit({ enrollments: [waitingUntil(await played.person(4), monday - 10)] });
    const input = { campaign: played.id, calendars: [1, 2], now: monday, at: monday, limit: 100 };
    const readOneByOne = async (changes: Partial<typeof input> & { steps?: readonly number[] } = {}) => {
      const due = await store().readDue({ ...input, ...changes });
      const of = { campaign: played.id, positions: positionsOf(due), at: monday };
      const persons = await store().readPersons(due.map(({ person }) => person));
      const contacts = await store().readContacts(of);
      const reaches = await store().readReach(of);
      return due.map((enrollment, index) => ({
        enrollment,
        person: persons.get(enrollment.person),
        contact: contacts[index]?.contact,
        marks: reaches[index]?.marks,
        consented: reaches[index]?.consented,
      }));
    };
    expect(await readOneByOne()).toHaveLength(5);
    expect(await store().readDueContacts(input)).toEqual(await readOneByOne());
    await store().putSuppression(
      suppressionOf({
        client: 'default',
        address: addressOf(3),
        reason: 'opt-out',
        by: 'test',
        at: monday,
      }),
    );
    const all = await store().readDueContacts(input);
    expect(all).toEqual(await readOneByOne());
    expect(all.filter(({ marks }) => marks.length > 0)).toHaveLength(1);
    expect(new Set(all.map(({ person }) => person.id)).size).toBe(3);
    for (const changes of [{ limit: 2 }, { limit: 0 }, { calendars: [2] }, { steps: [0] }, { steps: [1] }])
      expect(await store().readDueContacts({ ...input, ...changes })).toEqual(await readOneByOne(changes));
    await played.commit({ patch: { rest: 'cancelled' } });
    expect(await store().readDueContacts(input)).toEqual([]);
  });

  test('only the pending and the waiting are due', async () => {
    const played = await play(store(), { people: 5 });
    const people = await readDue(played);
    const states = ['in-flight', 'paused', 'review', 'completed'] as const;
    await played.commit({
      enrollments: states.map((state, index) => ({ ...(people[index] as Enrollment), state })),
    });
    expect(positionsOf(await readDue(played))).toEqual([5]);
  });

  test('no contact is due in a campaign that was cancelled or expired, and nothing is rewritten', async () => {
    const played = await play(store(), { people: 3 });
    await played.commit({
      enrollments: [{ ...(await played.person(1)), deadlineAt: monday }],
      tallies: [{ calendar: 1, dueClass: 2, waitReason: 'contact.new', bucket: 0, contacts: 3 }],
    });
    await played.commit({ patch: { rest: 'cancelled' } });
    expect(await readDue(played)).toEqual([]);
    expect(await store().readDueHeads(played.id)).toEqual([]);
    expect(await store().readTallies(played.id)).toEqual([]);
    expect(await store().readOverdue({ campaign: played.id, now: monday, limit: 9 })).toEqual([]);
  });

  test('tallies are the sums of what turns add, by calendar, class, reason and quarter of an hour', async () => {
    const played = await play(store());
    const bucket = Math.floor(monday / tallyBucketMs);
    const fresh = { calendar: 1, dueClass: 2, waitReason: 'contact.new', bucket: 0, contacts: 3 } as const;
    const retry = { calendar: 1, dueClass: 1, waitReason: 'retry.waiting', bucket, contacts: 2 } as const;
    const apart = [
      fresh,
      { ...fresh, calendar: 2 },
      retry,
      { ...retry, waitReason: 'callback.waiting' },
      { ...retry, bucket: bucket + 1 },
    ] as const;
    await played.commit({ tallies: apart });
    await played.commit({
      tallies: [
        { ...retry, contacts: 5 },
        { ...fresh, contacts: -3 },
      ],
    });
    const found = await store().readTallies(played.id);
    expect(found).toHaveLength(4);
    expect(found).toEqual(expect.arrayContaining([{ ...retry, contacts: 7 }, ...apart.slice(3), apart[1]]));
  });

  test('heads give the earliest of each calendar and class, due or not', async () => {
    const played = await play(store());
    await played.enroll(inCalendars([1, 1, 1, 2]));
    await played.commit({
      enrollments: [
        waitingUntil(await played.person(1), monday + 60_000),
        waitingUntil(await played.person(2), monday + 30_000),
      ],
    });
    expect(await store().readDueHeads(played.id)).toEqual([
      { calendar: 1, dueClass: 1, dueAt: monday + 30_000, position: 2 },
      { calendar: 1, dueClass: 2, dueAt: 0, position: 3 },
      { calendar: 2, dueClass: 2, dueAt: 0, position: 4 },
    ]);
    expect(await store().readDueHeads('cmp_none')).toEqual([]);
  });

  test('people due later in the bucket of now are counted, by class and reason', async () => {
    const played = await play(store());
    await played.enroll(inCalendars([1, 1, 1, 1, 2, 1]));
    const start = Math.floor(monday / tallyBucketMs) * tallyBucketMs;
    const offsets = [10, 20, 30, tallyBucketMs, 30, 30];
    const enrollments = await Promise.all(
      offsets.map(async (offset, index) => waitingUntil(await played.person(index + 1), start + offset)),
    );
    enrollments[5] = { ...(enrollments[5] as Enrollment), waitReason: 'step.waiting' };
    await played.commit({ enrollments });
    const count = (now: number, waitReason: 'retry.waiting' | 'step.waiting' = 'retry.waiting') =>
      store().countDueAfter({ campaign: played.id, calendar: 1, dueClass: 1, waitReason, now });
    expect(await count(start + 5)).toBe(3);
    expect(await count(start + 10)).toBe(2);
    expect(await count(start + 10, 'step.waiting')).toBe(1);
    expect(await count(start + 30)).toBe(0);
    expect(await count(start + tallyBucketMs - 1)).toBe(0);
  });

  test('deadlines that have passed are found, earliest first, until the person has ended', async () => {
    const played = await play(store(), { people: 4 });
    const review = async (position: number, deadlineAt: number) => ({
      ...(await played.person(position)),
      state: 'review' as const,
      deadlineAt,
    });
    const ended = { ...(await review(4, monday - 50)), state: 'expired' as const };
    await played.commit({
      enrollments: [await review(1, monday), await review(2, monday - 5), await review(3, monday + 1), ended],
    });
    const overdue = (limit: number) => store().readOverdue({ campaign: played.id, now: monday, limit });
    expect(positionsOf(await overdue(9))).toEqual([2, 1]);
    expect(positionsOf(await overdue(1))).toEqual([2]);
  });

  test('any mix of calendars, classes and times comes in dispatch order', async () => {
    const person = fc.record({
      calendar: fc.integer({ min: 1, max: 4 }),
      dueClass: fc.constantFrom<DueClass>(-1, 0, 1, 2),
      dueAt: fc.integer({ min: -3, max: 3 }).map((offset) => monday + offset),
      waits: fc.boolean(),
    });
    const input = fc.record({
      people: fc.array(person, { minLength: 1, maxLength: 40 }),
      open: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 5 }),
      limit: fc.integer({ min: 1, max: 45 }),
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(input, async ({ people, open, limit }) => {
        round += 1;
        const played = await play(store(), { name: `round-${round}` });
        await played.enroll(inCalendars(people.map(({ calendar }) => calendar)));
        const all = await store().readEnrollments({
          campaign: played.id,
          positions: people.map((_, i) => i + 1),
        });
        const changed = all.map((enrollment, index): Enrollment => {
          const { dueClass, dueAt, waits } = people[index] ?? { dueClass: 0, dueAt: 0, waits: true };
          return { ...enrollment, dueClass, dueAt, state: waits ? 'waiting' : 'paused' };
        });
        await played.commit({ enrollments: changed });
        const expected = changed
          .filter(
            ({ state, calendar, dueAt }) => state === 'waiting' && open.includes(calendar) && dueAt <= monday,
          )
          .toSorted(
            (left, right) =>
              left.dueClass - right.dueClass || left.dueAt - right.dueAt || left.position - right.position,
          )
          .slice(0, limit);
        expect(await readDue(played, { calendars: open, limit })).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
}
