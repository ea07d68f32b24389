import { expect, test } from 'vitest';
import type { Enrollment } from '../../../../src/domain/contact/enrollment.ts';
import type { PersonChange } from '../../../../src/persistence/contract/store.ts';
import {
  addressOf,
  attemptOf,
  importOf,
  inFlight,
  newcomerOf,
  personOf,
  play,
  type Changes,
  type Played,
  liftOf,
} from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';
import { suppressionOf } from '../../../support/builders/suppressions.ts';

export function conflictTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  /** What minting an attempt for a contact takes, on the person as it is stored now. */
  const mintOf = async ({ id }: Played, enrollment: Enrollment, number: number): Promise<Changes> => {
    const attempt = attemptOf(id, number, enrollment);
    const person = await personOf(store(), enrollment);
    const change: PersonChange = {
      person: { ...person, rev: person.rev + 1, openAttempts: [attempt.id] },
      expectedRev: person.rev,
    };
    return { minted: [attempt], enrollments: [inFlight(enrollment, attempt)], persons: [change] };
  };

  test('two campaigns of a client share the person, so only one can mint on what both have read', async () => {
    const spring = await play(store(), { people: 1 });
    const autumn = await play(store(), { name: 'autumn', people: 1 });
    const [one, other] = [await spring.person(1), await autumn.person(1)];
    expect(one.person).toBe(other.person);
    const first = await mintOf(spring, one, 1);
    const second = await mintOf(autumn, other, 2);
    expect(await spring.commit(first)).toEqual({ kind: 'committed' });
    expect(await autumn.commit(second)).toEqual({
      kind: 'conflict',
      persons: [other.person],
      barred: [],
      identities: [],
    });
    expect(await store().readOpenAttempts(autumn.id)).toEqual([]);
    expect(await store().readCampaign(autumn.id)).toEqual(autumn.record());
    expect(await autumn.commit(await mintOf(autumn, other, 2))).toEqual({ kind: 'committed' });
  });

  test('different clients have different persons for the same address', async () => {
    const spring = await play(store(), { people: 1 });
    const other = await play(store(), { name: 'autumn', client: 'northwind', people: 1 });
    const [one, two] = [await spring.person(1), await other.person(1)];
    expect(one.person).not.toBe(two.person);
    expect(await personOf(store(), one)).toEqual({
      id: one.person,
      client: 'default',
      rev: 0,
      openAttempts: [],
      days: {},
      recent: {},
      lastTouch: null,
      optOut: null,
      mergedInto: null,
    });
    expect(await personOf(store(), two)).toMatchObject({ client: 'northwind' });
  });

  test('a person that is not there is a conflict', async () => {
    const { commit, person } = await play(store(), { people: 1 });
    const known = await personOf(store(), await person(1));
    expect(await commit({ persons: [{ person: { ...known, id: '999' }, expectedRev: 0 }] })).toMatchObject({
      kind: 'conflict',
      persons: ['999'],
    });
  });

  test.each(['default', '*'])(
    'no contact is minted that a suppression of client %s names',
    async (client) => {
      const played = await play(store(), { people: 3 });
      const changes = await mintOf(played, await played.person(2), 1);
      const unaffected = await mintOf(played, await played.person(3), 2);
      const address = addressOf(2);
      await store().putSuppression(
        suppressionOf({ client, address, reason: 'opt-out', by: 'key:ops', at: 1 }),
      );
      const result = await played.commit({
        minted: [...(changes.minted ?? []), ...(unaffected.minted ?? [])],
        enrollments: [...(changes.enrollments ?? []), ...(unaffected.enrollments ?? [])],
      });
      expect(result).toEqual({
        kind: 'conflict',
        persons: [],
        barred: [2],
        identities: [],
      });
      expect(await store().readOpenAttempts(played.id)).toEqual([]);
      expect(await played.commit(unaffected)).toEqual({ kind: 'committed' });
    },
  );

  test('a suppression of another client stops nothing', async () => {
    const played = await play(store(), { people: 1 });
    const address = addressOf(1);
    await store().putSuppression(
      suppressionOf({ client: 'northwind', address, reason: 'opt-out', by: 'x', at: 1 }),
    );
    expect(await played.commit(await mintOf(played, await played.person(1), 1))).toEqual({
      kind: 'committed',
    });
  });

  test('no contact is minted that the same turn suppresses', async () => {
    const played = await play(store(), { people: 1 });
    const person = await played.person(1);
    const suppression = suppressionOf({ address: addressOf(1), reason: 'opt-out' });
    expect(
      await played.commit({ minted: [attemptOf(played.id, 1, person)], suppressions: [suppression] }),
    ).toMatchObject({ kind: 'conflict', barred: [1] });
    expect((await store().listSuppressions({ limit: 9 })).items).toEqual([]);
  });

  test.each(['default', '*'])(
    'a hold on client %s lets nothing be minted, and all else through',
    async (client) => {
      const played = await play(store(), { people: 2 });
      const changes = await mintOf(played, await played.person(1), 1);
      await store().putStop({ client, reason: 'fire', by: 'key:ops', at: 1 });
      expect(await played.commit(changes)).toEqual({ kind: 'stopped' });
      expect(await played.person(1)).toMatchObject({ state: 'pending' });
      expect(await played.commit({ events: [{}] })).toEqual({ kind: 'committed' });
      await store().removeStop(liftOf(client));
      expect(await played.commit(changes)).toEqual({ kind: 'committed' });
    },
  );

  test('a hold on another client stops nothing', async () => {
    const played = await play(store(), { people: 1 });
    await store().putStop({ client: 'northwind', reason: null, by: 'key:ops', at: 1 });
    expect(await played.commit(await mintOf(played, await played.person(1), 1))).toEqual({
      kind: 'committed',
    });
  });

  test('an identity is enrolled once per campaign; the conflict names those that are', async () => {
    const { id, commit, enroll, record } = await play(store(), { people: 2 });
    const again = [newcomerOf(3), newcomerOf(4, { identity: 'tel:+12025550002' })];
    expect(await enroll(again)).toEqual({
      kind: 'conflict',
      persons: [],
      barred: [],
      identities: ['tel:+12025550002'],
    });
    const twins = [newcomerOf(3), newcomerOf(4, { identity: newcomerOf(3).identity })];
    const chunk = { record: importOf(id), newcomers: twins, rejections: [] };
    expect(await commit({ chunk })).toMatchObject({ kind: 'conflict', identities: [newcomerOf(3).identity] });
    expect(await store().readLastPosition(id)).toBe(2);
    expect(await store().readCampaign(id)).toEqual(record());
    const elsewhere = await play(store(), { name: 'autumn' });
    expect(await elsewhere.enroll([newcomerOf(1)])).toEqual({ kind: 'committed' });
  });

  test('everything that stands in the way is named at once', async () => {
    const played = await play(store(), { people: 2 });
    const { minted, persons } = await mintOf(played, await played.person(1), 1);
    const address = addressOf(1);
    await store().putSuppression(
      suppressionOf({ client: 'default', address, reason: 'opt-out', by: 'x', at: 1 }),
    );
    expect(
      await played.commit({
        minted: minted ?? [],
        persons: persons ?? [],
        chunk: { record: importOf(played.id), newcomers: [newcomerOf(2)], rejections: [] },
      }),
    ).toEqual({
      kind: 'conflict',
      persons: [(await played.person(1)).person],
      barred: [1],
      identities: [newcomerOf(2).identity],
    });
  });
}
