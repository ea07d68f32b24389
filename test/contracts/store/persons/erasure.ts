import { expect, test } from 'vitest';
import { emailAddress, phoneAddress } from '../../../../src/domain/contact/address.ts';
import { chunkHash } from '../../../../src/persistence/contract/campaigns/log-hashes.ts';
import type { LogChunk } from '../../../../src/persistence/contract/campaigns/event-log.ts';
import { keysOf } from '../../../../src/domain/contact/contact.ts';
import type { Store } from '../../../../src/persistence/contract/store.ts';
import { verifyClientLog } from '../../../../src/queries/log/client-log.ts';
import { addressOf, attemptOf, importOf, monday, newcomerOf, play } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';
import { firstReasons, suppressionOf } from '../../../support/builders/suppressions.ts';

const year = 365 * 86_400_000;
const phone = addressOf(1);
const email = 'anna@example.com';
const by = 'key:ops';
const order = { client: 'default', optOut: null, contacts: 1, by, at: monday };

async function reasonsOf(store: Store, campaign: string, keys: readonly string[], client = 'default') {
  const { suppressed } = await store.lookUpNewcomers({ campaign, client, identities: [], keys, at: monday });
  return firstReasons(suppressed);
}

/** The hashes that the chunks of a log must have. */
function linksOf(campaign: string, chunks: readonly LogChunk[]): string[] {
  let previous = campaign;
  return chunks.map(({ body }) => (previous = chunkHash({ previous, body })));
}

async function redactAll(store: Store, texts: readonly string[]): Promise<void> {
  let after: string | null = null;
  do after = await store.redactTexts({ texts, after, limit: 2 });
  while (after !== null);
}

