import { beforeEach, describe, expect, test } from 'vitest';
import { answerFacts } from '../../src/domain/attempt/facts.ts';
import type { CampaignEvent } from '../../src/domain/events/campaign-event.ts';
import { rowsOf } from '../support/builders/contacts.ts';
import type { LetterCampaignInput } from '../support/letters/descriptor.ts';
import type { ScriptedInput, ScriptedService } from '../support/service/start-scripted-service.ts';
import { mondayMorning, startScriptedService } from '../support/service/start-scripted-service.ts';
import { useFolder } from '../persistence/sqlite/support/folder.ts';

const fileIn = useFolder();
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;
const noAnswer: ScriptedInput['script'] = () => ({ afterMs: 20_000, disposition: 'no-answer' });

let service: ScriptedService;
let campaign: string;
beforeEach(async () => {
  service = await startScriptedService({ script: noAnswer, beatMs: 12 * hour });
});

async function begin(people: number, definition: Partial<LetterCampaignInput> = {}): Promise<void> {
  ({ id: campaign } = await service.create({ name: 'spring', sendWindow: always, ...definition }));
  await service.enroll({ campaign, rows: rowsOf(people) });
  await start();
}
const start = () =>
  service.engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'anna' });
const ask = (position: number, at: number) =>
  service.engine.commandContact({
    campaign,
    command: { name: 'call-back', position, reason: 'asked on the phone', at },
    by: 'anna',
  });
const command = (name: 'drop-call-back' | 'retry', position: number) =>
  service.engine.commandContact({ campaign, command: { name, position, reason: null }, by: 'anna' });
const person = async (position: number) => {
  const [found] = await service.store.readEnrollments({ campaign, positions: [position] });
  if (!found) throw new Error(`no contact ${position}`);
  return found;
};
const attemptsOf = async (position: number) =>
  (await service.store.listAttempts({ campaign, position, limit: 50 })).items.toReversed();
const eventsOf = async (type: CampaignEvent['type']): Promise<CampaignEvent[]> =>
  (await service.store.readEvents({ campaign, afterSeq: 0, limit: 999 })).filter(
    (event) => event.type === type,
  );
/** The contacts that were called from an instant on, with the time since. */
const calledFrom = (from: number): (readonly [string, number])[] =>
  service.calls
    .filter(({ at }) => at >= from)
    .map(({ address, at }) => [address.slice(-4), at - from] as const);
const whyOf = async (position: number): Promise<string> => {
  const record = await service.record(campaign);
  return (await service.queries.whyContact({ record, enrollment: await person(position) })).situation;
};

