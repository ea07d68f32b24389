import { afterEach, describe, expect, it } from 'vitest';
import { openStudio, phoneOf, rowOf, rowsOf } from './support/studio.ts';
import type { Studio } from './support/studio.ts';

const minute = 60_000;
const untilOpening = 5 * minute;

describe('why one person is, or is not, contacted', () => {
  let studio: Studio;
  afterEach(() => studio.close());
  const ask = async (id: string, who: string) => {
    const record = await studio.record(id);
    const enrollment = await studio.store.findEnrollment({ campaign: id, who });
    if (!enrollment) throw new Error(`nobody is ${who}`);
    return studio.queries.whyContact({ record, enrollment });
  };

  it('says what holds them back now, and everything that happened to them in order', async () => {
    studio = await openStudio({ script: () => ({ afterMs: 10_000, disposition: 'busy' }) });
    const { id } = await studio.create({ name: 'spring', retry: { backoff: { first: '30m', jitter: 0 } } });
    await studio.enroll({ campaign: id, rows: rowsOf(2) });
    await studio.start(id);
    expect(await ask(id, phoneOf(1))).toMatchObject({
      until: '2027-03-01T14:00:00Z',
      summary: 'Is outside their hours until 09:00 in New York (14:00 UTC).',
      reasons: [{ code: 'window.closed', contacts: 1 }],
      history: [],
    });
    await studio.pass(untilOpening + minute);
    const waiting = await ask(id, phoneOf(1));
    expect(waiting.reasons).toMatchObject([
      { code: 'retry.waiting', contacts: 1, until: waiting.person?.dueAt },
    ]);
    expect(waiting.summary).toMatch(/^Waits for a retry until 09:30 in New York/);
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

  it('says who is being called, who is paused, and how those who are through have ended', async () => {
    studio = await openStudio({
      script: ({ address }) =>
        address === phoneOf(1)
          ? { afterMs: 10_000, disposition: 'answered', outcome: 'confirmed' }
          : { afterMs: 20 * minute, disposition: 'answered' },
    });
    const { id } = await studio.create({ name: 'spring' });
    await studio.enroll({ campaign: id, rows: rowsOf(3) });
    const command = { name: 'pause', position: 3, reason: null } as const;
    await studio.engine.commandContact({ campaign: id, command, by: 'test' });
    await studio.start(id);
    await studio.pass(untilOpening + minute);
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

  it('finds out that another campaign is talking to them, or that the day had its attempts', async () => {
    studio = await openStudio({ script: () => ({ afterMs: 20 * minute, disposition: 'no-answer' }) });
    const first = await studio.create({ name: 'first', retry: { maxPerDay: 1 } });
    const second = await studio.create({
      name: 'second',
      retry: { maxPerDay: 1 },
      rateLimits: { concurrent: 1 },
    });
    await studio.enroll({ campaign: first.id, rows: [rowOf(1)] });
    await studio.enroll({
      campaign: second.id,
      rows: [rowOf(2), rowOf(1)].map((row, at) => ({ ...row, row: at + 1 })),
    });
    await studio.start(first.id);
    await studio.start(second.id);
    await studio.pass(untilOpening + minute);
    expect((await ask(second.id, phoneOf(1))).reasons).toMatchObject([{ code: 'person.busy', until: null }]);
    await studio.pass(19 * minute + 1_000);
    const spent = await ask(second.id, phoneOf(1));
    expect(spent.reasons).toMatchObject([{ code: 'attempts.per-day', until: '2027-03-02T14:00:00Z' }]);
  });

  it('warns that a suppressed person will not be contacted', async () => {
    studio = await openStudio({ script: () => ({ afterMs: 1_000, disposition: 'answered' }) });
    const { id } = await studio.create({ name: 'spring' });
    await studio.enroll({ campaign: id, rows: rowsOf(2) });
    await studio.engine.suppress({ client: null, address: phoneOf(2), reason: 'asked by mail', by: 'test' });
    await studio.start(id);
    await studio.pass(untilOpening + minute);
    const answer = await ask(id, phoneOf(2));
    expect(answer.summary).toBe('Has ended (suppressed): on a do-not-contact list (asked by mail).');
  });
});
