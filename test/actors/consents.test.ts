import { describe, expect, test } from 'vitest';
import type { ConsentRule } from '../../src/domain/consent/consent.ts';
import { externalIdKey } from '../../src/domain/contact/opt-out.ts';
import { phoneOf, rowOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const minute = 60_000;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;
const by = 'test';

let service: ScriptedService;

async function open(): Promise<void> {
  service = await startScriptedService({ script: () => ({ afterMs: 10_000, disposition: 'answered' }) });
}
const required: ConsentRule = { voice: 'required' };
async function campaign(
  name: string,
  { rows = [1, 2], rule = required }: { rows?: readonly number[]; rule?: ConsentRule } = {},
) {
  const { id } = await service.create({ name, sendWindow: always, consent: rule });
  const enrolled = rows.map((row) => {
    const plain = rowOf(row);
    return { ...plain, contact: { ...plain.contact, externalId: `crm-${row}` } };
  });
  await service.enroll({ campaign: id, rows: enrolled });
  return id;
}
const now = () => Math.floor(service.time.clocks.business.now());
const record = (address: string, { client = 'default', channel = 'voice', givenAt = now() } = {}) =>
  service.engine.recordConsents({
    client,
    consents: [{ address, channel, givenAt, source: 'form', purpose: null, evidence: 'form 4711' }],
    by,
  });
const withdraw = (address: string) =>
  service.engine.withdrawConsents({ client: 'default', address, channel: null, why: 'asked', by });
const called = () => service.calls.map(({ address }) => address);
const statesOf = async (id: string) => (await service.record(id)).counters.states;
const eventsOf = (id: string) => service.store.readEvents({ campaign: id, afterSeq: 0, limit: 999 });

describe('a campaign that requires a consent', () => {
  test('contacts only persons with one, by an address or by the external id, and says why not the others', async () => {
    await open();
    const id = await campaign('spring', { rows: [1, 2, 3, 4] });
    await record(phoneOf(1));
    await record(externalIdKey('crm-2'));
    await record(phoneOf(3), { client: 'other' });
    const whyOf = async (position: number) => {
      const [enrollment] = await service.store.readEnrollments({ campaign: id, positions: [position] });
      if (!enrollment) throw new Error('no such contact');
      return service.queries.whyContact({ record: await service.record(id), enrollment });
    };
    const { warnings } = await service.queries.preflight(await service.record(id));
    expect(warnings.find(({ code }) => code === 'contact.no-consent')?.detail).toBe(
      '2 of 4 contacts have no consent to voice. Their steps on it are skipped.',
    );
    await service.startCampaign(id);
    await service.pass(10 * minute);
    expect(called().sort()).toEqual([phoneOf(1), phoneOf(2)].sort());
    expect(await statesOf(id)).toEqual({ completed: 2, 'dead-lettered': 2 });
    const skipped = (await eventsOf(id)).filter(({ type }) => type === 'enrollment.step-skipped');
    expect(skipped.map(({ position, data }) => [position, data])).toMatchObject([
      [3, { reason: 'contact.no-consent' }],
      [4, { reason: 'contact.no-consent' }],
    ]);
    expect((await whyOf(4)).summary).toContain('no step could reach this contact (contact.no-consent)');
  });

  test('stops at once when it is withdrawn, in every campaign of the client, and an opt-out wins', async () => {
    await open();
    await record(phoneOf(1));
    await record(phoneOf(2));
    const [spring, autumn] = [await campaign('spring'), await campaign('autumn')];
    const free = await campaign('free', { rows: [1], rule: {} });
    await withdraw(phoneOf(1));
    await service.engine.suppress({ client: 'default', address: phoneOf(2), reason: 'opt-out', by });
    for (const id of [spring, autumn, free]) await service.startCampaign(id);
    await service.pass(10 * minute);
    for (const id of [spring, autumn])
      expect(await statesOf(id)).toEqual({ 'dead-lettered': 1, suppressed: 1 });
    expect(called()).toEqual([phoneOf(1)]);
    expect(await statesOf(free)).toEqual({ completed: 1 });
  });

  test('does not count a withdrawn one, nor one for another channel, that is recorded again with its old date', async () => {
    await open();
    const givenAt = now() - minute;
    await record(phoneOf(1), { givenAt });
    expect(await withdraw(phoneOf(1))).toEqual(['voice']);
    expect(await withdraw(phoneOf(1))).toEqual([]);
    await record(phoneOf(1), { givenAt });
    const id = await campaign('spring', { rows: [1] });
    await service.startCampaign(id);
    await service.pass(10 * minute);
    expect(called()).toEqual([]);
    await expect(record(phoneOf(1), { channel: 'pigeon' })).rejects.toMatchObject({
      code: 'channel.not-found',
    });
    await expect(record(phoneOf(1), { givenAt: now() + minute })).rejects.toMatchObject({
      code: 'consent.in-future',
    });
    await service.pass(minute);
    await record(phoneOf(1));
    const again = await campaign('again', { rows: [1] });
    await service.startCampaign(again);
    await service.pass(10 * minute);
    expect(called()).toEqual([phoneOf(1)]);
  });
});
