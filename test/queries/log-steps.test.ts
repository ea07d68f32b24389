import { describe, expect, test } from 'vitest';
import type { CampaignDefinitionInput } from '../../src/channels/registry.ts';
import { phoneOf, rowsOf } from '../support/builders/contacts.ts';
import type { Script } from '../support/service/channels/scripted-channel.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';

type Step = CampaignDefinitionInput['steps'][number];

const call: Step = {
  id: 'call',
  channel: 'voice',
  from: '+12025550100',
  flow: [{ speak: 'Hello' }],
};
const note: Step = { id: 'note', channel: 'log', text: 'wrote to {{first_name}}' };
const minute = 60_000;

describe('a step that contacts no one', () => {
  let service: ScriptedService;

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
    service = await startScriptedService({ script });
    const { id } = await service.create({ name: 'noted', retry: { maxAttempts: 1 }, ...rest, steps });
    await service.enroll({ campaign: id, rows: rowsOf(contacts) });
    await service.startCampaign(id);
    await service.pass(ms);
    return id;
  };
  const busy: Script = () => ({ afterMs: 30_000, disposition: 'busy' });

  test('counts as no call, no answer and no contact reached', async () => {
    const id = await play({ steps: [call, { ...note, after: '5m' }], script: busy });
    const record = await service.record(id);
    expect(record.counters.states).toEqual({ exhausted: 3 });
    expect(record.counters.attempts).toEqual({ started: 3, busy: 3 });
    expect(await service.queries.report(record)).toMatchObject({
      completed: 0,
      failed: 3,
      successRate: 0,
      attempts: { started: 3, busy: 3 },
    });
    const { items, next } = await service.queries.calls({ campaign: id, limit: 10 });
    expect(items.map(({ channel, disposition }) => [channel, disposition])).toEqual(
      Array.from({ length: 3 }, () => ['voice', 'busy']),
    );
    expect(next).toBeNull();
    const [person] = await service.store.readEnrollments({ campaign: id, positions: [1] });
    expect(person).toMatchObject({ attempts: 1, reached: false, lastDisposition: 'busy' });
    let csv = '';
    for await (const part of service.queries.results({ record })) csv += part;
    expect(csv.match(/exhausted,busy,1,.*no success in 1 attempt; the last: busy/g)).toHaveLength(3);
  });

  test('is one line in the log, and no attempt there', async () => {
    const id = await play({ steps: [{ ...note }, { ...call, after: '5m' }], script: busy, contacts: 1 });
    const events = await service.store.readEvents({ campaign: id, afterSeq: 0, limit: 100, position: 1 });
    expect(events.map(({ type }) => type)).toEqual([
      'enrollment.step-noted',
      'attempt.minted',
      'attempt.dialing',
      'attempt.ended',
    ]);
  });

  test.each([
    ['quota of the day', { perDay: 2 }],
    ['cap of a warm-up', { warmupSchedule: [2] }],
    ['quota of the hour', { perHour: 2 }],
  ])('waits for no %s, and why says when it starts', async (_, rateLimits) => {
    const noted = { ...note, after: '5m' };
    const id = await play({ steps: [call, noted], script: busy, contacts: 6, ms: 7 * minute, rateLimits });
    const before = await service.queries.why(await service.record(id));
    const noteAt = Date.parse(before.until ?? '');
    expect(noteAt - service.now()).toBeLessThan(5 * minute);
    expect(before.reasons.map(({ code, contacts }) => [code, contacts])).toEqual([
      ['step.waiting', 2],
      [expect.stringMatching(/^quota/), 4],
    ]);
    await service.pass(noteAt - service.now() + 2_000);
    expect((await service.record(id)).counters.states).toEqual({ pending: 4, exhausted: 2 });
  });

  test('is over when it is due: the estimated end counts no call for it, and no limit', async () => {
    const rateLimits = { perDay: 3 };
    const steps = [call, { ...note, after: '2h' }];
    const id = await play({ steps, script: busy, ms: 10 * minute, rateLimits });
    const { eta } = await service.queries.progress(await service.record(id));
    const noteAt = service.now() + 110 * minute;
    for (const at of Object.values(eta ?? {}))
      expect(Math.abs(Date.parse(at) - noteAt)).toBeLessThan(20 * minute);
    expect(eta).not.toBeNull();
  });

  test('has no pace and no warm-up of its own', async () => {
    const rateLimits = { perSecond: 0.5, warmupSchedule: [1] };
    const id = await play({ steps: [note], script: busy, contacts: 300, ms: minute, rateLimits });
    const { eta } = await service.queries.progress(await service.record(id));
    const opensAt = service.now() + 4 * minute;
    expect(Date.parse(eta?.late ?? '') - opensAt).toBeLessThan(2 * minute);
    await service.pass(5 * minute);
    expect((await service.record(id)).counters.states).toEqual({ exhausted: 300 });
  });

  test('waits for no free slot', async () => {
    const id = await play({
      steps: [call, { ...note, after: '5m' }],
      script: ({ address }) => ({ afterMs: (address === phoneOf(1) ? 1 : 50) * minute, disposition: 'busy' }),
      ms: 10 * minute,
      rateLimits: { concurrent: 1 },
    });
    const { until } = await service.queries.why(await service.record(id));
    const noteAt = Date.parse(until ?? '');
    expect(noteAt - service.now()).toBeLessThan(2 * minute);
    await service.pass(noteAt - service.now() + 2_000);
    expect((await service.record(id)).counters.states).toEqual({
      pending: 1,
      'in-flight': 1,
      exhausted: 1,
    });
  });

  test('leaves a contact reached who was reached by a call', async () => {
    const id = await play({
      steps: [call, { ...note, after: '5m' }],
      script: () => ({ afterMs: 30_000, disposition: 'answered' }),
    });
    const { states, attempts } = (await service.record(id)).counters;
    expect(states).toEqual({ completed: 3 });
    expect(attempts).toEqual({ started: 3, answered: 3 });
  });

  test('takes no part of a quota or of the day of a contact', async () => {
    const id = await play({
      steps: [call, { ...note, after: '1m' }, { ...call, id: 'again', after: '1m' }],
      script: busy,
      contacts: 2,
      rateLimits: { perDay: 4 },
      retry: { maxAttempts: 1, maxPerDay: 2 },
    });
    expect((await service.record(id)).counters.states).toEqual({ exhausted: 2 });
    expect(service.calls).toHaveLength(4);
    const [limit] = await service.store.readLimits([`campaign:${id}`]);
    expect(limit).toMatchObject({ held: 0, dayUsed: 4 });
    const [person] = await service.store.readEnrollments({ campaign: id, positions: [1] });
    const persons = await service.store.readPersons([person?.person ?? '']);
    const days = { voice: { day: '2027-03-01', count: 2 } };
    expect(persons.get(person?.person ?? '')).toMatchObject({ days, openAttempts: [] });
  });

  test('is written although the day of the contact is used up', async () => {
    const id = await play({
      steps: [call, { ...note, after: '1m' }],
      script: busy,
      contacts: 1,
      retry: { maxAttempts: 1, maxPerDay: 1 },
      ms: 10 * minute,
    });
    expect((await service.record(id)).state).toBe('completed');
  });

  test('alone ends everyone without a contact, whatever dispositions lead to', async () => {
    const id = await play({ steps: [note], script: busy, dispositions: { answered: 'retry' } });
    const record = await service.record(id);
    expect(record.state).toBe('completed');
    expect(record.counters.states).toEqual({ exhausted: 3 });
    expect(record.counters.attempts).toEqual({});
    expect(service.calls).toEqual([]);
    let csv = '';
    for await (const part of service.queries.results({ record })) csv += part;
    expect(csv).toContain(`${phoneOf(1)},exhausted,,0,,no step contacted this contact`);
  });

  test('goes past a call of another campaign that is under way', async () => {
    const id = await play({
      steps: [call],
      script: () => ({ afterMs: 40 * minute, disposition: 'busy' }),
      ms: 7 * minute,
    });
    const other = await service.create({ name: 'other', steps: [note] });
    await service.enroll({ campaign: other.id, rows: rowsOf(3) });
    await service.startCampaign(other.id);
    await service.pass(minute);
    expect((await service.record(other.id)).state).toBe('completed');
    expect((await service.record(id)).counters.open).toBe(3);
  });
});
