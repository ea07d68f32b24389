import { beforeEach, describe, expect, test } from 'vitest';
import { defaultTimes } from '../../src/actors/index.ts';
import type { CampaignEvent } from '../../src/domain/events/campaign-event.ts';
import type { LetterCampaignInput } from '../support/letters/descriptor.ts';
import { rowsOf } from '../support/builders/contacts.ts';
import { mondayMorning, startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const minute = 60_000;
const hour = 60 * minute;
const talkMs = 20_000;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;
const endAfter = (ms: number): string => new Date(mondayMorning + ms).toISOString();

let service: ScriptedService;
let campaign: string;
beforeEach(async () => {
  service = await startScriptedService({
    script: () => ({ afterMs: talkMs, disposition: 'machine' }),
    beatMs: 12 * hour,
  });
});

async function create(people: number, definition: Partial<LetterCampaignInput> = {}): Promise<void> {
  ({ id: campaign } = await service.create({ name: 'spring', sendWindow: always, ...definition }));
  await service.enroll({ campaign, rows: rowsOf(people) });
}
const startAt = (at: number | null) =>
  service.engine.command({ campaign, command: { name: 'start', startAt: at }, by: 'anna' });
const stateOf = async (): Promise<string> => (await service.record(campaign)).state;
const statesOf = async () => (await service.record(campaign)).counters.states;
const eventsOf = async (type: CampaignEvent['type']): Promise<CampaignEvent[]> =>
  (await service.store.readEvents({ campaign, afterSeq: 0, limit: 999 })).filter(
    (event) => event.type === type,
  );

describe('a scheduled start', () => {
  test('begins at its time, by itself, and calls at once', async () => {
    await create(1);
    const due = mondayMorning + hour;
    await startAt(due);
    await service.pass(hour - 1);
    expect([await stateOf(), service.calls]).toEqual(['scheduled', []]);
    await service.pass(2 * minute);
    expect(service.calls).toHaveLength(1);
    expect((service.calls[0]?.at ?? 0) - due).toBeLessThan(1_000);
    const started = await eventsOf('campaign.started');
    expect(started.map(({ by, at }) => [by, at])).toEqual([
      ['anna', mondayMorning],
      ['system', due],
    ]);
  });

  test('that was taken back never begins', async () => {
    await create(1);
    await startAt(mondayMorning + hour);
    await service.engine.command({ campaign, command: { name: 'unschedule' }, by: 'anna' });
    await service.pass(3 * hour);
    expect([await stateOf(), service.calls]).toEqual(['draft', []]);
  });
});

describe('the end date of a campaign', () => {
  test('ends all who wait, lets the attempt in flight finish, and completes the campaign', async () => {
    const end = endAfter(2.5 * talkMs);
    await create(5, { end, rateLimits: { concurrent: 1 }, retry: { maxAttempts: 3 } });
    await startAt(null);
    await service.pass(2.5 * talkMs + 1_000);
    expect(await statesOf()).toEqual({ expired: 4, 'in-flight': 1 });
    expect(await stateOf()).toBe('running');
    await service.pass(hour);
    expect(await statesOf()).toEqual({ expired: 5 });
    expect(service.calls).toHaveLength(3);
    expect(await stateOf()).toBe('completed');
    const expired = await eventsOf('campaign.expired');
    expect(expired.map(({ by, at }) => [by, at])).toEqual([['system', Date.parse(end)]]);
  });

  test('that is set while the campaign runs is in force, and the log tells what it was before', async () => {
    await create(2, { rateLimits: { concurrent: 1 } });
    await startAt(null);
    const { definition } = await service.record(campaign);
    const edited = { ...definition, end: endAfter(talkMs / 2) };
    await service.engine.command({ campaign, command: { name: 'edit', definition: edited }, by: 'anna' });
    await service.pass(hour);
    expect(service.calls).toHaveLength(1);
    expect(await stateOf()).toBe('completed');
    const [edit] = await eventsOf('campaign.edited');
    expect(edit?.data).toMatchObject({ from: { end: null }, to: { end: edited.end } });
  });

  test('completes a paused campaign too: it cannot be resumed any more', async () => {
    await create(2, { end: endAfter(hour), rateLimits: { concurrent: 1 } });
    await startAt(null);
    await service.pass(talkMs / 2);
    const pause = { cause: 'operator', by: 'anna', reason: null } as const;
    await service.engine.command({ campaign, command: { name: 'pause', pause }, by: 'anna' });
    await service.pass(2 * hour);
    expect([await stateOf(), service.calls.length]).toEqual(['completed', 1]);
    await expect(
      service.engine.command({ campaign, command: { name: 'resume' }, by: 'anna' }),
    ).rejects.toMatchObject({ code: 'campaign.command-refused', details: { allowed: ['archive'] } });
  });
});

describe('a contact in review', () => {
  const reviewed = { dispositions: { machine: 'review' } } as const;

  test('expires after the time for a review', async () => {
    await create(1, reviewed);
    await startAt(null);
    await service.pass(defaultTimes.reviewMs);
    expect(await statesOf()).toEqual({ review: 1 });
    await service.pass(talkMs + 1_000);
    expect(await statesOf()).toEqual({ expired: 1 });
    expect(await eventsOf('enrollment.expired')).toMatchObject([{ position: 1, by: 'system' }]);
    expect(await stateOf()).toBe('completed');
  });

  test('expires at the end date of the campaign if that is earlier', async () => {
    await create(1, { ...reviewed, end: endAfter(hour) });
    await startAt(null);
    await service.pass(hour - minute);
    const [enrollment] = await service.store.readEnrollments({ campaign, positions: [1] });
    expect(enrollment).toMatchObject({ state: 'review', deadlineAt: mondayMorning + hour });
    await service.pass(2 * minute);
    expect(await statesOf()).toEqual({ expired: 1 });
  });
});
