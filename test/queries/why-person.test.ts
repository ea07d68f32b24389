import { describe, expect, test } from 'vitest';
import { phoneOf, rowOf, rowsOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

const minute = 60_000;
const untilOpening = 5 * minute;

describe('why one person is, or is not, contacted', () => {
  let service: ScriptedService;
  const ask = async (id: string, who: string) => {
    const record = await service.record(id);
    const enrollment = await service.store.findEnrollment({ campaign: id, who });
    if (!enrollment) throw new Error(`nobody is ${who}`);
    return service.queries.whyContact({ record, enrollment });
  };

  test('says what holds them back now, and everything that happened to them in order', async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 10_000, disposition: 'busy' }) });
    const { id } = await service.create({ name: 'spring', retry: { backoff: { first: '30m', jitter: 0 } } });
    await service.enroll({ campaign: id, rows: rowsOf(2) });
    await service.startCampaign(id);
    expect(await ask(id, phoneOf(1))).toMatchObject({
      until: '2027-03-01T14:00:00Z',
      summary: 'Is outside its hours until 09:00 in New York (14:00 UTC).',
      reasons: [{ code: 'window.closed', contacts: 1 }],
      rules: [
        { rule: 'emergency-stop', verdict: 'passes' },
        { rule: 'campaign', verdict: 'passes' },
        { rule: 'contact', verdict: 'passes' },
        { rule: 'do-not-contact', verdict: 'passes' },
        { rule: 'window', verdict: 'blocks', reason: 'window.closed', until: '2027-03-01T14:00:00Z' },
        { rule: 'delay', verdict: 'passes', reason: null, until: null },
        { rule: 'provider', verdict: 'passes' },
        { rule: 'limits', verdict: 'passes' },
      ],
      history: [],
    });
    await service.pass(untilOpening + minute);
    const waiting = await ask(id, phoneOf(1));
    expect(waiting.reasons).toMatchObject([
      { code: 'retry.waiting', contacts: 1, until: waiting.person?.dueAt },
    ]);
    expect(waiting.summary).toMatch(/^Waits for a retry until 09:30 in New York/);
    expect(waiting.rules.filter(({ verdict }) => verdict === 'blocks')).toEqual([
      { rule: 'delay', verdict: 'blocks', reason: 'retry.waiting', until: waiting.person?.dueAt },
    ]);
    expect(waiting.person).toMatchObject({
      row: 1,
      phone: phoneOf(1),
      state: 'waiting',
      step: 'call',
      attempts: 1,
    });
    const types = waiting.history.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['attempt.minted', 'attempt.dialing', 'attempt.ended']));
    expect(types.indexOf('attempt.minted')).toBeLessThan(types.indexOf('attempt.ended'));
    expect(waiting.history.every(({ position }) => position === 1)).toBe(true);
    const ended = waiting.history.find(({ type }) => type === 'attempt.ended');
    expect(ended?.data).toMatchObject({ disposition: 'busy', dueAt: waiting.person?.dueAt });
  });

  test('says who is being called, who is paused, and how those who are through have ended', async () => {
    service = await startScriptedService({
      script: ({ address }) =>
        address === phoneOf(1)
          ? { afterMs: 10_000, disposition: 'answered', outcome: 'confirmed' }
          : { afterMs: 20 * minute, disposition: 'answered' },
    });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({ campaign: id, rows: rowsOf(3) });
    const command = { name: 'pause', position: 3, reason: null } as const;
    await service.engine.commandContact({ campaign: id, command, by: 'test' });
    await service.startCampaign(id);
    await service.pass(untilOpening + minute);
    expect(await ask(id, phoneOf(1))).toMatchObject({
      until: null,
      reasons: [],
      summary: 'Has ended (completed): reached in 1 attempt; the last: answered (confirmed).',
    });
    expect((await ask(id, phoneOf(2))).reasons).toEqual([
      { code: 'attempt.in-flight', contacts: 1, until: null },
    ]);
    expect((await ask(id, phoneOf(3))).summary).toBe('Is paused until an operator resumes this contact.');
  });

  test('finds out that another campaign is talking to them, or that the day had its attempts', async () => {
    service = await startScriptedService({
      script: () => ({ afterMs: 20 * minute, disposition: 'no-answer' }),
    });
    const first = await service.create({ name: 'first', retry: { maxPerDay: 1 } });
    const second = await service.create({
      name: 'second',
      retry: { maxPerDay: 1 },
      rateLimits: { concurrent: 1 },
    });
    await service.enroll({ campaign: first.id, rows: [rowOf(1)] });
    await service.enroll({
      campaign: second.id,
      rows: [rowOf(2), rowOf(1)].map((row, at) => ({ ...row, row: at + 1 })),
    });
    await service.startCampaign(first.id);
    await service.startCampaign(second.id);
    await service.pass(untilOpening + minute);
    expect((await ask(second.id, phoneOf(1))).reasons).toMatchObject([{ code: 'person.busy', until: null }]);
    await service.pass(19 * minute + 1_000);
    const spent = await ask(second.id, phoneOf(1));
    expect(spent.reasons).toMatchObject([{ code: 'attempts.per-day', until: '2027-03-02T14:00:00Z' }]);
  });

  test('warns that a suppressed person will not be contacted', async () => {
    service = await startScriptedService({ script: () => ({ afterMs: 1_000, disposition: 'answered' }) });
    const { id } = await service.create({ name: 'spring' });
    await service.enroll({ campaign: id, rows: rowsOf(2) });
    await service.engine.suppress({ client: null, address: phoneOf(2), reason: 'asked by mail', by: 'test' });
    await service.startCampaign(id);
    await service.pass(untilOpening + minute);
    const answer = await ask(id, phoneOf(2));
    expect(answer.summary).toBe('Has ended (suppressed): on a do-not-contact list (asked by mail).');
  });
});