describe('a call-back at a requested time', () => {
  test('starts at its time before other contacts, uses up no attempt of the step, and the latest request counts', async () => {
    const asked = mondayMorning + 10 * minute;
    await begin(60, {
      rateLimits: { concurrent: 1 },
      retry: { maxAttempts: 2, maxPerDay: 9, backoff: { first: '2h', jitter: 0 } },
    });
    await ask(60, mondayMorning + day);
    await ask(60, asked);
    expect(await whyOf(60)).toBe(
      'Is to be called back on request at 09:05 in New York (14:05 UTC), before other contacts.',
    );
    await service.pass(9.9 * minute);
    expect(await attemptsOf(60)).toEqual([]);
    await service.pass(hour);
    const [next] = calledFrom(asked);
    expect(next?.[0]).toBe('0060');
    expect(next?.[1]).toBeLessThan(25_000);
    // The attempts of the step are still there, and the request is carried out.
    expect(await attemptsOf(60)).toMatchObject([{ number: 1, callBackAt: asked, disposition: 'no-answer' }]);
    expect(await person(60)).toMatchObject({ attempts: 1, stepAttempts: 0, callBackAt: null });
    await service.pass(12 * hour);
    expect(await attemptsOf(60)).toHaveLength(3);
    expect(await person(60)).toMatchObject({ state: 'exhausted', attempts: 3, stepAttempts: 2 });
    expect((await eventsOf('contact.call-back')).map(({ data }) => data)).toMatchObject([
      { at: mondayMorning + day, became: 'waiting' },
      { at: asked, became: 'waiting' },
    ]);
  });

  test('outside the hours starts when they open, and the answer says so', async () => {
    await begin(1, { sendWindow: {}, retry: { maxAttempts: 1 } });
    // 22:00 in New York; the hours open at 9:00 on Tuesday.
    const asked = Date.parse('2027-03-02T03:00:00Z');
    await ask(1, asked);
    expect(await whyOf(1)).toBe(
      'Is to be called back on request at 22:00 in New York (03:00 UTC). That is outside the hours, so the call starts from Tue 2 Mar 09:00 in New York (14:00 UTC).',
    );
    const opensAt = Date.parse('2027-03-02T14:00:00Z');
    expect(await eventsOf('contact.call-back')).toMatchObject([{ data: { at: asked, opensAt } }]);
    await service.pass(2 * day);
    expect(calledFrom(asked)).toEqual(
      calledFrom(opensAt).map(([to, after]) => [to, after + opensAt - asked]),
    );
    // It was not answered, so the only attempt of the step follows.
    expect(await attemptsOf(1)).toMatchObject([{ callBackAt: asked }, { callBackAt: null }]);
  });

  test('is not delayed by a pause, and survives an edit, a restart and an attempt that does not count', async () => {
    await service.stop();
    const path = fileIn('ringmaster.db');
    const throttled = { afterMs: 1_000, disposition: 'failed', fault: 'throttled' } as const;
    let count = 0;
    const script: ScriptedInput['script'] = ({ address }) =>
      address.endsWith('2') && (count += 1) === 1 ? throttled : { afterMs: 20_000, disposition: 'no-answer' };
    service = await startScriptedService({ script, beatMs: 12 * hour, path });
    await begin(2, { retry: { maxAttempts: 2, maxPerDay: 2, backoff: { first: '1h', jitter: 0 } } });
    await ask(1, mondayMorning + 5 * hour);
    await ask(2, mondayMorning + 5 * hour);
    const pause = { cause: 'operator', by: 'anna', reason: null } as const;
    await service.engine.command({ campaign, command: { name: 'pause', pause }, by: 'anna' });
    await service.pass(4 * hour);
    const { definition } = await service.record(campaign);
    const edited = { ...definition, priority: 7 };
    await service.engine.command({ campaign, command: { name: 'edit', definition: edited }, by: 'anna' });
    await service.engine.command({ campaign, command: { name: 'resume' }, by: 'anna' });
    await service.stop();
    service = await startScriptedService({ script, beatMs: 12 * hour, path, startAt: service.now() });
    const from = service.now();
    await service.pass(mondayMorning + 5 * hour - from - 1_000);
    expect(service.calls).toEqual([]);
    await service.pass(5 * minute);
    expect(calledFrom(mondayMorning + 5 * hour).map(([to]) => to)).toEqual(['0001', '0002']);
    // The throttled call is made again, as a call-back.
    await service.pass(2 * hour);
    const asked = mondayMorning + 5 * hour;
    expect((await attemptsOf(2)).map(({ callBackAt, counts }) => [callBackAt, counts])).toEqual([
      [asked, false],
      [asked, true],
      [null, true],
    ]);
    expect(await person(2)).toMatchObject({ attempts: 2, stepAttempts: 1, callBackAt: null });
  });

  test('counts for the caps of the day: it waits for the next one, and is still the first then', async () => {
    await begin(3, {
      rateLimits: { concurrent: 1 },
      retry: { maxAttempts: 9, maxPerDay: 1, backoff: { first: '1h', jitter: 0 } },
    });
    await service.pass(hour);
    await ask(3, service.now() + hour);
    await service.pass(2 * hour);
    expect(await attemptsOf(3)).toHaveLength(1);
    expect(await person(3)).toMatchObject({ waitReason: 'attempts.per-day', dueClass: 0 });
    await service.pass(day);
    const tuesday = Date.parse('2027-03-02T05:00:00Z');
    expect(calledFrom(tuesday).map(([to]) => to)).toEqual(['0003', '0001', '0002']);
    expect((await attemptsOf(3)).at(1)).toMatchObject({ callBackAt: mondayMorning + 2 * hour });
  });

  test('asked for in a call, or in a report that arrives after it, repeats the step; an opt-out wins over it', async () => {
    await begin(3, { retry: { maxAttempts: 1 } });
    await service.pass(1_000);
    const at = mondayMorning + 2 * hour;
    const report = async (position: number, outcome: string | null) => {
      const [attempt] = await attemptsOf(position);
      const facts = answerFacts({ turn: 1, keys: '1', variables: {}, callBackAt: at });
      const said = { kind: 'responded', stage: 'in-progress', providerId: null, outcome, facts } as const;
      const about = { id: `said-${position}`, campaign, attempt: attempt?.id ?? '', providerId: null };
      await service.engine.receive({ ...about, evidence: [said] });
    };
    await report(1, null);
    await report(2, 'opt-out');
    await service.pass(minute);
    expect((await person(3)).state).toBe('exhausted');
    await report(3, null);
    expect(await person(1)).toMatchObject({ state: 'waiting', callBackAt: at });
    await service.pass(3 * hour);
    expect(calledFrom(at).map(([to]) => to)).toEqual(['0001']);
    // An end is never taken back by a request.
    expect([(await person(2)).state, (await person(3)).state]).toEqual(['opted-out', 'exhausted']);
  });

  test('ordered during a call follows it, and retry makes it at once', async () => {
    await begin(1, { retry: { maxAttempts: 1 } });
    await service.pass(5_000);
    await ask(1, mondayMorning + 3 * hour);
    expect(await person(1)).toMatchObject({ state: 'in-flight', deadlineAt: null });
    await service.pass(minute);
    expect(await person(1)).toMatchObject({ state: 'waiting', callBackAt: mondayMorning + 3 * hour });
    await command('retry', 1);
    await service.pass(minute);
    expect(await attemptsOf(1)).toMatchObject([
      { callBackAt: null },
      { callBackAt: mondayMorning + 3 * hour },
    ]);
    expect((await person(1)).state).toBe('exhausted');
  });

  test('that was withdrawn, or whose hours do not open in time, is made in the usual order or not at all', async () => {
    const sendWindow = { ...always, days: { wed: 'closed' } } as const;
    ({ id: campaign } = await service.create({ name: 'spring', sendWindow, retry: { maxAttempts: 2 } }));
    await service.enroll({ campaign, rows: rowsOf(2) });
    const tuesday = Date.parse('2027-03-02T15:00:00Z');
    await ask(1, tuesday);
    await ask(2, tuesday);
    await command('drop-call-back', 1);
    await start();
    await service.pass(minute);
    expect(calledFrom(mondayMorning).map(([to]) => to)).toEqual(['0001']);
    // The hours are closed after the request. Seven days later it lapses, and the contact is due as before.
    const { definition } = await service.record(campaign);
    const closed = { ...definition.sendWindow, days: closedDays };
    const close = { name: 'edit', definition: { ...definition, sendWindow: closed } } as const;
    await service.engine.command({ campaign, command: close, by: 'anna' });
    await expect(ask(1, tuesday + day)).rejects.toMatchObject({ code: 'contact.call-back-refused' });
    await service.pass(9 * day);
    expect(await eventsOf('enrollment.call-back-lapsed')).toMatchObject([
      { position: 2, at: tuesday + 7 * day, data: { at: tuesday, became: 'waiting' } },
    ]);
    expect(await person(2)).toMatchObject({ callBackAt: null, dueClass: 1, waitReason: 'retry.waiting' });
  });
});

const closedDays = Object.fromEntries(
  ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => [name, 'closed']),
) as Record<'mon', 'closed'>;
