import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStoredRehearsal } from '../../src/rehearsal/rehearse-stored.ts';
import { openStudio, rowsOf } from './support/studio.ts';
import type { Studio } from './support/studio.ts';

const hour = 3_600_000;
const day = 24 * hour;
const unlimited = { concurrent: null, perSecond: null };

describe('a campaign with a warm-up', () => {
  let studio: Studio;
  beforeEach(async () => {
    studio = await openStudio({ script: () => ({ afterMs: 30_000, disposition: 'answered' }) });
  });
  afterEach(() => studio.close());

  const begin = async (rateLimits: object, contacts = 20): Promise<string> => {
    const { id } = await studio.create({ name: 'warm', rateLimits });
    await studio.enroll({ campaign: id, rows: rowsOf(contacts) });
    await studio.start(id);
    return id;
  };
  const startsByDay = (): number[] => {
    const days = new Map<string, number>();
    for (const { at } of studio.starts) {
      const name = new Date(at).toISOString().slice(0, 10);
      days.set(name, (days.get(name) ?? 0) + 1);
    }
    return [...days.values()];
  };

  it('starts no more on its nth day of sending than the schedule says, then as the daily quota says', async () => {
    const id = await begin({ perDay: 7, warmupSchedule: [2, 5] });
    await studio.pass(3 * day);
    expect(startsByDay()).toEqual([2, 5, 7]);
    expect((await studio.record(id)).counters.sending).toMatchObject({ number: 3, started: 7 });
    await studio.pass(day);
    expect(startsByDay()).toEqual([2, 5, 7, 6]);
  });

  it('says so, with the time at which it ends, and estimates with it', async () => {
    const id = await begin({ warmupEnabled: true, warmupSchedule: [2, 5, 50] });
    await studio.pass(2 * hour);
    const record = await studio.record(id);
    const why = await studio.queries.why(record);
    expect(why.reasons).toMatchObject([
      { code: 'quota.warm-up', contacts: 18, until: '2027-03-02T00:00:00Z' },
    ]);
    expect(why.summary).toContain('the next day of the warm-up');
    const progress = await studio.queries.progress(record);
    expect(progress.warmUp).toEqual({ day: 1, cap: 2, started: 2 });
    expect(Date.parse(progress.eta?.early ?? '')).toBeGreaterThan(Date.parse('2027-03-03T14:00:00Z'));
    expect((await studio.queries.campaign(record)).waiting).toMatchObject({ reason: 'quota.warm-up' });
  });

  it('is rehearsed from the day it is at', async () => {
    const id = await begin({ warmupSchedule: [2, 5, 50] });
    await studio.pass(day);
    const rehearse = createStoredRehearsal({
      store: studio.store,
      shared: { account: unlimited, global: unlimited, caller: unlimited },
      business: studio.time.clocks.business,
      log: pino({ level: 'silent' }),
    });
    const { days } = await rehearse({ record: await studio.record(id) });
    expect(days[0]?.attempts).toBe(5);
  });

  it('has none when it is switched off', async () => {
    await begin({ warmupEnabled: false, warmupSchedule: [2, 5] });
    await studio.pass(day / 2);
    expect(startsByDay()).toEqual([20]);
  });
});
