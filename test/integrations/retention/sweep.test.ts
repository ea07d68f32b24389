import { beforeEach, describe, expect, test } from 'vitest';
import type { CampaignEvent } from '../../../src/domain/events/campaign-event.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

const hour = 3_600_000;
const day = 24 * hour;
const client = 'northwind';
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' };
const steps = [{ id: 'call', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello {{name}}' }] }];
const phoneOf = (row: number): string => `+120255501${String(row).padStart(2, '0')}`;
const rowOf = (row: number): string => `Person ${row},${phoneOf(row)},p${row}@example.com`;

let service: TestService;
beforeEach(async () => {
  service = await startService({
    retention: true,
    carrier: { callsPerSecond: 50 },
    lease: { leaseMs: 10 * hour, marginMs: 3 * hour, beatMs: hour, gapMs: 2 * hour },
  });
});

async function campaignWith(name: string, rows: readonly number[], changes: object = {}): Promise<string> {
  const { body } = await service.send<{ id: string }>('POST', '/v1/campaigns', {
    name,
    client,
    contacts: { country: 'US' },
    steps,
    sendWindow: always,
    retry: { maxAttempts: 1 },
    ...changes,
  });
  const list = ['name,phone,email', ...rows.map(rowOf), 'Nobody,not a number,'].join('\n');
  await service.send('POST', `/v1/campaigns/${body.id}/contacts`, list, { 'content-type': 'text/csv' });
  await service.send('POST', `/v1/campaigns/${body.id}/start`, {});
  return body.id;
}

const get = async <Body>(path: string): Promise<Body> =>
  (await service.send<Body & object>('GET', path)).body;
const setRetention = (retention: object) => service.send('PUT', `/v1/clients/${client}`, { retention });
const verified = (id: string) =>
  get<{ ok: boolean; counted: boolean; removedThrough: number | null; events: number }>(
    `/v1/campaigns/${id}/events/verification`,
  );
type Events = { items: { seq: number; type: string; data: CampaignEvent['data'] }[] };
const events = (id: string, query = '') => get<Events>(`/v1/campaigns/${id}/events${query}`);
const contacts = async (id: string) =>
  (await service.store.readContacts({ campaign: id, positions: [1, 2, 3] })).map(({ contact }) => contact);
const progress = async (id: string) => ({
  ...(await get<Record<string, unknown>>(`/v1/campaigns/${id}/progress`)),
  asOf: null,
  notices: null,
});

const whyPath = async (campaign: string): Promise<string> => {
  const [enrollment] = await service.store.readEnrollments({ campaign, positions: [1] });
  return `/v1/campaigns/${campaign}/contacts/${enrollment?.contact}/why`;
};

describe('retention', () => {
  test('erases the contacts of an ended campaign and keeps its figures; a live campaign is left alone', async () => {
    await setRetention({ contacts: 2 });
    const ended = await campaignWith('ended', [1, 2, 3]);
    const live = await campaignWith('live', [2], { keepOpen: true });
    await service.pass(hour);
    expect((await service.store.readCampaign(ended))?.state).toBe('completed');
    await service.send('POST', '/v1/suppressions', { address: phoneOf(1), client, reason: 'Person 1 asked' });
    const before = await progress(ended);
    await service.pass(day);
    expect((await contacts(ended)).map(({ name }) => name)).toEqual(['Person 1', 'Person 2', 'Person 3']);
    await service.pass(day + 2 * hour);

    for (const contact of await contacts(ended))
      expect(contact).toMatchObject({ name: null, addresses: [], externalId: null, variables: {} });
    expect((await contacts(live)).map(({ name }) => name)).toEqual(['Person 2']);
    const texts = JSON.stringify([
      await service.store.readResults({ campaign: ended, after: null, limit: 9 }),
      await service.store.listAttempts({ campaign: ended, limit: 9 }),
      await service.store.listSuppressions({ limit: 9 }),
    ]);
    expect(texts).not.toMatch(/Person|\+120255501(?!00)|not a number|example\.com/);
    expect(await progress(ended)).toEqual(before);
    expect(await verified(ended)).toMatchObject({ ok: true, counted: true, removedThrough: null });
    const results = await service.sendRaw(new Request(`http://localhost/v1/campaigns/${ended}/results.csv`));
    expect((await results.text()).trim().split('\n')).toHaveLength(5);
    const why = await get<{ person: { state: string } }>(await whyPath(ended));
    expect(why.person).toMatchObject({
      name: null,
      state: expect.stringMatching(/completed|exhausted/) as string,
    });

    const log = await get<{ items: { type: string; data: object }[] }>(`/v1/clients/${client}/log`);
    expect(log.items.filter(({ type }) => type === 'contacts.expired')).toMatchObject([
      { data: { campaign: ended, name: 'ended', contacts: 3 } },
    ]);
    const again = await campaignWith('again', [1]);
    const [enrollment] = await service.store.readEnrollments({ campaign: again, positions: [1] });
    expect(enrollment?.state).toBe('suppressed');
    await service.pass(3 * hour);
    expect((await get<typeof log>(`/v1/clients/${client}/log`)).items).toHaveLength(log.items.length);
  });

  test('erases the contact of a single call a period after the call has ended, and no other one', async () => {
    await setRetention({ contacts: 2 });
    const call = async (row: number) => {
      const to = phoneOf(row);
      const rest = { client, from: '+12025550100', speak: 'Hello {{name}}', outsideHours: 'a test' };
      const { status } = await service.send('POST', '/v1/calls', {
        to,
        ...rest,
        variables: { name: `Person ${row}` },
      });
      expect(status).toBe(202);
    };
    await call(1);
    await call(2);
    await service.pass(day);
    await call(1);
    await call(3);
    await service.pass(hour);
    const direct = await service.store.findCampaign({ client, name: 'direct' });
    if (!direct) throw new Error('there are no single calls');
    const numbers = async () => {
      const found = await service.store.readContacts({ campaign: direct.id, positions: [1, 2, 3, 4] });
      return found.map(({ contact }) => contact.addresses.map(({ address }) => address).join());
    };
    const all = [phoneOf(1), phoneOf(2), phoneOf(1), phoneOf(3)];
    await service.pass(day - 3 * hour);
    expect(await numbers()).toEqual(all);
    const due = await get<{ items: { due: { contacts: object } }[] }>(`/v1/retention?client=${client}`);
    expect(due.items[0]?.due.contacts).toEqual({ campaigns: 0, contacts: 0 });
    await service.pass(5 * hour);
    expect(await numbers()).toEqual(['', '', phoneOf(1), phoneOf(3)]);
    const texts = async () =>
      JSON.stringify([
        await service.store.readContacts({ campaign: direct.id, positions: [1, 2, 3, 4] }),
        await service.store.readResults({ campaign: direct.id, after: null, limit: 9 }),
        await service.store.listAttempts({ campaign: direct.id, limit: 9 }),
      ]);
    expect(await texts()).not.toContain(phoneOf(2));
    expect(await texts()).not.toContain('Person 2');
    expect(await texts()).toContain('Person 3');

    await service.pass(day);
    expect(await numbers()).toEqual(['', '', '', '']);
    expect(await texts()).not.toMatch(/Person|\+120255501(?!00)/);
    const record = await service.store.readCampaign(direct.id);
    expect(record).toMatchObject({ state: 'running', counters: { total: 4 } });
    expect(await verified(direct.id)).toMatchObject({ ok: true, counted: true, removedThrough: null });
    // A number that was erased can be called again.
    await call(2);
    await service.pass(hour);
    const attempts = await service.store.listAttempts({ campaign: direct.id, limit: 9 });
    expect(attempts.items.filter(({ address }) => address === phoneOf(2))).toHaveLength(1);
  });

  test('removes the log of an ended campaign, and what reads it says so', async () => {
    await setRetention({ events: 1 });
    const ended = await campaignWith('ended', [1, 2, 3]);
    const live = await campaignWith('live', [4], { keepOpen: true });
    await service.pass(hour);
    const before = await verified(ended);
    await service.pass(day + 3 * hour);
    const { seq = 0 } = (await service.store.readCampaign(ended)) ?? {};
    expect(seq).toBe(before.events + 1);
    const { items } = await events(ended);
    expect(items).toMatchObject([
      { seq, type: 'campaign.log-removed', data: { through: before.events, logged: { total: 3, open: 0 } } },
    ]);
    expect((await events(ended, '?after=3')).items).toEqual(items);
    expect((await events(ended, `?after=${seq}`)).items).toEqual([]);
    expect(await verified(ended)).toMatchObject({ ok: true, counted: true, removedThrough: before.events });
    expect((await verified(live)).removedThrough).toBeNull();
    const why = await get<{ history: unknown[] }>(await whyPath(ended));
    expect(why.history).toEqual([]);
    await service.pass(3 * day);
    expect((await service.store.readCampaign(ended))?.seq).toBe(seq);

    await service.send('POST', `/v1/campaigns/${ended}/archive`, {});
    expect((await events(ended)).items.map(({ type }) => type)).toEqual([
      'campaign.log-removed',
      'campaign.archived',
    ]);
    expect(await verified(ended)).toMatchObject({ ok: true, counted: true, removedThrough: before.events });
    await service.pass(day + 2 * hour);
    expect(await verified(ended)).toMatchObject({ ok: true, counted: true, removedThrough: seq + 1 });
    expect(await service.store.readLogChunks({ campaign: ended, afterSeq: 0, limit: 9 })).toHaveLength(1);
  });

  test('does not remove a log that is not as it was written', async () => {
    await setRetention({ events: 1 });
    const ended = await campaignWith('ended', [1]);
    await service.pass(hour);
    const record = await service.store.readCampaign(ended);
    if (!record) throw new Error('the campaign is gone');
    const counters = { ...record.counters, total: 7 };
    const expected = { epoch: record.epoch, rev: record.rev, seq: record.seq };
    const turn = { expected, record: { ...record, counters, rev: record.rev + 1 } };
    const { nothingDone } = await import('../../../src/persistence/contract/store.ts');
    await service.store.commitTurn({ ...nothingDone, ...turn });
    await service.pass(2 * day);
    expect((await service.store.readCampaign(ended))?.seq).toBe(record.seq);
  });

  test('without periods only idempotency keys are removed, after a day', async () => {
    const ended = await campaignWith('ended', [1]);
    const keyed = { 'idempotency-key': 'a' };
    await service.send('POST', '/v1/suppressions', { address: phoneOf(9), client, reason: 'x' }, keyed);
    expect(await service.store.listRequestClients()).toEqual([client]);
    await service.pass(day - 2 * hour);
    expect(await service.store.listRequestClients()).toEqual([client]);
    await service.pass(4 * hour);
    expect(await service.store.listRequestClients()).toEqual([]);
    await service.pass(9 * day);
    expect((await contacts(ended)).map(({ name }) => name)).toEqual(['Person 1']);
    expect((await verified(ended)).removedThrough).toBeNull();
  });

  test('the settings refuse periods that are no whole days', async () => {
    for (const contacts of [0, 1.5, 3_651, '7']) expect((await setRetention({ contacts })).status).toBe(422);
    expect((await setRetention({ recordings: 7 })).status).toBe(422);
    expect((await setRetention({ contacts: 7, events: 30, keys: 2 })).status).toBe(200);
  });
});
