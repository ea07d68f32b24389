import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flowNodeSchema } from '../../src/channels/voice/flow/entries.ts';
import { voiceStepSchema } from '../../src/channels/voice/step.ts';
import type { CampaignRecord } from '../../src/domain/campaign/campaign.ts';
import { toDelivery } from './support/callbacks.ts';
import type { News } from './support/callbacks.ts';
import { callerId } from '../support/builders/campaigns.ts';
import type { TestInstance } from '../support/service/installation.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';
import type { Cluster } from '../support/service/start-cluster.ts';

const step = voiceStepSchema.parse({
  id: 'ask',
  channel: 'voice',
  from: callerId,
  flow: [
    flowNodeSchema.parse({ gather: { speak: 'Press 1 or 9.', on: { 1: 'confirmed', 9: 'opt-out' } } }),
    { speak: 'Thank you.' },
  ],
});
const steps = [step, { ...step, id: 'again', after: '3d' }];

/** One attempt's story: what is heard of it, in the order it happens, and what it comes to. */
type Story = { news: readonly News[]; becomes: string; disposition: string; maxAttempts?: number };

/** Codes: 1000 cancelled, 1020 throttled, 2000 invalid, 3000 no answer, 3010 busy, 3020 rejected, 4000 answered, 5000 network, 9100 machine. */
const stories: Readonly<Record<string, Story>> = {
  'confirms and is answered': {
    news: ['reply', 'ring', 'answer', 'digits 1', 'hang-up 4000'],
    becomes: 'waiting for step 1, reached',
    disposition: 'answered',
  },
  'opts out': {
    news: ['reply', 'answer', 'digits 9', 'hang-up 4000', 'record 4000'],
    becomes: 'opted-out',
    disposition: 'answered',
  },
  'listens and says nothing': {
    news: ['reply', 'ring', 'answer', 'hang-up 4000', 'record 4000'],
    becomes: 'waiting for step 1, reached',
    disposition: 'answered',
  },
  'is a machine': {
    news: ['reply', 'ring', 'answer', 'machine', 'hang-up 9100'],
    becomes: 'waiting for step 0',
    disposition: 'machine',
  },
  'is busy': {
    news: ['reply', 'ring', 'hang-up 3010', 'record 3010'],
    becomes: 'waiting for step 0',
    disposition: 'busy',
  },
  'does not answer, for the last time': {
    news: ['reply', 'ring', 'hang-up 3000', 'record 3000'],
    becomes: 'waiting for step 1',
    disposition: 'no-answer',
    maxAttempts: 1,
  },
  'rejects it': {
    news: ['reply', 'ring', 'hang-up 3020'],
    becomes: 'waiting for step 0',
    disposition: 'rejected',
  },
  'has no such number': {
    news: ['reply', 'hang-up 2000', 'record 2000'],
    becomes: 'invalid',
    disposition: 'invalid',
  },
  'is lost in the network': {
    news: ['reply', 'ring', 'hang-up 5000', 'record 5000'],
    becomes: 'waiting for step 0',
    disposition: 'failed',
  },
  'is cancelled after it rang': {
    news: ['reply', 'ring', 'hang-up 1000', 'record 1000'],
    becomes: 'waiting for step 0',
    disposition: 'cancelled',
  },
  'is cancelled in the queue, using up no attempt': {
    news: ['reply', 'hang-up 1000', 'record 1000'],
    becomes: 'waiting for step 0, unused',
    disposition: 'cancelled',
  },
  'is throttled, using up no attempt': {
    news: ['reply', 'hang-up 1020', 'record 1020'],
    becomes: 'waiting for step 0, unused',
    disposition: 'failed',
  },
  'answers although nobody heard that the call was placed': {
    news: ['lost reply', 'ring', 'answer', 'digits 1', 'hang-up 4000'],
    becomes: 'waiting for step 1, reached',
    disposition: 'answered',
  },
  'was throttled, says the hang-up, but the record knows it was busy': {
    news: ['reply', 'hang-up 1020', 'record 3010'],
    becomes: 'waiting for step 0',
    disposition: 'busy',
  },
  'did not answer, says the hang-up, but the record knows it was answered': {
    news: ['reply', 'hang-up 3000', 'record 4000'],
    becomes: 'waiting for step 1, reached',
    disposition: 'answered',
    maxAttempts: 1,
  },
};

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}

type Scene = { cluster: Cluster; instance: TestInstance; campaign: string };

