import { describe, expect, test } from 'vitest';
import { phoneOf, rowOf, rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const minute = 60_000;

describe('people, calls, events and reports', () => {
  let service: ScriptedService;
  const finished = async (count: number): Promise<string> => {
    service = await startScriptedService({
      script: ({ address }) => ({
        afterMs: 10_000,
        disposition: address === phoneOf(2) ? 'invalid' : 'answered',
      }),
    });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({
      campaign: id,
      rows: [...rowsOf(count), { ...rowOf(1), row: count + 1 }],
      rejected: [{ row: count + 2, code: 'contact.phone-missing', detail: 'has no number', cells: ['x'] }],
    });
    await service.startCampaign(id);
    await service.pass(30 * minute);
    return id;
  };

  test('lists people by position, page by page, and by state', async () => {
    const id = await finished(5);
    const record = await service.record(id);
    const first = await service.queries.contacts({ record, limit: 3 });
    expect(first.items.map(({ row }) => row)).toEqual([1, 2, 3]);
    const rest = await service.queries.contacts({ record, limit: 3, after: first.next ?? '' });
    expect(rest.items.map(({ row }) => row)).toEqual([4, 5]);
    expect(rest.next).toBeNull();
    const invalid = await service.queries.contacts({ record, states: ['invalid'], limit: 3 });
    expect(invalid.items).toMatchObject([
      {
        row: 2,
        phone: phoneOf(2),
        name: 'Person 2',
        state: 'invalid',
        dueAt: null,
        lastDisposition: 'invalid',
      },
    ]);
    expect(invalid.items[0]?.enrollmentId.slice(4)).toBe(invalid.items[0]?.id.slice(4));
  });

  test('lists calls newest first, of one person or only the live ones', async () => {
    const id = await finished(3);
    const calls = await service.queries.calls({ campaign: id, limit: 10 });
    expect(calls.items.map(({ position }) => position)).toEqual([3, 2, 1]);
    const own = await service.queries.calls({ campaign: id, position: 2, limit: 10 });
    expect(own.items).toMatchObject([
      {
        campaign: id,
        to: phoneOf(2),
        from: '+12025550100',
        state: 'ended',
        active: false,
        disposition: 'invalid',
      },
    ]);
    expect((await service.queries.calls({ openOnly: true, limit: 10 })).items).toEqual([]);
  });

  test('continues to read the log from a given place', async () => {
    const id = await finished(2);
    const record = await service.record(id);
    const all = await service.queries.events({ record, afterSeq: 0, limit: 1_000 });
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
    expect(all.at(-1)).toMatchObject({ type: 'campaign.completed', campaign: id });
    const later = await service.queries.events({ record, afterSeq: 4, limit: 2 });
    expect(later.map(({ seq }) => seq)).toEqual([5, 6]);
    const text = JSON.stringify(all);
    expect(text).not.toContain('202555');
    expect(all[0]?.at).toBe('2027-03-01T13:55:00Z');
  });

  test('reports final figures of people, calls, rows and time', async () => {
    const id = await finished(4);
    const report = await service.queries.report(await service.record(id));
    expect(report).toMatchObject({
      name: 'spring',
      state: 'completed',
      startedAt: '2027-03-01T13:55:00Z',
      pausedSeconds: 0,
      rows: { total: 6, enrolled: 4, suppressed: 0, duplicates: 1, rejected: 1 },
      contacts: { completed: 3, invalid: 1 },
      completed: 3,
      failed: 1,
      remaining: 0,
      percent: 100,
      successRate: 0.75,
      attempts: { started: 4, answered: 3, invalid: 1 },
    });
    const { endedAt, durationSeconds } = report;
    expect(durationSeconds).toBe(
      Math.round((Date.parse(endedAt ?? '') - Date.parse('2027-03-01T13:55:00Z')) / 1000),
    );
  });

  test('shows a campaign with the instants of its life', async () => {
    const id = await finished(1);
    expect(await service.queries.campaign(await service.record(id))).toMatchObject({
      id,
      client: 'default',
      state: 'completed',
      doing: null,
      total: 1,
      createdAt: '2027-03-01T13:55:00Z',
      startedAt: '2027-03-01T13:55:00Z',
      pausedAt: null,
      pause: null,
      provider: null,
    });
  });
});

describe('what needs a person', () => {
  let service: ScriptedService;

  test('is a campaign that the provider stopped, and an emergency stop; not a pause by an operator', async () => {
    service = await startScriptedService({
      script: () => ({ kind: 'barred', fault: 'credit', detail: 'no credit' }),
    });
    const own = await service.create({ name: 'own' });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({ campaign: id, rows: rowsOf(1) });
    await service.enroll({ campaign: own.id, rows: [rowOf(5)] });
    await service.startCampaign(id);
    await service.startCampaign(own.id);
    const pause = { cause: 'operator', by: 'test', reason: null } as const;
    await service.engine.command({ campaign: own.id, command: { name: 'pause', pause }, by: 'test' });
    await service.pass(6 * minute);
    await service.engine.orderStop({ client: 'other', reason: 'lawyers', by: 'key:ops' });
    const all = await service.queries.attention({ client: null });
    expect(all.map(({ code, campaign }) => [code, campaign])).toEqual([
      ['emergency.stop', null],
      ['campaign.provider-credit', id],
    ]);
    expect(all[0]).toMatchObject({
      since: expect.stringContaining('2027-03-01T') as string,
      detail: expect.stringMatching(
        /^Emergency stop of client \S+ since .* UTC, by key:ops: lawyers\.$/,
      ) as string,
      command: expect.stringMatching(/^ringmaster resume --client \S+$/) as string,
    });
    const theirs = await service.queries.attention({ client: 'default' });
    expect(theirs.map(({ code }) => code)).toEqual(['campaign.provider-credit']);
  });

  test('is also a campaign whose snapshot a newer release wrote, and it hides no other', async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 1_000, disposition: 'busy' }) });
    const { id } = await service.create({ name: 'spring' });
    const record = { ...(await service.record(id)), machineVersion: 99 };
    expect(await service.queries.campaign(record)).toMatchObject({
      name: 'spring',
      failure: { code: 'campaign.snapshot-newer' },
    });
  });
});
