import pino from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import type { EnrollableRow } from '../../src/domain/contact/contact.ts';
import { createStoredRehearsal } from '../../src/rehearsal/rehearse-stored.ts';
import { rowOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';
import { unlimited } from '../support/service/process.ts';

const from = '+12025550100';

const rowSaying = (row: number, message: string): EnrollableRow => {
  const base = rowOf(row);
  return { ...base, contact: { ...base.contact, variables: { message } } };
};

describe('a step with nothing to say to a contact', () => {
  let service: ScriptedService;
  beforeEach(async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 30_000, disposition: 'busy' }) });
  });

  const person = async (campaign: string, position: number) => {
    const record = await service.record(campaign);
    const [enrollment] = await service.store.readEnrollments({ campaign, positions: [position] });
    if (!enrollment) throw new Error(`nobody at ${position}`);
    return service.queries.whyContact({ record, enrollment });
  };

  test('is never tried: the contact ends with the reason, the others are called', async () => {
    const { id } = await service.create({
      name: 'parcels',
      steps: [{ id: 'call', channel: 'voice', from, flow: [{ speak: '{{message}}' }] }],
      retry: { maxAttempts: 1 },
    });
    await service.enroll({ campaign: id, rows: [rowSaying(1, '\u200B'), rowSaying(2, 'Hello')] });
    await service.startCampaign(id);
    await service.pass(3_600_000);
    expect(service.calls.map(({ address }) => address)).toEqual([rowOf(2).address]);
    const { counters } = await service.record(id);
    expect(counters.states).toEqual({ 'dead-lettered': 1, exhausted: 1 });
    expect(counters.attempts).toMatchObject({ started: 1 });
    const why = await person(id, 1);
    expect(why.summary).toContain('contact.nothing-to-say');
    const events = await service.store.readEvents({ campaign: id, afterSeq: 0, limit: 100, position: 1 });
    expect(events.map(({ type, data }) => ({ type, ...data }))).toEqual([
      {
        type: 'enrollment.step-skipped',
        reason: 'contact.nothing-to-say',
        step: 'call',
        part: 'step',
        variables: ['message'],
        became: 'dead-lettered',
      },
    ]);
    let csv = '';
    for await (const part of service.queries.results({ record: await service.record(id) })) csv += part;
    expect(csv).toContain('dead-lettered,,0,,never contacted: no step had anything to say');
  });

  test('is left out, and the next step follows', async () => {
    const { id } = await service.create({
      name: 'two',
      steps: [
        { id: 'first', channel: 'voice', from, flow: [{ speak: '{{message}}' }] },
        { id: 'second', channel: 'voice', from, after: '5m', flow: [{ speak: 'Hello' }] },
      ],
      retry: { maxAttempts: 1 },
    });
    await service.enroll({ campaign: id, rows: [rowSaying(1, '...'), rowSaying(2, 'Hi')] });
    await service.startCampaign(id);
    await service.pass(3 * 3_600_000);
    const { counters } = await service.record(id);
    expect(counters.attempts).toMatchObject({ started: 3 });
    expect(counters.states).toEqual({ exhausted: 2 });
  });

  test('is found by the rehearsal of a stored campaign, which contacts no one', async () => {
    const { id } = await service.create({
      name: 'rehearsed',
      steps: [{ id: 'call', channel: 'voice', from, flow: [{ speak: '{{message}}' }] }],
    });
    await service.enroll({
      campaign: id,
      rows: [rowSaying(1, ' '), rowSaying(2, 'Hello'), rowSaying(3, '-')],
    });
    const rehearse = createStoredRehearsal({
      store: service.store,
      shared: { account: unlimited, global: unlimited, caller: unlimited },
      business: service.time.clocks.business,
      log: pino({ level: 'silent' }),
    });
    const { contacts } = await rehearse({ record: await service.record(id) });
    expect(contacts).toMatchObject({ 'dead-lettered': 2 });
  });
});
