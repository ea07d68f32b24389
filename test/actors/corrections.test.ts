import { beforeEach, describe, expect, test } from 'vitest';
import type { CampaignEvent } from '../../src/domain/events/campaign-event.ts';
import { rowsOf } from '../support/builders/contacts.ts';
import type { LetterCampaignInput } from '../support/letters/descriptor.ts';
import type { ScriptedInput, ScriptedService } from '../support/service/start-scripted-service.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';

const minute = 60_000;
const hour = 60 * minute;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;
const words = {
  interested: 'stop',
  'wrong-person': 'review',
  'not-wanted': 'opt-out',
  later: 'call-back',
} as const;

let service: ScriptedService;
let campaign: string;
let ends: ReturnType<ScriptedInput['script']>;
beforeEach(async () => {
  ends = { afterMs: 20_000, disposition: 'no-answer' };
  service = await startScriptedService({ script: () => ends, beatMs: 12 * hour });
});

async function begin(people: number, definition: Partial<LetterCampaignInput> = {}): Promise<void> {
  ({ id: campaign } = await service.create({
    name: 'spring',
    sendWindow: always,
    dispositions: words,
    retry: { maxAttempts: 1, backoff: { first: '1h', jitter: 0 } },
    ...definition,
  }));
  await service.enroll({ campaign, rows: rowsOf(people) });
  await service.engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'anna' });
  await service.pass(minute);
}
const attemptsOf = async (position: number) =>
  (await service.store.listAttempts({ campaign, position, limit: 50 })).items.toReversed();
const lastOf = async (position: number) => {
  const last = (await attemptsOf(position)).at(-1);
  if (!last) throw new Error(`contact ${position} has no attempt`);
  return last;
};
const correct = async (
  position: number,
  word: string,
  { retry = false, note = null as string | null } = {},
) => service.engine.correct({ attempt: await lastOf(position), order: { word, note, retry }, by: 'anna' });
const person = async (position: number) => {
  const [found] = await service.store.readEnrollments({ campaign, positions: [position] });
  if (!found) throw new Error(`no contact ${position}`);
  return found;
};
const eventsOf = async (type: CampaignEvent['type']): Promise<CampaignEvent[]> =>
  (await service.store.readEvents({ campaign, afterSeq: 0, limit: 999 })).filter(
    (event) => event.type === type,
  );

