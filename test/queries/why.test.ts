import { describe, expect, test } from 'vitest';
import { phoneOf, rowOf, rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const minute = 60_000;
const seconds = 1_000;
const untilOpening = 5 * minute;
const answered = (afterMs = 30_000) => ({ afterMs, disposition: 'answered' as const });

describe('why', () => {
  let service: ScriptedService;
  const why = async (id: string) => service.queries.why(await service.record(id));
  /** The instants at which attempts were minted, earliest first. */
  const mints = async (id: string): Promise<string[]> => {
    const { items } = await service.store.listAttempts({ campaign: id, limit: 500 });
    return items.map(({ mintedAt }) => new Date(mintedAt).toISOString()).toSorted();
  };

  test('tells who is outside their hours, who waits, and who is on the phone', async () => {
    service = await startScriptedService({
      script: ({ address }) =>
        address === phoneOf(1) ? { afterMs: 5 * seconds, disposition: 'busy' } : answered(60 * minute),
    });
    const { id } = await service.create({
      name: 'spring',
      retry: { backoff: { first: '30m', jitter: 0 } },
    });
    await service.enroll({ campaign: id, rows: [...rowsOf(3), rowOf(4, { timeZone: 'Australia/Sydney' })] });
    await service.startCampaign(id);
    await service.pass(untilOpening + 10 * seconds);
    const answer = await why(id);
    expect(answer).toMatchObject({
      state: 'running',
      doing: 'waiting',
      reasons: [
        { code: 'window.closed', contacts: 1, until: '2027-03-01T22:00:00Z', timeZone: 'Australia/Sydney' },
        { code: 'retry.waiting', contacts: 1 },
        { code: 'attempt.in-flight', contacts: 2, until: null },
      ],
    });
    expect(answer.until).toBe(answer.reasons[1]?.until);
    const next = Date.parse(answer.until ?? '');
    expect(await mints(id)).toHaveLength(3);
    await service.pass(next - service.now());
    expect((await mints(id)).at(-1)).toBe(new Date(next).toISOString());
  });

  test('names the hour in which the hourly quota is renewed, and then calls', async () => {
    service = await startScriptedService({ script: () => answered(5 * seconds) });
    const { id } = await service.create({ name: 'spring', rateLimits: { perHour: 4 } });
    await service.enroll({ campaign: id, rows: rowsOf(6) });
    await service.startCampaign(id);
    await service.pass(untilOpening + minute);
    expect(await why(id)).toMatchObject({
      doing: 'waiting',
      until: '2027-03-01T15:00:00Z',
      reasons: [{ code: 'quota.hourly', contacts: 2, until: '2027-03-01T15:00:00Z' }],
    });
    await service.pass(60 * minute);
    expect((await mints(id))[4]).toBe('2027-03-01T15:00:00.000Z');
  });

  test('counts the day of the daily quota by the clock of the client', async () => {
    service = await startScriptedService({ script: () => answered(5 * seconds) });
    await service.store.putClient({
      record: {
        client: 'default',
        settings: { timezone: 'Pacific/Auckland', limits: { perDay: 2 } },
        updatedAt: service.now(),
      },
      by: 'test',
    });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({ campaign: id, rows: rowsOf(3) });
    await service.startCampaign(id);
    // Midnight in Auckland was at 11:00 UTC, so the next one is while New York sleeps.
    await service.pass(untilOpening + minute);
    expect(await why(id)).toMatchObject({
      reasons: [{ code: 'quota.daily', contacts: 1, until: '2027-03-02T11:00:00Z' }],
    });
  });

  test('says that people wait for a free slot, and names no time for it', async () => {
    service = await startScriptedService({ script: () => answered(10 * minute) });
    const { id } = await service.create({ name: 'spring', rateLimits: { concurrent: 2 } });
    await service.enroll({ campaign: id, rows: rowsOf(5) });
    await service.startCampaign(id);
    await service.pass(untilOpening + minute);
    expect(await why(id)).toMatchObject({
      until: null,
      reasons: [
        { code: 'limit.concurrent', contacts: 3, until: null },
        { code: 'attempt.in-flight', contacts: 2 },
      ],
    });
  });

  test('says so when another campaign holds the slots that both share', async () => {
    const one = { concurrent: 1, perSecond: null };
    const none = { concurrent: null, perSecond: null };
    service = await startScriptedService({
      script: () => answered(10 * minute),
      shared: { account: one, global: none, caller: none },
    });
    const first = await service.create({ name: 'first' });
    const second = await service.create({ name: 'second' });
    await service.enroll({ campaign: first.id, rows: rowsOf(1) });
    await service.enroll({ campaign: second.id, rows: [rowOf(7)] });
    await service.startCampaign(first.id);
    await service.pass(untilOpening + minute);
    await service.startCampaign(second.id);
    await service.pass(minute);
    expect(await why(second.id)).toMatchObject({
      reasons: [{ code: 'limit.concurrent', contacts: 1, until: null }],
    });
  });

  test('names the instant of the next start where calls are far apart', async () => {
    service = await startScriptedService({ script: () => answered(5 * seconds) });
    const { id } = await service.create({ name: 'spring', rateLimits: { perSecond: 0.01 } });
    await service.enroll({ campaign: id, rows: rowsOf(4) });
    await service.startCampaign(id);
    await service.pass(untilOpening + 110 * seconds);
    const answer = await why(id);
    expect(answer.reasons[0]).toMatchObject({ code: 'limit.per-second' });
    const before = (await mints(id)).length;
    const until = Date.parse(answer.until ?? '');
    expect(until).toBeGreaterThan(service.now());
    await service.pass(until - service.now() - 1);
    expect(await mints(id)).toHaveLength(before);
    await service.pass(2 * seconds);
    expect(await mints(id)).toHaveLength(before + 1);
  });

  test('names the next try while the provider is down, and how long a probe is awaited', async () => {
    service = await startScriptedService({
      script: () => ({ afterMs: 100, disposition: 'failed', fault: 'provider' }),
    });
    const { id } = await service.create({ name: 'spring', rateLimits: { perSecond: 20 } });
    await service.enroll({ campaign: id, rows: rowsOf(60) });
    await service.startCampaign(id);
    await service.pass(untilOpening + 10 * seconds);
    const answer = await why(id);
    expect(answer.reasons).toEqual([{ code: 'provider.down', contacts: 60, until: answer.until }]);
    const { provider } = await service.queries.campaign(await service.record(id));
    expect(provider).toMatchObject({ state: 'down', failedProbes: 0 });
    expect(Date.parse(answer.until ?? '')).toBe(Date.parse(provider?.probeAt ?? ''));
    const before = (await mints(id)).length;
    await service.pass(Date.parse(answer.until ?? '') - service.now() - 1);
    expect(await mints(id)).toHaveLength(before);
    await service.pass(1);
    expect(await mints(id)).toHaveLength(before + 1);
    const lapsesAt = new Date(service.now() + 15 * minute).toISOString().replace('.000Z', 'Z');
    expect(await why(id)).toMatchObject({
      until: lapsesAt,
      summary: expect.stringMatching(/the result of a single try is awaited until .* at the latest/),
      reasons: [{ code: 'provider.down', contacts: 59, until: lapsesAt }, { code: 'attempt.in-flight' }],
    });
  });

  test('names the window rather than the provider where the next probe comes after closing time', async () => {
    service = await startScriptedService({
      script: () => ({ afterMs: 100, disposition: 'failed', fault: 'provider' }),
      startAt: Date.parse('2027-03-01T21:59:45Z'),
    });
    const { id } = await service.create({ name: 'spring', rateLimits: { perSecond: 20 } });
    await service.enroll({ campaign: id, rows: rowsOf(60) });
    await service.startCampaign(id);
    await service.pass(10 * seconds);
    expect((await why(id)).reasons).toMatchObject([{ code: 'provider.down', contacts: 60 }]);
    await service.pass(5 * minute);
    expect((await why(id)).reasons).toMatchObject([
      { code: 'window.closed', contacts: 60, until: '2027-03-02T14:00:00Z' },
    ]);
  });

  test('says how long the provider asks for patience', async () => {
    service = await startScriptedService({
      script: () => ({ kind: 'not-placed', reason: 'throttled', retryAfterMs: 40 * seconds, detail: '429' }),
    });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({ campaign: id, rows: rowsOf(2) });
    await service.startCampaign(id);
    await service.pass(untilOpening + 5 * seconds);
    const answer = await why(id);
    expect(answer.reasons).toEqual([{ code: 'provider.throttled', contacts: 2, until: answer.until }]);
    expect(answer.summary).toContain('The provider accepts no requests until');
  });

  test('tells a draft, a scheduled, a paused and an ended campaign apart', async () => {
    service = await startScriptedService({ script: () => answered() });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({ campaign: id, rows: rowsOf(3) });
    const codes = async (): Promise<unknown> =>
      (await why(id)).reasons.map(({ code, contacts, until }) => [code, contacts, until]);
    expect(await codes()).toEqual([['campaign.draft', 3, null]]);
    const startAt = service.now() + 60 * minute;
    await service.engine.command({ campaign: id, command: { name: 'start', startAt }, by: 'test' });
    expect(await codes()).toEqual([['campaign.scheduled', 3, '2027-03-01T14:55:00Z']]);
    const pause = { cause: 'operator', by: 'test', reason: 'client asked' } as const;
    await service.engine.command({ campaign: id, command: { name: 'pause', pause }, by: 'test' });
    expect(await codes()).toEqual([['campaign.paused', 3, null]]);
    expect((await why(id)).summary).toBe('The campaign is paused (client asked): 3 contacts wait.');
    const cancel = { name: 'cancel', hangUp: false, reason: null } as const;
    await service.engine.command({ campaign: id, command: cancel, by: 'test' });
    await service.pass(minute);
    expect(await why(id)).toMatchObject({ state: 'cancelled', until: null, reasons: [] });
  });

  test('gives people paused one by one and people in review a reason of their own', async () => {
    service = await startScriptedService({ script: () => ({ afterMs: seconds, disposition: 'machine' }) });
    const { id } = await service.create({ name: 'spring', dispositions: { machine: 'review' } });
    await service.enroll({ campaign: id, rows: rowsOf(3) });
    const command = { name: 'pause', position: 3, reason: null } as const;
    await service.engine.commandContact({ campaign: id, command, by: 'test' });
    await service.startCampaign(id);
    await service.pass(untilOpening + minute);
    const answer = await why(id);
    expect(answer.reasons.map(({ code, contacts }) => [code, contacts])).toEqual([
      ['contact.paused', 1],
      ['contact.review', 2],
    ]);
    expect(answer.reasons[1]?.until?.slice(0, 10)).toBe('2027-03-15');
    expect(await service.queries.attention({ client: null })).toMatchObject([
      { code: 'contact.review', campaign: id, name: 'spring' },
    ]);
  });

  test('never waits for a window if a reason to call at any hour was given', async () => {
    service = await startScriptedService({ script: () => answered(10 * minute) });
    const shared = { name: 'spring', rateLimits: { concurrent: 1 } };
    const { id } = await service.create(shared);
    const always = { zones: ['*'], regions: [] };
    await service.enroll({
      campaign: id,
      rows: [rowOf(1, { calendar: always }), rowOf(2, { calendar: always })],
    });
    await service.startCampaign(id);
    await service.pass(minute);
    expect((await why(id)).reasons.map(({ code }) => code)).toEqual([
      'limit.concurrent',
      'attempt.in-flight',
    ]);
  });
});
