import { expect, test } from 'vitest';
import type { Consent } from '../../../../src/domain/consent/consent.ts';
import { addressOf, attemptOf, byOps, campaignOf, monday, play } from '../fixtures.ts';
import { useStore, type OpenStore } from '../store-under-test.ts';

export function consentTests({ open }: { open: OpenStore }): void {
  const store = useStore({ open });
  const client = 'default';

  const consentOf = (address: string, changes: Partial<Consent> = {}): Consent => ({
    client,
    address,
    channel: 'voice',
    givenAt: monday - 1_000,
    source: 'https://northwind.example/signup',
    purpose: 'appointments',
    evidence: 'form 4711',
    by: 'key:ops',
    recordedAt: monday,
    withdrawnAt: null,
    ...changes,
  });
  const put = (...consents: Consent[]) =>
    store().putConsents({ client: consents[0]?.client ?? client, consents });
  const withdraw = (address: string, channel: string | null = null, at = monday) =>
    store().withdrawConsents({ ...byOps, client, address, channel, why: 'asked', at });
  const consentedOf = async (campaign: string, positions: readonly number[], at = monday) =>
    (await store().readReach({ campaign, positions, at })).map(({ consented }) => consented);

  test('a consent is stored by client, address and channel, and listed in this order', async () => {
    const first = consentOf(addressOf(1));
    const email = consentOf('anna@example.com', { channel: 'email', purpose: null, evidence: null });
    const other = consentOf(addressOf(1), { client: 'other' });
    expect(await put(first, email)).toEqual([first, email]);
    await put(other);
    expect(await store().readConsents({ client, address: addressOf(1) })).toEqual([first]);
    expect(await store().readConsents({ client, address: addressOf(2) })).toEqual([]);
    const page = await store().listConsents({ limit: 2 });
    expect(page.items).toEqual([first, email]);
    const rest = await store().listConsents({ limit: 2, after: page.next ?? '' });
    expect(rest).toEqual({ items: [other], next: null });
    expect((await store().listConsents({ client: 'other', limit: 9 })).items).toEqual([other]);
    const ofClient = await store().listConsents({ client, limit: 1 });
    const later = await store().listConsents({ client, limit: 9, after: ofClient.next ?? '' });
    expect(later.items).toEqual([email]);
  });

  test('a withdrawal is undone only by a consent that was given after it, and the log names its author', async () => {
    const first = consentOf(addressOf(1));
    await put(first, consentOf(addressOf(1), { channel: 'email' }));
    expect(await withdraw(addressOf(1), 'voice')).toEqual(['voice']);
    expect(await withdraw(addressOf(1), 'voice')).toEqual([]);
    const withdrawn = { ...first, withdrawnAt: monday };
    expect(await put(first)).toEqual([withdrawn]);
    expect(await put({ ...first, givenAt: monday })).toEqual([withdrawn]);
    expect(await withdraw(addressOf(1))).toEqual(['email']);
    const again = { ...first, givenAt: monday + 1, source: 'by phone' };
    expect(await put(again)).toEqual([again]);
    expect(await put(first)).toEqual([again]);
    const log = await store().readClientLog({ client, afterSeq: 0, limit: 9 });
    expect(log).toMatchObject([
      { type: 'consent.withdrawn', data: { address: addressOf(1), channel: 'voice', why: 'asked' } },
      { type: 'consent.withdrawn', data: { channel: 'email' } },
    ]);
  });

  test('the order of a repeated request is carried out once', async () => {
    const request = { key: 'k1', digest: 'd', at: monday };
    const consent = consentOf(addressOf(1));
    expect(await store().putConsents({ client, consents: [consent] }, request)).toEqual([consent]);
    await withdraw(addressOf(1));
    expect(await store().putConsents({ client, consents: [consent] }, request)).toEqual([consent]);
    expect(await store().readConsents({ client, address: addressOf(1) })).toMatchObject([
      { withdrawnAt: monday },
    ]);
  });

  test('contacts are read with the consents of their client in force then, by any of their keys', async () => {
    const { id } = await play(store(), { people: 3 });
    await put(
      consentOf(addressOf(1)),
      consentOf('person2@example.com'),
      consentOf(addressOf(3), { givenAt: monday + 1 }),
    );
    await put(consentOf(addressOf(3), { client: 'other' }));
    expect(await consentedOf(id, [1, 2, 3])).toEqual([['voice'], ['voice'], []]);
    expect(await consentedOf(id, [3], monday + 1)).toEqual([['voice']]);
    // A later withdrawal by another key of the person counts for all.
    await put(consentOf('person1@example.com', { givenAt: monday - 5_000 }));
    await withdraw('person1@example.com');
    expect(await consentedOf(id, [1])).toEqual([[]]);
    await put(consentOf(addressOf(1), { givenAt: monday + 5 }));
    expect(await consentedOf(id, [1], monday + 5)).toEqual([['voice']]);
  });

  test('a turn mints only with the consent that its campaign requires', async () => {
    const { definition } = campaignOf();
    const consent = { voice: 'required' as const };
    const { id, commit, person } = await play(store(), { people: 2, definition: { ...definition, consent } });
    const minted = [attemptOf(id, 1, await person(1), { address: addressOf(1), channel: 'voice' })];
    const mint = () => commit({ minted });
    expect(await mint()).toMatchObject({ kind: 'conflict', barred: [1] });
    await put(consentOf(addressOf(1), { client: 'other' }), consentOf(addressOf(1), { client: 'other' }));
    expect(await mint()).toMatchObject({ kind: 'conflict', barred: [1] });
    await put(consentOf(addressOf(1)));
    await withdraw(addressOf(1));
    expect(await mint()).toMatchObject({ kind: 'conflict', barred: [1] });
    await put(consentOf(addressOf(1), { givenAt: monday + 1 }));
    expect(await commit({ minted, patch: { updatedAt: monday + 1 } })).toMatchObject({ kind: 'committed' });
  });

  test('the consents of an erased person are removed, and texts about others are redacted', async () => {
    await put(
      consentOf(addressOf(1)),
      consentOf(addressOf(2), { source: 'Anna Berg wrote', evidence: null }),
    );
    await store().eraseKeys({
      client,
      keys: [addressOf(1)],
      optOut: null,
      contacts: 1,
      by: 'key:ops',
      at: monday,
    });
    expect(await store().readConsents({ client, address: addressOf(1) })).toEqual([]);
    let after: string | null = null;
    do after = await store().redactTexts({ texts: ['Anna Berg'], after, limit: 1 });
    while (after !== null);
    const [kept] = await store().readConsents({ client, address: addressOf(2) });
    expect(kept?.source).not.toContain('Anna');
    expect(kept).toMatchObject({ channel: 'voice', evidence: null, purpose: 'appointments' });
  });
}
