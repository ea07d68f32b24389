import { afterEach, describe, expect, it } from 'vitest';
import type { CampaignDefinitionInput } from '../../src/channels/registry.ts';
import { openStudio, phoneOf, rowsOf } from './support/studio.ts';
import type { Script } from './support/scripted-channel.ts';
import type { Studio } from './support/studio.ts';

type Step = CampaignDefinitionInput['steps'][number];

const call: Step = {
  id: 'call',
  channel: 'voice',
  from: '+12025550100',
  flow: [{ speak: 'Hello' }],
};
const note: Step = { id: 'note', channel: 'log', text: 'wrote to {{first_name}}' };
const minute = 60_000;

describe('a step that contacts nobody', () => {
  let studio: Studio;
  afterEach(() => studio.close());

  const play = async ({
    steps,
    script,
    contacts = 3,
    ms = 60 * minute,
    ...rest
  }: Partial<CampaignDefinitionInput> & {
    steps: CampaignDefinitionInput['steps'];
    script: Script;
    contacts?: number;
    ms?: number;
  }) => {
    studio = await openStudio({ script });
    const { id } = await studio.create({ name: 'noted', retry: { maxAttempts: 1 }, ...rest, steps });
    await studio.enroll({ campaign: id, rows: rowsOf(contacts) });
    await studio.start(id);
    await studio.pass(ms);
    return id;
  };
  const busy: Script = () => ({ afterMs: 30_000, disposition: 'busy' });

  it('counts as no call, no answer and no contact reached', async () => {
    const id = await play({ steps: [call, { ...note, after: '5m' }], script: busy });
    const record = await studio.record(id);
    expect(record.counters.states).toEqual({ exhausted: 3 });
    expect(record.counters.attempts).toEqual({ started: 3, busy: 3 });
    expect(await studio.queries.report(record)).toMatchObject({
      completed: 0,
      failed: 3,
      successRate: 0,
      attempts: { started: 3, busy: 3 },
    });
    const { items, next } = await studio.queries.calls({ campaign: id, limit: 10 });
    expect(items.map(({ channel, disposition }) => [channel, disposition])).toEqual(
      Array.from({ length: 3 }, () => ['voice', 'busy']),
    );
    expect(next).toBeNull();
    const [person] = await studio.store.readEnrollments({ campaign: id, positions: [1] });
    expect(person).toMatchObject({ attempts: 1, reached: false, lastDisposition: 'busy' });
    let csv = '';
    for await (const part of studio.queries.results({ record })) csv += part;
    expect(csv.match(/exhausted,busy,1,.*no success in 1 attempt; the last: busy/g)).toHaveLength(3);
  });

  it('is one line in the log, and no attempt there', async () => {
    const id = await play({ steps: [{ ...note }, { ...call, after: '5m' }], script: busy, contacts: 1 });
    const events = await studio.store.readEvents({ campaign: id, afterSeq: 0, limit: 100, position: 1 });
    expect(events.map(({ type }) => type)).toEqual([
      'enrollment.step-noted',
      'attempt.minted',
      'attempt.dialing',
      'attempt.ended',
    ]);
  });

  it.each([
    ['quota of the day', { perDay: 2 }],
    ['cap of a warm-up', { warmupSchedule: [2] }],
    ['quota of the hour', { perHour: 2 }],
  ])('waits for no %s, and why says when it starts', async (_, rateLimits) => {
    const noted = { ...note, after: '5m' };
    const id = await play({ steps: [call, noted], script: busy, contacts: 6, ms: 7 * minute, rateLimits });
    const before = await studio.queries.why(await studio.record(id));
    const noteAt = Date.parse(before.until ?? '');
    expect(noteAt - studio.now()).toBeLessThan(5 * minute);
    expect(before.reasons.map(({ code, contacts }) => [code, contacts])).toEqual([
      ['step.waiting', 2],
      [expect.stringMatching(/^quota/), 4],
    ]);
    await studio.pass(noteAt - studio.now() + 2_000);
    expect((await studio.record(id)).counters.states).toEqual({ pending: 4, exhausted: 2 });
  });

  it('is over when it is due: the estimated end counts no call for it, and no limit', async () => {
    const rateLimits = { perDay: 3 };
    const steps = [call, { ...note, after: '2h' }];
    const id = await play({ steps, script: busy, ms: 10 * minute, rateLimits });
    const { eta } = await studio.queries.progress(await studio.record(id));
    const noteAt = studio.now() + 110 * minute;
    for (const at of Object.values(eta ?? {}))
      expect(Math.abs(Date.parse(at) - noteAt)).toBeLessThan(20 * minute);
    expect(eta).not.toBeNull();
  });

  it('has no pace and no warm-up of its own', async () => {
    const rateLimits = { perSecond: 0.5, warmupSchedule: [1] };
    const id = await play({ steps: [note], script: busy, contacts: 300, ms: minute, rateLimits });
    const { eta } = await studio.queries.progress(await studio.record(id));
    const opensAt = studio.now() + 4 * minute;
    expect(Date.parse(eta?.late ?? '') - opensAt).toBeLessThan(2 * minute);
    await studio.pass(5 * minute);
    expect((await studio.record(id)).counters.states).toEqual({ exhausted: 300 });
  });

  it('waits for no free slot', async () => {
    const id = await play({
      steps: [call, { ...note, after: '5m' }],
      script: ({ address }) => ({ afterMs: (address === phoneOf(1) ? 1 : 50) * minute, disposition: 'busy' }),
      ms: 10 * minute,
      rateLimits: { concurrent: 1 },
    });
    const { until } = await studio.queries.why(await studio.record(id));
    const noteAt = Date.parse(until ?? '');
    expect(noteAt - studio.now()).toBeLessThan(2 * minute);
    await studio.pass(noteAt - studio.now() + 2_000);
    expect((await studio.record(id)).counters.states).toEqual({
      pending: 1,
      'in-flight': 1,
      exhausted: 1,
    });
  });

  it('leaves a contact reached who was reached by a call', async () => {
    const id = await play({
      steps: [call, { ...note, after: '5m' }],
      script: () => ({ afterMs: 30_000, disposition: 'answered' }),
    });
    const { states, attempts } = (await studio.record(id)).counters;
    expect(states).toEqual({ completed: 3 });
    expect(attempts).toEqual({ started: 3, answered: 3 });
  });

  it('takes no part of a quota or of the day of a contact', async () => {
    const id = await play({
      steps: [call, { ...note, after: '1m' }, { ...call, id: 'again', after: '1m' }],
      script: busy,
      contacts: 2,
      rateLimits: { perDay: 4 },
      retry: { maxAttempts: 1, maxPerDay: 2 },
    });
    expect((await studio.record(id)).counters.states).toEqual({ exhausted: 2 });
    expect(studio.starts).toHaveLength(4);
    const [limit] = await studio.store.readLimits([`campaign:${id}`]);
    expect(limit).toMatchObject({ held: 0, dayUsed: 4 });
    const [person] = await studio.store.readEnrollments({ campaign: id, positions: [1] });
    const persons = await studio.store.readPersons([person?.person ?? '']);
    const days = { voice: { day: '2027-03-01', count: 2 } };
    expect(persons.get(person?.person ?? '')).toMatchObject({ days, openAttempts: [] });
  });

  it('is written although the day of the contact is used up', async () => {
    const id = await play({
      steps: [call, { ...note, after: '1m' }],
      script: busy,
      contacts: 1,
      retry: { maxAttempts: 1, maxPerDay: 1 },
      ms: 10 * minute,
    });
    expect((await studio.record(id)).state).toBe('completed');
  });

  it('alone ends everyone without a contact, whatever dispositions lead to', async () => {
    const id = await play({ steps: [note], script: busy, dispositions: { answered: 'retry' } });
    const record = await studio.record(id);
    expect(record.state).toBe('completed');
    expect(record.counters.states).toEqual({ exhausted: 3 });
    expect(record.counters.attempts).toEqual({});
    expect(studio.starts).toEqual([]);
    let csv = '';
    for await (const part of studio.queries.results({ record })) csv += part;
    expect(csv).toContain(`${phoneOf(1)},exhausted,,0,,no step contacted this contact`);
  });

  it('goes past a call of another campaign that is under way', async () => {
    const id = await play({
      steps: [call],
      script: () => ({ afterMs: 40 * minute, disposition: 'busy' }),
      ms: 7 * minute,
    });
    const other = await studio.create({ name: 'other', steps: [note] });
    await studio.enroll({ campaign: other.id, rows: rowsOf(3) });
    await studio.start(other.id);
    await studio.pass(minute);
    expect((await studio.record(other.id)).state).toBe('completed');
    expect((await studio.record(id)).counters.open).toBe(3);
  });
});
