import { afterEach, describe, expect, it } from 'vitest';
import { openStudio, phoneOf, rowOf, rowsOf } from './support/studio.ts';
import type { Studio } from './support/studio.ts';

const minute = 60_000;
const seconds = 1_000;
const untilOpening = 5 * minute;
const answered = (afterMs = 30_000) => ({ afterMs, disposition: 'answered' as const });

describe('why', () => {
  let studio: Studio;
  afterEach(() => studio.close());
  const why = async (id: string) => studio.queries.why(await studio.record(id));
  /** The instants at which attempts were minted, earliest first. */
  const mints = async (id: string): Promise<string[]> => {
    const { items } = await studio.store.listAttempts({ campaign: id, limit: 500 });
    return items.map(({ mintedAt }) => new Date(mintedAt).toISOString()).toSorted();
  };

  it('tells who is outside their hours, who waits, and who is on the phone', async () => {
    studio = await openStudio({
      script: ({ address }) =>
        address === phoneOf(1) ? { afterMs: 5 * seconds, disposition: 'busy' } : answered(60 * minute),
    });
    const { id } = await studio.create({
      name: 'spring',
      retry: { backoff: { first: '30m', jitter: 0 } },
    });
    await studio.enroll({ campaign: id, rows: [...rowsOf(3), rowOf(4, { timeZone: 'Australia/Sydney' })] });
    await studio.start(id);
    await studio.pass(untilOpening + 10 * seconds);
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
    await studio.pass(next - studio.now());
    expect((await mints(id)).at(-1)).toBe(new Date(next).toISOString());
  });

  it('names the hour in which the hourly quota is renewed, and then calls', async () => {
    studio = await openStudio({ script: () => answered(5 * seconds) });
    const { id } = await studio.create({ name: 'spring', rateLimits: { perHour: 4 } });
    await studio.enroll({ campaign: id, rows: rowsOf(6) });
    await studio.start(id);
    await studio.pass(untilOpening + minute);
    expect(await why(id)).toMatchObject({
      doing: 'waiting',
      until: '2027-03-01T15:00:00Z',
      reasons: [{ code: 'quota.hourly', contacts: 2, until: '2027-03-01T15:00:00Z' }],
    });
    await studio.pass(60 * minute);
    expect((await mints(id))[4]).toBe('2027-03-01T15:00:00.000Z');
  });

  it('counts the day of the daily quota by the clock of the client', async () => {
    studio = await openStudio({ script: () => answered(5 * seconds) });
    await studio.store.putClient({
      record: {
        client: 'default',
        settings: { timezone: 'Pacific/Auckland', limits: { perDay: 2 } },
        updatedAt: studio.now(),
      },
      by: 'test',
    });
    const { id } = await studio.create({ name: 'spring' });
    await studio.enroll({ campaign: id, rows: rowsOf(3) });
    await studio.start(id);
    // Midnight in Auckland was at 11:00 UTC, so the next one is while New York sleeps.
    await studio.pass(untilOpening + minute);
    expect(await why(id)).toMatchObject({
      reasons: [{ code: 'quota.daily', contacts: 1, until: '2027-03-02T11:00:00Z' }],
    });
  });

  it('says that people wait for a free slot, and names no time for it', async () => {
    studio = await openStudio({ script: () => answered(10 * minute) });
    const { id } = await studio.create({ name: 'spring', rateLimits: { concurrent: 2 } });
    await studio.enroll({ campaign: id, rows: rowsOf(5) });
    await studio.start(id);
    await studio.pass(untilOpening + minute);
    expect(await why(id)).toMatchObject({
      until: null,
      reasons: [
        { code: 'limit.concurrent', contacts: 3, until: null },
        { code: 'attempt.in-flight', contacts: 2 },
      ],
    });
  });

  it('says so when another campaign holds the slots that both share', async () => {
    const one = { concurrent: 1, perSecond: null };
    const none = { concurrent: null, perSecond: null };
    studio = await openStudio({
      script: () => answered(10 * minute),
      shared: { account: one, global: none, caller: none },
    });
    const first = await studio.create({ name: 'first' });
    const second = await studio.create({ name: 'second' });
    await studio.enroll({ campaign: first.id, rows: rowsOf(1) });
    await studio.enroll({ campaign: second.id, rows: [rowOf(7)] });
    await studio.start(first.id);
    await studio.pass(untilOpening + minute);
    await studio.start(second.id);
    await studio.pass(minute);
    expect(await why(second.id)).toMatchObject({
      reasons: [{ code: 'limit.concurrent', contacts: 1, until: null }],
    });
  });

  it('names the instant of the next start where calls are far apart', async () => {
    studio = await openStudio({ script: () => answered(5 * seconds) });
    const { id } = await studio.create({ name: 'spring', rateLimits: { perSecond: 0.01 } });
    await studio.enroll({ campaign: id, rows: rowsOf(4) });
    await studio.start(id);
    await studio.pass(untilOpening + 110 * seconds);
    const answer = await why(id);
    expect(answer.reasons[0]).toMatchObject({ code: 'limit.per-second' });
    const before = (await mints(id)).length;
    const until = Date.parse(answer.until ?? '');
    expect(until).toBeGreaterThan(studio.now());
    await studio.pass(until - studio.now() - 1);
    expect(await mints(id)).toHaveLength(before);
    await studio.pass(2 * seconds);
    expect(await mints(id)).toHaveLength(before + 1);
  });

  it('names the next try while the provider is down, and how long a probe is awaited', async () => {
    studio = await openStudio({
      script: () => ({ afterMs: 100, disposition: 'failed', fault: 'provider' }),
    });
    const { id } = await studio.create({ name: 'spring', rateLimits: { perSecond: 20 } });
    await studio.enroll({ campaign: id, rows: rowsOf(60) });
    await studio.start(id);
    await studio.pass(untilOpening + 10 * seconds);
    const answer = await why(id);
    expect(answer.reasons).toEqual([{ code: 'provider.down', contacts: 60, until: answer.until }]);
    const { provider } = await studio.queries.campaign(await studio.record(id));
    expect(provider).toMatchObject({ state: 'down', failedProbes: 0 });
    expect(Date.parse(answer.until ?? '')).toBe(Date.parse(provider?.probeAt ?? ''));
    const before = (await mints(id)).length;
    await studio.pass(Date.parse(answer.until ?? '') - studio.now() - 1);
    expect(await mints(id)).toHaveLength(before);
    await studio.pass(1);
    expect(await mints(id)).toHaveLength(before + 1);
    const lapsesAt = new Date(studio.now() + 15 * minute).toISOString().replace('.000Z', 'Z');
    expect(await why(id)).toMatchObject({
      until: lapsesAt,
      summary: expect.stringMatching(/the result of a single try is awaited until .* at the latest/),
      reasons: [{ code: 'provider.down', contacts: 59, until: lapsesAt }, { code: 'attempt.in-flight' }],
    });
  });

  it('names the window rather than the provider where the next probe comes after closing time', async () => {
    studio = await openStudio({
      script: () => ({ afterMs: 100, disposition: 'failed', fault: 'provider' }),
      startAt: Date.parse('2027-03-01T21:59:45Z'),
    });
    const { id } = await studio.create({ name: 'spring', rateLimits: { perSecond: 20 } });
    await studio.enroll({ campaign: id, rows: rowsOf(60) });
    await studio.start(id);
    await studio.pass(10 * seconds);
    expect((await why(id)).reasons).toMatchObject([{ code: 'provider.down', contacts: 60 }]);
    await studio.pass(5 * minute);
    expect((await why(id)).reasons).toMatchObject([
      { code: 'window.closed', contacts: 60, until: '2027-03-02T14:00:00Z' },
    ]);
  });

  it('says how long the provider asks for patience', async () => {
    studio = await openStudio({
      script: () => ({ kind: 'not-placed', reason: 'throttled', retryAfterMs: 40 * seconds, detail: '429' }),
    });
    const { id } = await studio.create({ name: 'spring' });
    await studio.enroll({ campaign: id, rows: rowsOf(2) });
    await studio.start(id);
    await studio.pass(untilOpening + 5 * seconds);
    const answer = await why(id);
    expect(answer.reasons).toEqual([{ code: 'provider.throttled', contacts: 2, until: answer.until }]);
    expect(answer.summary).toContain('The provider accepts no requests until');
  });

  it('tells a draft, a scheduled, a paused and an ended campaign apart', async () => {
    studio = await openStudio({ script: () => answered() });
    const { id } = await studio.create({ name: 'spring' });
    await studio.enroll({ campaign: id, rows: rowsOf(3) });
    const codes = async (): Promise<unknown> =>
      (await why(id)).reasons.map(({ code, contacts, until }) => [code, contacts, until]);
    expect(await codes()).toEqual([['campaign.draft', 3, null]]);
    const startAt = studio.now() + 60 * minute;
    await studio.engine.command({ campaign: id, command: { name: 'start', startAt }, by: 'test' });
    expect(await codes()).toEqual([['campaign.scheduled', 3, '2027-03-01T14:55:00Z']]);
    const pause = { cause: 'operator', by: 'test', reason: 'client asked' } as const;
    await studio.engine.command({ campaign: id, command: { name: 'pause', pause }, by: 'test' });
    expect(await codes()).toEqual([['campaign.paused', 3, null]]);
    expect((await why(id)).summary).toBe('The campaign is paused (client asked): 3 contacts wait.');
    const cancel = { name: 'cancel', hangUp: false, reason: null } as const;
    await studio.engine.command({ campaign: id, command: cancel, by: 'test' });
    await studio.pass(minute);
    expect(await why(id)).toMatchObject({ state: 'cancelled', until: null, reasons: [] });
  });

  it('gives people paused one by one and people in review a reason of their own', async () => {
    studio = await openStudio({ script: () => ({ afterMs: seconds, disposition: 'machine' }) });
    const { id } = await studio.create({ name: 'spring', dispositions: { machine: 'review' } });
    await studio.enroll({ campaign: id, rows: rowsOf(3) });
    const command = { name: 'pause', position: 3, reason: null } as const;
    await studio.engine.commandContact({ campaign: id, command, by: 'test' });
    await studio.start(id);
    await studio.pass(untilOpening + minute);
    const answer = await why(id);
    expect(answer.reasons.map(({ code, contacts }) => [code, contacts])).toEqual([
      ['contact.paused', 1],
      ['contact.review', 2],
    ]);
    expect(answer.reasons[1]?.until?.slice(0, 10)).toBe('2027-03-15');
    expect(await studio.queries.attention({ client: null })).toMatchObject([
      { code: 'contact.review', campaign: id, name: 'spring' },
    ]);
  });

  it('never waits for a window where somebody gave a reason to call at any hour', async () => {
    studio = await openStudio({ script: () => answered(10 * minute) });
    const shared = { name: 'spring', rateLimits: { concurrent: 1 } };
    const { id } = await studio.create(shared);
    const always = { zones: ['*'], regions: [] };
    await studio.enroll({
      campaign: id,
      rows: [rowOf(1, { calendar: always }), rowOf(2, { calendar: always })],
    });
    await studio.start(id);
    await studio.pass(minute);
    expect((await why(id)).reasons.map(({ code }) => code)).toEqual([
      'limit.concurrent',
      'attempt.in-flight',
    ]);
  });
});
