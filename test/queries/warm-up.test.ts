import pino from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { createStoredRehearsal } from '../../src/rehearsal/rehearse-stored.ts';
import { rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';
import { unlimited } from '../support/service/process.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('a campaign with a warm-up', () => {
  let service: ScriptedService;
  beforeEach(async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 30_000, disposition: 'answered' }) });
  });

  const begin = async (rateLimits: object, contacts = 20): Promise<string> => {
    const { id } = await service.create({ name: 'warm', rateLimits });
    await service.enroll({ campaign: id, rows: rowsOf(contacts) });
    await service.startCampaign(id);
    return id;
  };
  const startsByDay = (): number[] => {
    const days = new Map<string, number>();
    for (const { at } of service.calls) {
      const name = new Date(at).toISOString().slice(0, 10);
      days.set(name, (days.get(name) ?? 0) + 1);
    }
    return [...days.values()];
  };

  test('starts no more on its nth day of sending than the schedule says, then as the daily quota says', async () => {
    const id = await begin({ perDay: 7, warmupSchedule: [2, 5] });
    await service.pass(3 * day);
    expect(startsByDay()).toEqual([2, 5, 7]);
    expect((await service.record(id)).counters.sending).toMatchObject({ number: 3, started: 7 });
    await service.pass(day);
    expect(startsByDay()).toEqual([2, 5, 7, 6]);
  });

  test('says so, with the time at which it ends, and estimates with it', async () => {
    const id = await begin({ warmupEnabled: true, warmupSchedule: [2, 5, 50] });
    await service.pass(2 * hour);
    const record = await service.record(id);
    const why = await service.queries.why(record);
    expect(why.reasons).toMatchObject([
      { code: 'quota.warm-up', contacts: 18, until: '2027-03-02T00:00:00Z' },
    ]);
    expect(why.summary).toContain('the next day of the warm-up');
    const progress = await service.queries.progress(record);
    expect(progress.warmUp).toEqual({ day: 1, cap: 2, started: 2 });
    expect(Date.parse(progress.eta?.early ?? '')).toBeGreaterThan(Date.parse('2027-03-03T14:00:00Z'));
    expect((await service.queries.campaign(record)).waiting).toMatchObject({ reason: 'quota.warm-up' });
  });

  test('is rehearsed from the day it is at', async () => {
    const id = await begin({ warmupSchedule: [2, 5, 50] });
    await service.pass(day);
    const rehearse = createStoredRehearsal({
      store: service.store,
      shared: { account: unlimited, global: unlimited, caller: unlimited },
      business: service.time.clocks.business,
      log: pino({ level: 'silent' }),
    });
    const { days } = await rehearse({ record: await service.record(id) });
    expect(days[0]?.attempts).toBe(5);
  });

  test('does not count calls that were not placed', async () => {
    let refused = 0;
    service = await startScriptedService({
      script: () =>
        (refused += 1) === 1
          ? { kind: 'not-placed', reason: 'throttled', retryAfterMs: 1_000, detail: 'slow down' }
          : { afterMs: 30_000, disposition: 'answered' },
    });
    const id = await begin({ warmupSchedule: [2, 5] });
    await service.pass(2 * hour);
    expect((await service.record(id)).counters.sending).toMatchObject({ number: 1, started: 2 });
    const { items } = await service.store.listAttempts({ campaign: id, limit: 10 });
    expect(items.map(({ state }) => state).toSorted()).toEqual(['ended', 'ended', 'not-placed']);
  });

  test('has none when it is switched off', async () => {
    await begin({ warmupEnabled: false, warmupSchedule: [2, 5] });
    await service.pass(day / 2);
    expect(startsByDay()).toEqual([20]);
  });
});
