import { afterEach, describe, expect, it } from 'vitest';
import { openStudio, phoneOf, rowOf, rowsOf } from './support/studio.ts';
import type { Studio } from './support/studio.ts';

const minute = 60_000;

describe('people, calls, events and reports', () => {
  let studio: Studio;
  afterEach(() => studio.close());
  const finished = async (count: number): Promise<string> => {
    studio = await openStudio({
      script: ({ address }) => ({
        afterMs: 10_000,
        disposition: address === phoneOf(2) ? 'invalid' : 'answered',
      }),
    });
    const { id } = await studio.create({ name: 'spring' });
    await studio.enroll({
      campaign: id,
      rows: [...rowsOf(count), { ...rowOf(1), row: count + 1 }],
      rejected: [{ row: count + 2, code: 'contact.phone-missing', detail: 'has no number', cells: ['x'] }],
    });
    await studio.start(id);
    await studio.pass(30 * minute);
    return id;
  };

  it('lists people by position, page by page, and by state', async () => {
    const id = await finished(5);
    const record = await studio.record(id);
    const first = await studio.queries.contacts({ record, limit: 3 });
    expect(first.items.map(({ row }) => row)).toEqual([1, 2, 3]);
    const rest = await studio.queries.contacts({ record, limit: 3, after: first.next ?? '' });
    expect(rest.items.map(({ row }) => row)).toEqual([4, 5]);
    expect(rest.next).toBeNull();
    const invalid = await studio.queries.contacts({ record, states: ['invalid'], limit: 3 });
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

  it('lists calls newest first, of one person or only the live ones', async () => {
    const id = await finished(3);
    const calls = await studio.queries.calls({ campaign: id, limit: 10 });
    expect(calls.items.map(({ position }) => position)).toEqual([3, 2, 1]);
    const own = await studio.queries.calls({ campaign: id, position: 2, limit: 10 });
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
    expect((await studio.queries.calls({ openOnly: true, limit: 10 })).items).toEqual([]);
  });

  it('reads the log on from where somebody left off', async () => {
    const id = await finished(2);
    const record = await studio.record(id);
    const all = await studio.queries.events({ record, afterSeq: 0, limit: 1_000 });
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
    expect(all.at(-1)).toMatchObject({ type: 'campaign.completed', campaign: id });
    const later = await studio.queries.events({ record, afterSeq: 4, limit: 2 });
    expect(later.map(({ seq }) => seq)).toEqual([5, 6]);
    const text = JSON.stringify(all);
    expect(text).not.toContain('202555');
    expect(all[0]?.at).toBe('2027-03-01T13:55:00Z');
  });

  it('reports final figures of people, calls, rows and time', async () => {
    const id = await finished(4);
    const report = await studio.queries.report(await studio.record(id));
    expect(report).toMatchObject({
      name: 'spring',
      state: 'completed',
      startedAt: '2027-03-01T13:55:00Z',
      pausedSeconds: 0,
      rows: { total: 6, enrolled: 4, suppressed: 0, duplicates: 1, rejected: 1 },
      people: { completed: 3, invalid: 1 },
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

  it('shows a campaign with the instants of its life', async () => {
    const id = await finished(1);
    expect(await studio.queries.campaign(await studio.record(id))).toMatchObject({
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
  let studio: Studio;
  afterEach(() => studio.close());

  it('is a campaign that the provider stopped, and an emergency stop; not a pause of somebody’s own', async () => {
    studio = await openStudio({
      script: () => ({ kind: 'barred', fault: 'credit', detail: 'no credit' }),
    });
    const own = await studio.create({ name: 'own' });
    const { id } = await studio.create({ name: 'spring' });
    await studio.enroll({ campaign: id, rows: rowsOf(1) });
    await studio.enroll({ campaign: own.id, rows: [rowOf(5)] });
    await studio.start(id);
    await studio.start(own.id);
    const pause = { cause: 'operator', by: 'test', reason: null } as const;
    await studio.engine.command({ campaign: own.id, command: { name: 'pause', pause }, by: 'test' });
    await studio.pass(6 * minute);
    await studio.engine.orderStop({ client: 'other', reason: 'lawyers', by: 'key:ops' });
    const all = await studio.queries.attention({ client: null });
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
    const theirs = await studio.queries.attention({ client: 'default' });
    expect(theirs.map(({ code }) => code)).toEqual(['campaign.provider-credit']);
  });

  it('is also a campaign whose snapshot a newer release wrote, and it hides no other', async () => {
    studio = await openStudio({ script: () => ({ afterMs: 1_000, disposition: 'busy' }) });
    const { id } = await studio.create({ name: 'spring' });
    const record = { ...(await studio.record(id)), machineVersion: 99 };
    expect(await studio.queries.campaign(record)).toMatchObject({
      name: 'spring',
      failure: { code: 'campaign.snapshot-newer' },
    });
  });
});
