import { describe, expect, test } from 'vitest';
import { latestOf, withoutStart, withStart } from '../../src/domain/contact/person.ts';
import { phoneOf, rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const hour = 3_600_000;
const day = 24 * hour;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;

describe('attempts per person in 24 hours and in seven days', () => {
  let service: ScriptedService;

  const run = async ({
    perPerson,
    retry = {},
    campaigns,
    days,
  }: {
    perPerson?: object;
    retry?: object;
    campaigns: number;
    days: number;
  }): Promise<number[]> => {
    service = await startScriptedService({ script: () => ({ afterMs: 20_000, disposition: 'no-answer' }) });
    if (perPerson)
      await service.store.putClient({
        record: { client: 'default', settings: { perPerson }, updatedAt: 0 },
        by: 'test',
      });
    for (let n = 1; n <= campaigns; n += 1) {
      const { id } = await service.create({
        name: `campaign-${n}`,
        sendWindow: always,
        retry: { maxAttempts: 20, maxPerDay: 50, backoff: { first: '1h', factor: 1, jitter: 0 }, ...retry },
      });
      await service.enroll({ campaign: id, rows: rowsOf(1) });
      await service.startCampaign(id);
    }
    await service.pass(days * day);
    return service.calls.filter(({ address }) => address === phoneOf(1)).map(({ at }) => at);
  };

  /** The most starts in any period of this length. */
  const mostIn = (starts: readonly number[], ms: number): number =>
    Math.max(...starts.map((from) => starts.filter((at) => at >= from && at < from + ms).length));

  test('are counted over all campaigns of the client, and end exactly', async () => {
    const starts = await run({ retry: { maxPer24Hours: 2, maxPerWeek: 5 }, campaigns: 2, days: 15 });
    expect(mostIn(starts, day)).toBe(2);
    expect(mostIn(starts, 7 * day)).toBe(5);
    expect(starts.length).toBeGreaterThanOrEqual(10);
    const [first = 0, , , , , sixth = 0] = starts;
    expect(sixth - first).toBeGreaterThanOrEqual(7 * day);
    expect(sixth - first).toBeLessThan(7 * day + 2 * hour);
  });

  test('of the client bind every campaign, and each campaign may be stricter', async () => {
    const perPerson = { maxPer24Hours: 1, maxPerWeek: 3 };
    const starts = await run({ perPerson, retry: { maxPerWeek: 50 }, campaigns: 3, days: 8 });
    expect(mostIn(starts, day)).toBe(1);
    expect(mostIn(starts, 7 * day)).toBe(3);
    const record = await service.record((await service.store.listCampaigns({ limit: 1 })).items[0]?.id ?? '');
    const [enrollment] = await service.store.readEnrollments({ campaign: record.id, positions: [1] });
    const why = enrollment && (await service.queries.whyContact({ record, enrollment }));
    expect(why?.reasons[0]?.code).toMatch(/^attempts\.per-(?:week|24-hours)$/);
    expect(Date.parse(why?.reasons[0]?.until ?? '')).toBeGreaterThan(service.time.clocks.business.now());
  });

  test('are not used up by attempts that were not placed', () => {
    const person = {
      id: '1',
      client: 'default',
      rev: 0,
      openAttempts: [],
      days: {},
      recent: { voice: [1_000] },
      lastTouch: null,
      optOut: null,
      mergedInto: null,
    };
    const minted = withStart(person, { channel: 'voice', at: 5_000 });
    expect(minted.recent).toEqual({ voice: [1_000, 5_000] });
    expect(withoutStart(minted, { channel: 'voice', from: 5_000, until: 5_000 })).toEqual(person);
    expect(withoutStart(minted, { channel: 'mail', from: 5_000, until: 5_000 })).toBe(minted);
    const many = Array.from({ length: 300 }, (_, index) => index * hour);
    expect(latestOf(many).length).toBe(100);
    expect(latestOf([0, 31 * day])).toEqual([31 * day]);
  });
});
