import { expect, test } from 'vitest';
import type { CampaignRecord } from '../../../../src/domain/campaign/campaign.ts';
import { removalIn } from '../../../../src/persistence/contract/campaigns/event-log.ts';
import { readLog } from '../../../../src/queries/log/verify-log.ts';
import { addressOf, monday, newcomerOf, play, turnOf } from '../fixtures.ts';
import type { Played } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';
import { firstReasons, suppressionOf } from '../../../support/builders/suppressions.ts';

const day = 86_400_000;
const by = 'system';
const email = (position: number): string => `person${position}@example.com`;

export function retentionTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const list = (
    kind: 'contacts' | 'events',
    before: number,
    after: { campaign: string; since: number } | null = null,
  ) => store().listRetained({ client: 'default', kind, before, after, limit: 2 });
  const end = (campaign: Played, at: number) =>
    campaign.commit({ patch: { state: 'completed', updatedAt: at }, events: [{}] });
  const reasons = async (campaign: string, keys: readonly string[]) => {
    const asked = { campaign, client: 'default', identities: [], keys, at: monday };
    return firstReasons((await store().lookUpNewcomers(asked)).suppressed);
  };
  const keyOf = (key: string, optOut: string | null = null) => ({ key, optOut });

  const stored = async (campaign: string): Promise<CampaignRecord> => {
    const found = await store().readCampaign(campaign);
    if (!found) throw new Error('the campaign is gone');
    return found;
  };
  /** Cuts the log of a campaign as it is now, but for these changes. */
  const cut = async (campaign: string, changes: { rev?: number; hash?: string } = {}): Promise<boolean> => {
    const record = await stored(campaign);
    const { verification, logged } = await readLog({ store: store(), record });
    const { head, chainedFrom } = verification;
    const { rev, seq } = { ...record, ...changes };
    const data = { through: seq, hash: changes.hash ?? head ?? campaign, chainedFrom, logged };
    const event = { seq: seq + 1, at: monday, by, position: null, attempt: null, data } as const;
    return store().cutLog({
      campaign,
      expected: { rev, seq },
      event: { ...event, type: 'campaign.log-removed' },
    });
  };
  const campaigns = async (...names: string[]): Promise<Played[]> => {
    const played: Played[] = [];
    for (const name of names) played.push(await play(store(), { name, people: 0 }));
    return played;
  };

  test('ended campaigns are listed by their end or their last change; live ones never', async () => {
    const [live, first, second, third] = (await campaigns('live', 'first', 'second', 'third')) as [
      Played,
      Played,
      Played,
      Played,
    ];
    await live.commit({ patch: { updatedAt: monday } });
    await end(second, monday + 2);
    await end(first, monday + 1);
    await end(third, monday + 3);
    await first.commit({ patch: { state: 'archived', updatedAt: monday + 9 } });
    expect(await list('contacts', monday + 3)).toEqual([
      { campaign: first.id, since: monday + 1 },
      { campaign: second.id, since: monday + 2 },
    ]);
    const page = await list('contacts', monday + 99);
    expect(await list('contacts', monday + 99, page.at(-1))).toEqual([
      { campaign: third.id, since: monday + 3 },
    ]);
    expect(await list('events', monday + 9)).toEqual([
      { campaign: second.id, since: monday + 2 },
      { campaign: third.id, since: monday + 3 },
    ]);
    expect(
      await store().listRetained({ client: 'x', kind: 'events', before: monday + 99, after: null, limit: 9 }),
    ).toEqual([]);
  });

  test('a settled campaign is listed again only after another change', async () => {
    const [one] = (await campaigns('one')) as [Played];
    await end(one, monday);
    const data = { campaign: one.id, name: 'one', contacts: 3 };
    const event = { type: 'contacts.expired', at: monday, by, data } as const;
    const settle = (rev: number) =>
      store().settleRetained({ campaign: one.id, kind: 'contacts', rev, event });
    const { rev } = one.record();
    expect(await settle(rev + 1)).toBe(false);
    expect(await settle(rev)).toBe(true);
    expect(await settle(rev)).toBe(false);
    expect(await list('contacts', monday + day)).toEqual([]);
    expect(await list('events', monday + day)).toHaveLength(1);
    expect(await store().readClientLog({ client: 'default', afterSeq: 0, limit: 9 })).toEqual([
      { seq: 1, ...event },
    ]);
    await one.commit({ patch: { updatedAt: monday + 5 }, events: [{}] });
    expect(await list('contacts', monday + day)).toEqual([{ campaign: one.id, since: monday + 5 }]);
  });

  test('the notes of the reviews of a campaign are removed when its contacts are', async () => {
    const [one] = (await campaigns('one')) as [Played];
    const item = {
      client: 'default',
      campaign: one.id,
      position: 1,
      attempt: null,
      kind: 'message',
      openedAt: monday,
    };
    await store().putReview({ id: 'rev_1', ...item });
    await store().decideReview({ id: 'rev_1', state: 'approved', at: monday, by, note: 'Anna is fine' });
    await end(one, monday);
    await store().settleRetained({ campaign: one.id, kind: 'contacts', rev: one.record().rev, event: null });
    expect(await store().readReview('rev_1')).toMatchObject({ state: 'approved', note: null });
  });

  test('a key is removed unless another contact of the client has it; a suppression stays as a hash', async () => {
    const [old, live, other] = [
      await play(store(), { name: 'old', people: 3 }),
      await play(store(), { name: 'live', people: 1 }),
      await play(store(), { name: 'other', client: 'other', people: 2 }),
    ];
    for (const address of [addressOf(1), addressOf(2)])
      await store().putSuppression(
        suppressionOf({ client: 'default', address, reason: 'asked', by, at: monday }),
      );
    await store().putSuppression(
      suppressionOf({ client: '*', address: addressOf(2), reason: 'theirs', by, at: monday }),
    );
    const keys = [1, 2, 3].flatMap((position) => [
      keyOf(addressOf(position)),
      keyOf(email(position), position === 3 ? 'opted-out' : null),
    ]);
    const order = { campaign: old.id, positions: [1, 2, 3], keys, by, at: monday };
    await store().expireKeys(order);
    expect(
      (await store().listSuppressions({ limit: 9 })).items.filter(({ address }) =>
        address.startsWith('hash:'),
      ),
    ).toEqual([]);
    await end(old, monday);
    await store().expireKeys(order);
    await store().expireKeys(order);
    const { items } = await store().listSuppressions({ limit: 9 });
    const listed = items.map(({ client, address, reason }) => `${client} ${address.slice(0, 7)} ${reason}`);
    expect(new Set(listed)).toEqual(
      new Set([
        `* ${addressOf(2).slice(0, 7)} theirs`,
        `default ${addressOf(1).slice(0, 7)} asked`,
        'default hash:1: erased',
        'default hash:1: opted-out',
      ]),
    );
    expect(await reasons(live.id, [addressOf(1), addressOf(2), email(3), addressOf(3)])).toEqual({
      [addressOf(1)]: 'asked',
      [addressOf(2)]: 'erased',
      [email(3)]: 'opted-out',
    });
    // The address of the live campaign still leads to its person, that of another client too.
    await live.enroll([newcomerOf(2, { address: addressOf(1), identity: 'id:x' })]);
    expect((await live.person(2)).person).toBe((await live.person(1)).person);
    await other.enroll([newcomerOf(3, { address: addressOf(2), identity: 'id:x' })]);
    expect((await other.person(3)).person).toBe((await other.person(2)).person);
    await live.enroll([newcomerOf(4, { address: addressOf(2) })]);
    expect((await live.person(4)).person).not.toBe((await old.person(2)).person);
  });

  test('contacts of single calls are listed in order until they are erased; their keys are removed while they go on', async () => {
    const calls = await play(store(), { name: 'direct', people: 0 });
    await calls.enroll([newcomerOf(1), newcomerOf(2, { identity: 'call:evt_B' })]);
    await calls.enroll([
      newcomerOf(3, { identity: 'call:evt_A' }),
      newcomerOf(4, { identity: 'call:evt_C' }),
    ]);
    const other = await play(store(), { name: 'other', people: 0 });
    await other.enroll([newcomerOf(1, { identity: 'call:evt_B' })]);
    const found = (after: string | null, limit = 2) =>
      store().listSingleCalls({ campaign: calls.id, after, limit });
    const [a, b, c] = [
      { position: 3, identity: 'call:evt_A' },
      { position: 2, identity: 'call:evt_B' },
      { position: 4, identity: 'call:evt_C' },
    ];
    expect(await found(null)).toEqual([a, b]);
    expect(await found('call:evt_B')).toEqual([c]);
    expect(await store().listSingleCalls({ campaign: 'unknown', after: null, limit: 2 })).toEqual([]);

    const address = addressOf(3);
    await store().putSuppression(
      suppressionOf({ client: 'default', address, reason: 'asked', by, at: monday }),
    );
    const listed = async () =>
      (await store().listSuppressions({ limit: 9 })).items.map((item) => item.address);
    const expire = (campaign: string) =>
      store().expireKeys({ campaign, positions: [3], keys: [keyOf(address)], by, at: monday });
    await expire(other.id);
    expect(await listed()).toEqual([address]);
    await expire(calls.id);
    expect(await listed()).toEqual([expect.stringMatching(/^hash:/)]);
    expect(await reasons(calls.id, [address])).toEqual({ [address]: 'erased' });
    await store().eraseContacts({ campaign: calls.id, positions: [3] });
    expect(await found(null)).toEqual([b, c]);
    // Rows of a live campaign stay, also of this one.
    expect(await store().expireRows({ campaign: calls.id, after: null, limit: 9 })).toBeNull();
  });

  test('the end of a suppression stays when its key is removed, one that has ended goes, and so do consents', async () => {
    const old = await play(store(), { name: 'old', people: 2 });
    const until = monday + 1_000;
    await store().putSuppression(suppressionOf({ address: addressOf(1), by, at: 1, expiresAt: until }));
    await store().putSuppression(suppressionOf({ address: addressOf(2), by, at: 1, expiresAt: monday }));
    const given = { client: 'default', channel: 'voice', givenAt: 1, source: 'form', by, recordedAt: 1 };
    const consents = [1, 2, 3].map((position) => ({
      ...given,
      address: addressOf(position),
      purpose: null,
      evidence: null,
      withdrawnAt: null,
    }));
    await store().putConsents({ client: 'default', consents });
    await end(old, monday);
    const keys = [keyOf(addressOf(1)), keyOf(addressOf(2))];
    await store().expireKeys({ campaign: old.id, positions: [1, 2], keys, by, at: monday });
    expect((await store().listSuppressions({ limit: 9 })).items).toMatchObject([
      { address: expect.stringMatching(/^hash:1:/), reason: 'erased', expiresAt: until },
    ]);
    const kept = (await store().listConsents({ limit: 9 })).items;
    expect(kept.map(({ address }) => address)).toEqual([addressOf(3)]);
  });

  test('the cells of all rows are emptied part by part, also of rejected ones; not while it is live', async () => {
    const one = await play(store(), { name: 'one', people: 3 });
    await one.enroll([newcomerOf(4)]);
    const expire = async (): Promise<number> => {
      let parts = 0;
      for (let after: string | null = null, begun = false; after !== null || !begun; begun = true) {
        after = await store().expireRows({ campaign: one.id, after, limit: 2 });
        parts += 1;
      }
      return parts;
    };
    const cells = async () =>
      (await store().readResults({ campaign: one.id, after: null, limit: 9 })).map((row) => row.cells);
    const before = await cells();
    await expire();
    expect(await cells()).toEqual(before);
    await end(one, monday);
    expect(await expire()).toBeGreaterThan(2);
    expect(await cells()).toEqual(before.map((row) => row.map(() => '')));
  });

  test('a cut log begins with the event that stands for the rest, and its chain of hashes continues', async () => {
    const one = await play(store(), { name: 'one', people: 2 });
    for (const position of [1, 2, 1]) await one.commit({ events: [{ position }, {}] });
    expect(await cut(one.id)).toBe(false);
    await end(one, monday);
    const { seq, rev } = one.record();
    expect(await cut(one.id, { rev: rev + 1 })).toBe(false);
    expect(await cut(one.id, { hash: 'another' })).toBe(false);
    expect(await store().readCampaign(one.id)).toEqual(one.record());
    expect(await cut(one.id)).toBe(true);
    expect(await cut(one.id, { rev })).toBe(false);
    const record = await store().readCampaign(one.id);
    expect(record).toEqual({ ...one.record(), seq: seq + 1, rev: rev + 1 });
    const check = async () => {
      const chunks = await store().readLogChunks({ campaign: one.id, afterSeq: 0, limit: 9 });
      expect(chunks.map(removalIn)).toMatchObject([{ seq: seq + 1, data: { through: seq } }]);
      expect(await store().readEvents({ campaign: one.id, afterSeq: 2, limit: 9 })).toMatchObject([
        { seq: seq + 1 },
      ]);
      expect(await store().readEvents({ campaign: one.id, afterSeq: 0, position: 1, limit: 9 })).toEqual([]);
    };
    await check();
    expect(await store().sweepLog({ campaign: one.id, limit: 2 })).toBe(true);
    await check();
    while (await store().sweepLog({ campaign: one.id, limit: 2 }));
    await check();
    expect(await store().listUnpublished({ after: null, limit: 9 })).toMatchObject([{ campaign: one.id }]);
  });

  test('events after a cut continue the chain, and can be cut again; a text can still be removed from them', async () => {
    const one = await play(store(), { name: 'one' });
    await one.commit({ events: [{}, { data: { reason: 'Anna asked' } }] });
    await end(one, monday);
    expect(await cut(one.id)).toBe(true);
    const record = await stored(one.id);
    const events = [{ data: { reason: 'Anna Berg asked again' } }];
    expect((await store().commitTurn(turnOf(record, { events }))).kind).toBe('committed');
    let after: string | null = null;
    do after = await store().redactTexts({ texts: ['Anna Berg'], after, limit: 9 });
    while (after !== null);
    const { verification } = await readLog({ store: store(), record: await stored(one.id) });
    expect(verification).toMatchObject({ broken: null, removedThrough: record.seq - 1, chainedFrom: 1 });
    expect(await cut(one.id)).toBe(true);
    const again = await readLog({ store: store(), record: await stored(one.id) });
    expect(again.verification).toMatchObject({
      broken: null,
      removedThrough: record.seq + 1,
      chainedFrom: 1,
    });
  });

  test('the takeovers of a campaign are removed with its log, and those of others stay', async () => {
    const [one, other] = await campaigns('one', 'other');
    if (!one || !other) throw new Error('a campaign is missing');
    await end(one, monday);
    const takeover = { at: monday, from: 'instance-a', beatAt: null, cause: 'dead' } as const;
    const claims = [one, other].map(({ id }) => ({ campaign: id, fromEpoch: 1, takeover }));
    await store().claimCampaigns({ claims, instance: 'instance-b' });
    const ofCampaigns = async () =>
      (await store().listTakeovers({ limit: 9 })).map(({ campaign }) => campaign).toSorted();
    expect(await cut(one.id, { hash: 'another' })).toBe(false);
    expect(await ofCampaigns()).toEqual([one.id, other.id]);
    expect(await cut(one.id)).toBe(true);
    expect(await ofCampaigns()).toEqual([other.id]);
  });
}
