import { describe, expect, test } from 'vitest';
import { rowOf, rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const answered = () => ({ afterMs: 30_000, disposition: 'answered' as const });
const minute = 60_000;

describe('progress', () => {
  let service: ScriptedService;

  test('counts people, attempts and calls in flight, and says who is next and when', async () => {
    service = await startScriptedService({ script: answered });
    const { id } = await service.create({ name: 'spring', rateLimits: { concurrent: 3 } });
    await service.enroll({ campaign: id, rows: [...rowsOf(8), rowOf(9, { timeZone: 'Australia/Sydney' })] });
    const draft = await service.queries.progress(await service.record(id));
    expect(draft).toMatchObject({ state: 'draft', doing: null, total: 9, remaining: 9, eta: null });
    expect(draft.next).toMatchObject({ row: 1, dueAt: '2027-03-01T14:00:00Z' });

    await service.startCampaign(id);
    await service.pass(5 * minute + 10_000);
    const running = await service.queries.progress(await service.record(id));
    expect(running).toMatchObject({
      campaign: id,
      name: 'spring',
      state: 'running',
      doing: 'dispatching',
      asOf: '2027-03-01T14:00:10Z',
      total: 9,
      completed: 0,
      failed: 0,
      stopped: 0,
      remaining: 9,
      inFlight: 3,
      percent: 0,
      successRate: null,
      contacts: { pending: 6, 'in-flight': 3 },
      attempts: { started: 3 },
      ratePerMinute: 3,
    });
    expect(running.next).toMatchObject({ row: 4 });
    expect(running.eta).not.toBeNull();

    await service.pass(10 * minute);
    const later = await service.queries.progress(await service.record(id));
    expect(later).toMatchObject({
      doing: 'waiting',
      completed: 8,
      percent: 88.9,
      successRate: 1,
      ratePerMinute: null,
      next: { row: 9, dueAt: '2027-03-01T22:00:00Z' },
    });
    expect(later.eta?.likely.slice(0, 13)).toBe('2027-03-01T22');

    await service.pass(10 * 60 * minute);
    const done = await service.queries.progress(await service.record(id));
    expect(done).toMatchObject({ state: 'completed', percent: 100, remaining: 0, next: null, eta: null });
  });

  test('counts no contact as due before a scheduled campaign starts', async () => {
    service = await startScriptedService({ script: answered });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({ campaign: id, rows: rowsOf(2) });
    // A Wednesday evening in New York.
    const startAt = Date.parse('2027-03-10T23:00:00Z');
    await service.engine.command({ campaign: id, command: { name: 'start', startAt }, by: 'test' });
    const scheduled = await service.queries.progress(await service.record(id));
    expect(scheduled).toMatchObject({
      state: 'scheduled',
      next: { row: 1, dueAt: '2027-03-11T14:00:00Z' },
    });
  });

  test('names the same next person during a pause and after it, and no end while paused', async () => {
    service = await startScriptedService({ script: answered });
    const { id } = await service.create({ name: 'spring', rateLimits: { concurrent: 2 } });
    await service.enroll({ campaign: id, rows: rowsOf(20) });
    await service.startCampaign(id);
    await service.pass(10 * minute);
    const pause = { cause: 'operator', by: 'test', reason: 'client asked' } as const;
    await service.engine.command({ campaign: id, command: { name: 'pause', pause }, by: 'test' });
    const paused = await service.queries.progress(await service.record(id));
    expect(paused).toMatchObject({ state: 'paused', eta: null });
    await service.pass(60 * minute);
    const later = await service.queries.progress(await service.record(id));
    expect(later.next?.row).toBe(paused.next?.row);
    const seen = service.calls.length;
    await service.engine.command({ campaign: id, command: { name: 'resume' }, by: 'test' });
    await service.pass(1_000);
    const [next] = await service.store.readContacts({ campaign: id, positions: [paused.next?.row ?? 0] });
    expect(service.calls[seen]?.address).toBe(next?.contact.addresses[0]?.address);
  });

  test('shifts due times by the length of a pause', async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 10_000, disposition: 'busy' }) });
    const { id } = await service.create({ name: 'spring', retry: { backoff: { first: '1h', jitter: 0 } } });
    await service.enroll({ campaign: id, rows: [rowOf(1)] });
    await service.startCampaign(id);
    await service.pass(6 * minute);
    const before = await service.queries.progress(await service.record(id));
    const pause = { cause: 'operator', by: 'test', reason: null } as const;
    await service.engine.command({ campaign: id, command: { name: 'pause', pause }, by: 'test' });
    await service.pass(30 * minute);
    await service.engine.command({ campaign: id, command: { name: 'resume' }, by: 'test' });
    const after = await service.queries.progress(await service.record(id));
    const moved = Date.parse(after.next?.dueAt ?? '') - Date.parse(before.next?.dueAt ?? '');
    expect(moved).toBe(30 * minute);
    const [person] = (await service.queries.contacts({ record: await service.record(id), limit: 1 })).items;
    expect(person?.dueAt).toBe(after.next?.dueAt);
  });

  test('gives the same estimate while nothing happens, and none of the past', async () => {
    service = await startScriptedService({ script: answered });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({ campaign: id, rows: rowsOf(60) });
    await service.startCampaign(id);
    await service.pass(5 * minute + 20_000);
    const record = await service.record(id);
    const [one, two] = [await service.queries.progress(record), await service.queries.progress(record)];
    expect(one.eta).toEqual(two.eta);
    const { early, likely, late } = one.eta ?? { early: '', likely: '', late: '' };
    expect([one.asOf, early, likely, late].toSorted()).toEqual([one.asOf, early, likely, late]);
  });

  test('says nothing of an end while an emergency stop is in force', async () => {
    service = await startScriptedService({ script: answered });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({ campaign: id, rows: rowsOf(5) });
    await service.startCampaign(id);
    await service.engine.orderStop({ client: null, reason: 'fire drill', by: 'test' });
    await service.pass(10 * minute);
    const record = await service.record(id);
    expect((await service.queries.progress(record)).eta).toBeNull();
    expect((await service.queries.why(record)).reasons).toEqual([
      { code: 'emergency.stop', contacts: 5, until: null },
    ]);
    expect(service.calls).toEqual([]);
  });
});