/** So many people, each with one call at the carrier that nothing has been heard of. */
async function callEverybody({
  people,
  maxAttempts,
}: {
  people: number;
  maxAttempts: number;
}): Promise<Scene> {
  const cluster = await startCluster();
  cluster.carrier.answersAtOnce = false;
  const instance = await cluster.join('one');
  const retry = { maxAttempts };
  const campaign = await startCampaign({ cluster, instance, contacts: people, steps, retry });
  await cluster.until(() => cluster.carrier.calls.length === people);
  return { cluster, instance, campaign };
}

/** Delivers each person's news in their own order, then waits until nothing can be late any more. */
async function tell({ cluster, instance }: Scene, orders: readonly (readonly News[])[]): Promise<void> {
  const calls = [...cluster.carrier.calls].sort((a, b) => a.to.localeCompare(b.to));
  const rounds = Math.max(...orders.map(({ length }) => length));
  for (let round = 0; round < rounds; round += 1) {
    const deliveries = calls.flatMap((call, index) => {
      const news = orders[index]?.[round];
      if (news === 'reply') call.reply();
      if (news === 'lost reply') call.reply({ kind: 'lost', detail: 'connection reset' });
      if (news === undefined || news === 'reply' || news === 'lost reply') return [];
      return [
        instance.engine.receive(toDelivery({ news, about: call, step, id: `${call.attempt}:${round}` })),
      ];
    });
    await cluster.during(Promise.all(deliveries));
    await cluster.pass(1);
  }
  await cluster.pass(10_000);
}

const timeColumns = /(At|Until)$/;

/** A row without its own ids; of times only whether they are set. Revisions count writes, not facts. */
function bare(row: object): Record<string, unknown> {
  const entries = Object.entries(row).flatMap(([key, value]: [string, unknown]): [string, unknown][] => {
    if (['id', 'position', 'contact', 'address', 'person', 'lastTouch', 'rev'].includes(key)) return [];
    if (timeColumns.test(key)) return [[key, value !== null]];
    if (key === 'details') return [[key, value === null ? null : bare(value as object)]];
    return [[key, typeof value === 'string' ? value.replace(/att_\w+/, 'attempt') : value]];
  });
  return Object.fromEntries(entries);
}

type Outcome = { attempt: unknown; enrollment: Record<string, unknown>; person: unknown };

async function outcomes({ cluster: { store }, campaign }: Scene): Promise<Outcome[]> {
  const attempts = (await store.listAttempts({ campaign, limit: 10_000 })).items;
  const positions = attempts.map(({ position }) => position);
  const people = new Map(
    (await store.readEnrollments({ campaign, positions })).map((row) => [row.position, row]),
  );
  const persons = await store.readPersons([...people.values()].map(({ person }) => person));
  return [...attempts]
    .sort((a, b) => a.position - b.position)
    .map((attempt) => {
      const enrollment = people.get(attempt.position);
      const person = enrollment && persons.get(enrollment.person);
      if (!enrollment || !person) throw new Error('an attempt without a person');
      return { attempt: bare(attempt), enrollment: bare(enrollment), person: bare(person) };
    });
}

function inWords({ enrollment: { state, step, reached, attempts } }: Outcome): string {
  const details = `${reached ? ', reached' : ''}${attempts === 0 ? ', unused' : ''}`;
  return state === 'waiting' ? `waiting for step ${String(step)}${details}` : String(state);
}

/** Everybody's figures must add up to so many times one person's. */
function expectCounters({ counters }: CampaignRecord, people: number, { disposition, becomes }: Story): void {
  expect(counters.attempts).toEqual({ started: people, [disposition]: people });
  expect(counters).toMatchObject({
    total: people,
    open: 0,
    states: { [becomes.startsWith('waiting') ? 'waiting' : becomes]: people },
  });
}

function expectSame(all: readonly Outcome[], orders: readonly (readonly News[])[]): void {
  const wanted = JSON.stringify(all[0]);
  const others = all.flatMap((outcome, index) =>
    JSON.stringify(outcome) === wanted ? [] : [{ index, outcome }],
  );
  const [first] = others;
  if (first) expect(first.outcome, `after ${orders[first.index]?.join(', ')}`).toEqual(all[0]);
}