describe('a corrected disposition', () => {
  test('changes the end of a contact and the figures, keeps what it was, and never reopens the contact', async () => {
    await begin(3, { keepOpen: true });
    expect((await person(1)).state).toBe('exhausted');
    expect(await correct(1, 'answered', { note: 'talked to her' })).toEqual({ changed: true });
    expect(await correct(1, 'answered', { note: 'talked to her' })).toEqual({ changed: false });
    expect((await person(1)).state).toBe('completed');
    expect((await service.record(campaign)).counters).toMatchObject({
      attempts: { started: 3, answered: 1, 'no-answer': 2 },
      states: { completed: 1, exhausted: 2 },
    });
    await correct(1, 'busy');
    expect(await lastOf(1)).toMatchObject({
      disposition: 'busy',
      evidence: 5,
      correction: { by: 'anna', note: null, was: { disposition: 'no-answer', outcome: null } },
    });
    // A retry is not owed to a contact that has ended.
    await service.pass(3 * hour);
    expect(await attemptsOf(1)).toHaveLength(1);
    await correct(2, 'invalid');
    expect((await person(2)).state).toBe('invalid');
    await correct(3, 'not-wanted');
    expect((await person(3)).state).toBe('opted-out');
    const { suppressed } = await service.store.lookUpNewcomers({
      campaign,
      client: 'default',
      identities: [],
      keys: ['+12025550003'],
      at: 0,
    });
    expect([...suppressed.keys()]).toEqual(['+12025550003']);
    expect((await eventsOf('attempt.corrected')).map(({ by, data }) => [by, data])).toMatchObject([
      ['anna', { from: 'no-answer', disposition: 'answered', note: 'talked to her', became: 'completed' }],
      ['anna', { from: 'answered', disposition: 'busy' }],
      ['anna', { disposition: 'invalid', became: 'invalid' }],
      ['anna', { disposition: 'no-answer', outcome: 'not-wanted', became: 'opted-out' }],
    ]);
  });

  test('is amended as late evidence is while the contact waits: a word stops, is reviewed, or calls back', async () => {
    await begin(3, { retry: { maxAttempts: 3, maxPerDay: 9, backoff: { first: '2h', jitter: 0 } } });
    await correct(1, 'interested');
    expect(await person(1)).toMatchObject({ state: 'exhausted', lastOutcome: 'interested' });
    await correct(2, 'wrong-person');
    expect((await person(2)).state).toBe('review');
    const endedAt = (await lastOf(3)).endedAt ?? 0;
    await correct(3, 'later');
    expect(await person(3)).toMatchObject({ state: 'waiting', callBackAt: endedAt + 2 * hour });
    await service.pass(2 * hour + minute);
    expect(await attemptsOf(3)).toMatchObject([{}, { callBackAt: endedAt + 2 * hour }]);
    // Later reports of the carrier do not undo what an operator said.
    const last = await lastOf(3);
    await correct(3, 'answered');
    await service.engine.receive({
      id: 'late',
      campaign,
      attempt: last.id,
      providerId: last.id,
      evidence: [
        { kind: 'qualified', disposition: 'machine', stage: 'in-progress', providerId: last.id },
        { kind: 'responded', outcome: 'zzz', stage: 'in-progress', providerId: last.id },
      ],
    });
    expect(await lastOf(3)).toMatchObject({ disposition: 'answered', outcome: null });
  });

  test('calls a contact again only if retry asks for it, also one that has ended', async () => {
    await begin(2, { keepOpen: true });
    ends = { afterMs: 20_000, disposition: 'answered' };
    await correct(1, 'busy', { retry: true });
    expect(await person(1)).toMatchObject({ state: 'waiting', endedAt: null });
    expect((await service.record(campaign)).counters.states).toEqual({ waiting: 1, exhausted: 1 });
    await service.pass(minute);
    expect(await attemptsOf(1)).toMatchObject([{ disposition: 'busy' }, { disposition: 'answered' }]);
    expect((await person(1)).state).toBe('completed');
    expect((await eventsOf('contact.reopen')).map(({ by }) => by)).toEqual(['anna']);
    await correct(2, 'opt-out');
    await expect(correct(2, 'busy', { retry: true })).rejects.toMatchObject({ code: 'call.retry-refused' });
    await expect(correct(1, 'opt-out', { retry: true })).rejects.toMatchObject({
      code: 'call.retry-refused',
    });
  });

  test('takes a contact back to its step while the next one was not tried, and not after that', async () => {
    const two = [
      { id: 'first', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }] },
      { id: 'second', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }], after: '1h' },
    ] as LetterCampaignInput['steps'];
    await begin(1, { steps: two, retry: { maxAttempts: 1, maxPerDay: 9 } });
    expect((await person(1)).step).toBe(1);
    await correct(1, 'no-answer', { retry: true });
    await service.pass(minute);
    expect(await attemptsOf(1)).toMatchObject([
      { step: 0 },
      { step: 0, callBackAt: expect.any(Number) as number },
    ]);
    const [first] = await attemptsOf(1);
    await service.pass(2 * hour);
    expect((await lastOf(1)).step).toBe(1);
    if (!first) throw new Error('no attempt');
    const again = { attempt: first, order: { word: 'busy', note: null, retry: true }, by: 'anna' };
    await expect(service.engine.correct(again)).rejects.toMatchObject({ code: 'call.retry-refused' });
    expect(await attemptsOf(1)).toMatchObject([{ disposition: 'no-answer' }, {}, {}]);
  });

  test('is refused for a word that the campaign does not have', async () => {
    await begin(1);
    await expect(correct(1, 'intrested')).rejects.toMatchObject({
      code: 'call.disposition-unknown',
      details: { known: expect.arrayContaining(['busy', 'confirmed', 'interested']) as string[] },
    });
  });

  test('is refused while the call lasts', async () => {
    ends = { afterMs: hour, disposition: 'answered' };
    await begin(1);
    await expect(correct(1, 'busy')).rejects.toMatchObject({ code: 'call.not-ended' });
  });
});