export function erasureTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });

  test('an erased contact has no personal data left, and keeps its state; others keep theirs', async () => {
    const { id, enroll, commit, person } = await play(store());
    const anna = newcomerOf(1);
    const contact = {
      ...anna.contact,
      name: 'Anna Berg',
      addresses: [phoneAddress(phone), phoneAddress(addressOf(77)), emailAddress(email)],
      externalId: 'crm-4711',
      variables: { first_name: 'Anna' },
    };
    await enroll([{ ...anna, contact, cells: ['Anna Berg', phone] }, newcomerOf(2)]);
    const attempt = attemptOf(id, 1, await person(1), {
      address: phone,
      details: { ringingAt: 1 },
      callbacks: { kept: [], further: 1 },
      correction: { by: 'anna', at: 1, note: 'she wrote', was: { disposition: 'busy', outcome: null } },
    });
    expect((await commit({ minted: [attempt] })).kind).toBe('committed');
    const [before, other] = await store().readEnrollments({ campaign: id, positions: [1, 2] });
    await store().eraseContacts({ campaign: id, positions: [1] });
    const [found, kept] = await store().readContacts({ campaign: id, positions: [1, 2] });
    expect(found?.contact).toMatchObject({ name: null, addresses: [], externalId: null, variables: {} });
    expect(kept?.contact.addresses).toEqual(newcomerOf(2).contact.addresses);
    expect(await store().readEnrollments({ campaign: id, positions: [1, 2] })).toEqual([before, other]);
    expect(await store().findByKeys({ campaign: id, keys: keysOf(contact) })).toEqual([]);
    expect(await store().findEnrollment({ campaign: id, who: phone })).toBeNull();
    const [row] = await store().readResults({ campaign: id, after: null, limit: 10 });
    expect(row?.cells).toEqual(['', '']);
    expect((await store().listAttempts({ campaign: id, limit: 10 })).items).toMatchObject([
      { address: '', details: null, callbacks: null, correction: null },
    ]);
    await store().eraseContacts({ campaign: id, positions: [1] });
  });

  test('an erased address that was suppressed stays suppressed, and only its hash is stored', async () => {
    const { id } = await play(store());
    await store().putSuppression(
      suppressionOf({ client: 'default', address: phone, reason: 'Anna asked', by, at: monday }),
    );
    await store().putSuppression(
      suppressionOf({ client: '*', address: email, reason: 'opt-out', by, at: monday }),
    );
    await store().putSuppression(
      suppressionOf({ client: 'other', address: phone, reason: 'theirs', by, at: monday }),
    );
    expect(await store().eraseKeys({ ...order, keys: [phone, email, addressOf(9)] })).toBe(2);
    expect(await reasonsOf(store(), id, [phone, email, addressOf(9)])).toEqual({
      [phone]: 'erased',
      [email]: 'opt-out',
    });
    const { items } = await store().listSuppressions({ limit: 10 });
    expect(items.filter(({ client }) => client !== 'other').map(({ address }) => address)).toEqual([
      expect.stringMatching(/^hash:1:/),
      expect.stringMatching(/^hash:1:/),
    ]);
    expect(items.find(({ client }) => client === 'other')).toMatchObject({
      address: phone,
      reason: 'theirs',
    });
    expect(
      await store().removeSuppression({
        client: 'default',
        campaign: null,
        address: phone,
        why: null,
        by,
        at: monday,
      }),
    ).toBe(true);
    expect(await reasonsOf(store(), id, [phone, email])).toEqual({ [email]: 'opt-out' });
  });

  test('the end of an erased suppression stays with its hash, and one that has ended is removed', async () => {
    const { id } = await play(store());
    const until = monday + 1_000;
    for (const [address, expiresAt] of [
      [phone, until],
      [email, monday],
    ] as const)
      await store().putSuppression(suppressionOf({ address, by, at: 1, expiresAt }));
    expect(await store().eraseKeys({ ...order, keys: [phone, email] })).toBe(1);
    expect((await store().listSuppressions({ limit: 9 })).items).toMatchObject([
      { address: expect.stringMatching(/^hash:1:/), expiresAt: until },
    ]);
    const suppressedAt = async (at: number) => {
      const of = { campaign: id, client: 'default', identities: [], keys: [phone, email], at };
      return firstReasons((await store().lookUpNewcomers(of)).suppressed);
    };
    expect(await suppressedAt(until - 1)).toEqual({ [phone]: 'erased' });
    expect(await suppressedAt(until)).toEqual({});
  });

  test('an erased person who opted out stays suppressed at every address, when imported again too', async () => {
    const { id, enroll, person } = await play(store());
    const keys = [phone, addressOf(77), email];
    await store().eraseKeys({ ...order, keys, optOut: 'opted-out' });
    expect(await reasonsOf(store(), id, keys)).toEqual(
      Object.fromEntries(keys.map((key) => [key, 'opted-out'])),
    );
    await enroll([newcomerOf(1, { address: addressOf(77) })]);
    const { person: known } = await person(1);
    expect((await store().readPersons([known])).get(known)).toMatchObject({ optOut: 'opted-out' });
    const [reach] = await store().readReach({ campaign: id, positions: [1], at: monday });
    expect(reach?.marks).toEqual([{ key: addressOf(77), reason: 'opted-out', until: null }]);
  });

  test('a later hash has a new key, and the hashes of the earlier key are still found', async () => {
    const { id } = await play(store());
    const stop = (address: string, at: number) =>
      store().putSuppression(suppressionOf({ client: 'default', address, reason: 'opt-out', by, at }));
    await stop(phone, monday);
    await store().eraseKeys({ ...order, keys: [phone] });
    await stop(email, monday);
    await store().eraseKeys({ ...order, keys: [email], at: monday + 2 * year });
    const { items } = await store().listSuppressions({ limit: 10 });
    expect(items.map(({ address }) => address.slice(0, 7)).toSorted()).toEqual(['hash:1:', 'hash:2:']);
    expect(await reasonsOf(store(), id, [phone, email])).toEqual({ [phone]: 'opt-out', [email]: 'opt-out' });
    await store().eraseKeys({ ...order, keys: [phone], at: monday + 2 * year });
    expect(await reasonsOf(store(), id, [phone])).toEqual({ [phone]: 'opt-out' });
  });

  test('texts of a person are removed from rejected rows, answers, notes and logs, and the logs stay whole', async () => {
    const { id, commit, record } = await play(store());
    const rejected = { row: 1, code: 'contact.duplicate', detail: `${phone} is a duplicate` };
    const others = { row: 2, code: 'contact.no-address', detail: 'it has no address', cells: ['Bo', ''] };
    const upload = importOf(id, { id: 'imp_1' });
    const rejections = [{ ...rejected, cells: ['Anna Berg', '(202) 555-0001'] }, others];
    await commit({ chunk: { record: upload, newcomers: [], rejections } });
    const event = { type: 'contact.retry', position: 1, by, data: { reason: 'Anna Berg asked' } } as never;
    await commit({ events: [{}, event, {}] });
    await commit({ events: [{}] });
    const key = { key: 'k1', digest: 'd', at: monday };
    await store().putReply({
      ...key,
      client: null,
      status: 200,
      body: JSON.stringify({ phone, name: 'ANNA BERG' }),
    });
    await store().putSuppression(
      suppressionOf({ client: 'default', address: phone, reason: 'x', by, at: monday }),
    );
    await store().removeSuppression({
      client: 'default',
      campaign: null,
      address: phone,
      why: null,
      by,
      at: monday,
    });
    await store().putStop({ client: 'default', reason: `call ${phone} first`, by, at: monday });
    await redactAll(store(), [phone, 'Anna Berg']);
    expect((await store().readRequest('k1'))?.reply?.body).toBe('{"phone":"[erased]","name":"[erased]"}');
    expect((await store().listStops())[0]?.reason).toBe('call [erased] first');
    expect(await store().listRejections({ import: 'imp_1', afterRow: 0, limit: 9 })).toEqual([
      { ...rejected, detail: '', cells: ['', ''] },
      others,
    ]);
    const events = await store().readEvents({ campaign: id, afterSeq: 0, limit: 10 });
    expect(events[1]?.data).toEqual({ reason: '[erased] asked' });
    expect((await verifyClientLog({ store: store(), client: 'default' })).ok).toBe(true);
    expect(
      JSON.stringify(await store().readClientLog({ client: 'default', afterSeq: 0, limit: 10 })),
    ).not.toContain(phone);
    const chunks = await store().readLogChunks({ campaign: id, afterSeq: 0, limit: 10 });
    expect(linksOf(id, chunks)).toEqual(chunks.map(({ hash }) => hash));
    expect((await commit({ events: [{}] })).kind).toBe('committed');
    const later = await store().readLogChunks({ campaign: id, afterSeq: 0, limit: 10 });
    expect(linksOf(id, later)).toEqual(later.map(({ hash }) => hash));
    expect(record().seq).toBe(5);
  });

  test('what the calls of another person say of a person is removed', async () => {
    const { id, enroll, commit, person } = await play(store());
    await enroll([newcomerOf(1, { address: addressOf(77) })]);
    const fields = { HangupCauseName: `told by ${phone}`, CallStatus: 'completed' };
    const arrivals = [{ at: monday, id: 'd1' }];
    const callbacks = { kept: [{ key: 'c1', kind: 'hangup', fields, effect: 'none' as const, arrivals }] };
    const minted = [attemptOf(id, 1, await person(1), { callbacks })];
    expect((await commit({ minted })).kind).toBe('committed');
    await redactAll(store(), [phone, 'Anna Berg']);
    const [attempt] = (await store().listAttempts({ campaign: id, limit: 10 })).items;
    expect(attempt?.callbacks?.kept).toEqual([
      { ...callbacks.kept[0], fields: { ...fields, HangupCauseName: 'told by [erased]' } },
    ]);
  });
}
