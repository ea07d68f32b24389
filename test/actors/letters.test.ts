import { describe, expect, test } from 'vitest';
import type { Attempt } from '../../src/domain/attempt/attempt.ts';
import type { Enrollment } from '../../src/domain/contact/enrollment.ts';
import type { LetterCampaignInput } from '../support/letters/descriptor.ts';
import { observeMs } from '../support/letters/descriptor.ts';
import type { Fate, Letter } from '../support/letters/post-office.ts';
import { phoneOf, rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
type Step = LetterCampaignInput['steps'][number];
const voice = { channel: 'voice' as const, from: '+12025550100', flow: [{ speak: 'Hello' }] };
const call: Step = { id: 'call', ...voice };
const firstLetter: Step = { id: 'letter', channel: 'letters', text: 'Hello' };
const letter: Step = { ...firstLetter, after: '1h' };
const last: Step = { id: 'last', ...voice, after: '2d' };
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;

let service: ScriptedService;
let campaign: string;

/** A campaign with one contact, who answers calls. */
async function begin(
  fateOf: (letter: Letter, number: number) => Fate,
  definition: Partial<LetterCampaignInput> = {},
): Promise<void> {
  service = await startScriptedService({
    script: () => ({ afterMs: 10_000, disposition: 'answered' }),
    fateOf: (one) => fateOf(one, service.letters.length + 1),
  });
  const steps = [call, letter, last];
  ({ id: campaign } = await service.create({ name: 'post', steps, sendWindow: always, ...definition }));
  await service.enroll({ campaign, rows: rowsOf(1) });
  await service.startCampaign(campaign);
  await service.pass(minute);
}

const person = async (): Promise<Enrollment | undefined> =>
  (await service.store.readEnrollments({ campaign, positions: [1] }))[0];
const letterAttempts = async (): Promise<Attempt[]> =>
  (await service.store.listAttempts({ campaign, limit: 100 })).items
    .filter(({ channel }) => channel === 'letters')
    .toReversed();
const at = (afterMs: number, what: 'delayed' | 'delivered' | 'soft-bounce' | 'hard-bounce' | 'reply') => ({
  reports: [{ afterMs, what }],
});
const stateAfter = async (ms: number): Promise<unknown> => {
  await service.pass(ms);
  return (await person())?.state;
};

describe('a sequence of a call, a letter and a call', () => {
  test('given nothing is reported about the letter, then each step is done once and the contact has completed', async () => {
    await begin(() => ({}));
    expect(await stateAfter(2 * hour)).toBe('waiting');
    expect((await letterAttempts())[0]).toMatchObject({ state: 'ended', disposition: 'sent', evidence: 3 });
    expect(await stateAfter(3 * day)).toBe('completed');
    expect([service.letters.length, service.calls.length]).toEqual([1, 2]);
    expect((await service.record(campaign)).state).toBe('completed');
  });

  test('given the letter comes back for now, then it is sent again a day later, and the call keeps its distance', async () => {
    await begin((_, number) => (number === 1 ? at(5 * hour, 'soft-bounce') : {}));
    expect(await stateAfter(7 * hour)).toBe('waiting');
    expect(await person()).toMatchObject({ step: 1, stepAttempts: 1, waitReason: 'retry.waiting' });
    await service.pass(5 * day);
    const [first, second] = service.letters;
    expect(service.letters.length).toBe(2);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(5 * hour + day);
    const [, lastCall] = service.calls;
    expect((lastCall?.at ?? 0) - (second?.at ?? 0)).toBeGreaterThanOrEqual(2 * day);
    expect((await person())?.state).toBe('completed');
  });

  test('given the letter is delayed, then nothing is repeated', async () => {
    await begin(() => at(5 * hour, 'delayed'));
    expect(await stateAfter(4 * day)).toBe('completed');
    expect(service.letters.length).toBe(1);
    expect((await letterAttempts())[0]).toMatchObject({ disposition: 'sent', progress: 'delayed' });
  });

  test('given the letter comes back four times, then that counts as a bounce', async () => {
    await begin(() => at(hour, 'soft-bounce'));
    await service.pass(8 * day);
    expect([service.letters.length, service.calls.length, (await person())?.state]).toEqual([
      4,
      1,
      'bounced',
    ]);
  });

  test('given it comes back for good, then the sequence stops, unless the campaign continues after bounces', async () => {
    await begin(() => at(hour, 'hard-bounce'));
    expect(await stateAfter(4 * day)).toBe('bounced');
    expect(service.calls.length).toBe(1);
    await begin(() => at(hour, 'hard-bounce'), { sequences: { stopOnBounce: false } });
    expect(await stateAfter(4 * day)).toBe('completed');
    expect(service.calls.length).toBe(2);
  });

  test('given the contact replies, then the sequence stops, unless the campaign continues after replies', async () => {
    await begin(() => at(hour, 'reply'));
    expect(await stateAfter(4 * day)).toBe('responded');
    expect(service.calls.length).toBe(1);
    await begin(() => at(hour, 'reply'), { sequences: { stopOnReply: false } });
    expect(await stateAfter(4 * day)).toBe('completed');
    expect(service.calls.length).toBe(2);
  });

  test('given it comes back after the next call, then no step is repeated, and the end says that it came back', async () => {
    await begin(() => at(2 * day + 3 * hour, 'soft-bounce'));
    expect(await stateAfter(5 * day)).toBe('completed');
    expect([service.letters.length, service.calls.length]).toEqual([1, 2]);
    await begin(() => at(6 * day, 'hard-bounce'));
    expect(await stateAfter(4 * day)).toBe('completed');
    expect(await stateAfter(4 * day)).toBe('bounced');
    expect((await service.record(campaign)).counters.states).toEqual({ bounced: 1 });
  });

  test('given the campaign is archived, when a reply comes, then the contact has responded and stays ended', async () => {
    await begin(() => at(6 * day, 'reply'));
    await service.pass(5 * day);
    await service.engine.command({ campaign, command: { name: 'archive' }, by: 'test' });
    expect(await stateAfter(3 * day)).toBe('responded');
    expect((await service.record(campaign)).state).toBe('archived');
    expect(service.calls.length).toBe(2);
  });
});

describe('reports that come while something else is under way', () => {
  test('given two reports come at once after the end, then both are stored', async () => {
    const reports = (['delivered', 'opened'] as const).map((what) => ({ afterMs: 6 * day, what }));
    await begin(() => ({ reports }));
    await service.pass(8 * day);
    const [attempt] = await letterAttempts();
    expect(attempt).toMatchObject({ progress: 'opened' });
    expect(Object.keys(attempt?.details ?? {})).toEqual(['deliveredAt', 'openedAt']);
  });

  test('given a reply comes while the next call is in flight, then the contact has responded and stays ended', async () => {
    const steps = [firstLetter, { ...call, after: '1h' }, { ...last, after: '1d' }];
    await begin(() => at(hour + 5_000, 'reply'), { steps });
    expect(await stateAfter(hour + minute)).toBe('responded');
    expect(await stateAfter(3 * day)).toBe('responded');
    expect([service.letters.length, service.calls.length]).toEqual([1, 1]);
    expect((await service.record(campaign)).counters.states).toEqual({ responded: 1 });
  });
});

describe('a sequence that ends with a letter', () => {
  const steps = [call, letter];

  test('is observed, and the campaign completes only after that', async () => {
    await begin(() => ({}), { steps });
    expect(await stateAfter(2 * hour)).toBe('observing');
    const record = await service.record(campaign);
    expect(record.state).toBe('running');
    const why = await service.queries.why(record);
    expect(why.reasons).toMatchObject([{ code: 'contact.observing', contacts: 1 }]);
    const progress = await service.queries.progress(record);
    expect(progress).toMatchObject({ remaining: 1, completed: 0 });
    const takenAt = service.letters[0]?.at ?? 0;
    expect(Date.parse(progress.eta?.likely ?? '')).toBeGreaterThanOrEqual(takenAt + observeMs);
    expect(await stateAfter(observeMs - 3 * hour)).toBe('observing');
    expect(await stateAfter(3 * hour)).toBe('completed');
    expect((await service.record(campaign)).state).toBe('completed');
  });

  test('is not over while it is observed: a bounce leads back to the letter, a reply ends it', async () => {
    await begin((_, number) => (number === 1 ? at(2 * day, 'soft-bounce') : at(hour, 'reply')), { steps });
    expect(await stateAfter(2 * day + 2 * hour)).toBe('waiting');
    expect(await stateAfter(2 * day)).toBe('responded');
    expect(service.letters.length).toBe(2);
  });
});

describe('a letter that is prepared', () => {
  test('has no permit and no slot until it is sent', async () => {
    await begin(() => ({ prepareMs: 10 * minute }), { steps: [firstLetter] });
    const [attempt] = await letterAttempts();
    expect(attempt).toMatchObject({ state: 'preparing', permitUntil: null });
    const scopes = ['account:letters', `campaign:${campaign}`];
    expect((await service.store.readLimits(scopes)).filter(({ held }) => held > 0)).toEqual([]);
    await service.pass(10 * minute);
    expect((await letterAttempts())[0]).toMatchObject({ state: 'ended', disposition: 'sent' });
    expect(service.letters.length).toBe(1);
  });

  test('is not sent when the window has closed, the campaign is paused or the contact suppressed meanwhile', async () => {
    const window = { holidays: 'none' } as const;
    const steps = [firstLetter];
    await begin(() => ({ prepareMs: 9 * hour }), { steps, sendWindow: window });
    await service.pass(10 * hour);
    expect([service.letters.length, (await person())?.state]).toEqual([0, 'pending']);
    await begin(() => ({ prepareMs: 10 * minute }), { steps });
    const pause = { cause: 'operator', by: 'test', reason: null } as const;
    await service.engine.command({ campaign, command: { name: 'pause', pause }, by: 'test' });
    expect(await stateAfter(minute)).toBe('pending');
    await service.engine.command({ campaign, command: { name: 'resume' }, by: 'test' });
    await service.pass(minute);
    const order = { client: 'default', address: phoneOf(1), reason: 'asked', by: 'test' };
    await service.engine.suppress(order);
    expect(await stateAfter(20 * minute)).toBe('suppressed');
    expect(service.letters.length).toBe(0);
  });

  test('does not count as an attempt when the contact is removed meanwhile', async () => {
    await begin(() => ({ prepareMs: 10 * minute }), { steps: [firstLetter] });
    const command = { position: 1, name: 'remove', reason: null } as const;
    await service.engine.commandContact({ campaign, command, by: 'test' });
    await service.pass(20 * minute);
    expect(await person()).toMatchObject({ state: 'cancelled', attempts: 0, stepAttempts: 0 });
    expect((await letterAttempts())[0]).toMatchObject({ state: 'not-placed' });
  });

  test('keeps other campaigns away from the contact for a minute after it is sent', async () => {
    await begin(() => ({ prepareMs: 2 * minute + 20_000 }), { steps: [firstLetter] });
    const other = await service.create({ name: 'calls', steps: [call], sendWindow: always });
    await service.enroll({ campaign: other.id, rows: rowsOf(1) });
    await service.startCampaign(other.id);
    await service.pass(10 * minute);
    const apart = (service.calls[0]?.at ?? 0) - (service.letters[0]?.at ?? 0);
    expect(apart).toBeGreaterThanOrEqual(minute);
  });

  test('is not sent under an emergency stop, and is prepared again when it is lifted', async () => {
    await begin(() => ({ prepareMs: 10 * minute }), { steps: [firstLetter] });
    await service.engine.orderStop({ client: null, reason: 'test', by: 'test' });
    await service.pass(20 * minute);
    expect([service.letters.length, (await person())?.state]).toEqual([0, 'pending']);
    await service.engine.liftStop({ client: null, by: 'test' });
    await service.pass(20 * minute);
    expect(service.letters.length).toBe(1);
  });

  test('that may have been taken counts as sent after its search period, and the next step follows', async () => {
    await begin(() => ({ counter: 'no-answer' }));
    expect(await stateAfter(2 * hour)).toBe('waiting');
    expect((await letterAttempts())[0]).toMatchObject({ state: 'ended', disposition: 'unconfirmed' });
    expect(await person()).toMatchObject({ step: 2 });
    expect(await stateAfter(3 * day)).toBe('completed');
    expect([service.letters.length, service.calls.length]).toEqual([1, 2]);
  });
});