describe('all orders of the callbacks of one attempt lead to the same rows', () => {
  test.each(Object.entries(stories))('when the person %s', async (_, story) => {
    const orders = permutations(story.news);
    const scene = await callEverybody({ people: orders.length, maxAttempts: story.maxAttempts ?? 3 });
    await tell(scene, orders);
    const all = await outcomes(scene);
    expect(all.length).toBe(orders.length);
    expectSame(all, orders);
    expect(all.map(inWords)[0]).toBe(story.becomes);
    expectCounters(await scene.cluster.record(scene.campaign), orders.length, story);
  });
});

test('and so do longer ones with any of them doubled, each delivery with an id of its own', async () => {
  const told = fc.constantFrom(...Object.values(stories)).chain((story) => {
    const order = fc
      .tuple(fc.array(fc.constantFrom(...story.news), { maxLength: 7 }), fc.infiniteStream(fc.nat()))
      .map(([doubles, keys]) =>
        [...story.news, ...doubles]
          .map((news) => ({ news, key: Number(keys.next().value) }))
          .sort((a, b) => a.key - b.key)
          .map(({ news }) => news),
      );
    return fc.tuple(fc.constant(story), fc.array(order, { minLength: 30, maxLength: 30 }));
  });
  await fc.assert(
    fc.asyncProperty(told, async ([story, shuffled]) => {
      const orders = [[...story.news], ...shuffled];
      const scene = await callEverybody({ people: orders.length, maxAttempts: story.maxAttempts ?? 3 });
      await tell(scene, orders);
      expectSame(await outcomes(scene), orders);
      expectCounters(await scene.cluster.record(scene.campaign), orders.length, story);
    }),
    { numRuns: 12, endOnFailure: true },
  );
});

describe('forged callbacks', () => {
  test('of an attempt that does not exist change nothing at all', async () => {
    const scene = await callEverybody({ people: 1, maxAttempts: 3 });
    const { cluster, instance, campaign } = scene;
    const [call] = cluster.carrier.calls;
    if (!call) throw new Error('nobody was called');
    const before = [await cluster.record(campaign), await outcomes(scene)];
    for (const news of ['ring', 'answer', 'digits 1', 'machine', 'hang-up 3010', 'record 4000'] as const) {
      const about = { ...call, attempt: `att_${'0'.repeat(26)}` };
      const verdict = await cluster.during(
        instance.engine.receive(toDelivery({ news, about, step, id: news })),
      );
      expect(verdict).toBe('unknown');
    }
    expect([await cluster.record(campaign), await outcomes(scene)]).toEqual(before);
  });

  test('naming another call than the one at the carrier count as surplus, once, and change nothing else', async () => {
    const scene = await callEverybody({ people: 1, maxAttempts: 3 });
    const { cluster, instance, campaign } = scene;
    const [call] = cluster.carrier.calls;
    if (!call) throw new Error('nobody was called');
    await tell(scene, [['reply', 'ring']]);
    const [before] = await outcomes(scene);
    const { counters } = await cluster.record(campaign);
    for (const news of ['answer', 'digits 1', 'machine', 'hang-up 3010', 'record 4000', 'answer'] as const) {
      const about = { ...call, callId: 'forged' };
      const delivery = toDelivery({ news, about, step, id: `forged ${news}` });
      expect(await cluster.during(instance.engine.receive(delivery))).toBe('surplus');
    }
    const [after] = await outcomes(scene);
    expect(after).toEqual({
      ...before,
      attempt: { ...(before?.attempt as object), surplusId: 'forged' },
    });
    const now = await cluster.record(campaign);
    expect(now.counters).toEqual({ ...counters, attempts: { ...counters.attempts, surplus: 1 } });
    await tell(scene, [['answer', 'digits 1', 'hang-up 4000']]);
    expect((await outcomes(scene)).map(inWords)).toEqual(['waiting for step 1, reached']);
  });

  test('after the end count as surplus too, whatever they say', async () => {
    const scene = await callEverybody({ people: 1, maxAttempts: 3 });
    await tell(scene, [['reply', 'hang-up 3010']]);
    const before = await outcomes(scene);
    const [call] = scene.cluster.carrier.calls;
    if (!call) throw new Error('nobody was called');
    const about = { ...call, callId: 'forged' };
    const delivery = toDelivery({ news: 'record 4000', about, step, id: 'forged' });
    expect(await scene.cluster.during(scene.instance.engine.receive(delivery))).toBe('surplus');
    expect((await outcomes(scene)).map(inWords)).toEqual(before.map(inWords));
  });
});
