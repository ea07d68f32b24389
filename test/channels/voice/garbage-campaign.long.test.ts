import { afterEach, expect, test } from 'vitest';
import { campaignDefinitionSchema } from '../../../src/channels/registry.ts';
import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { FaultRule, FaultRuleInput, OutcomeName } from '../../../src/simulator/index.ts';
import { faultRuleSchema } from '../../../src/simulator/index.ts';
import { garbageKinds } from '../../../src/simulator/faults.ts';
import type { RequestKind } from '../../../src/simulator/faults.ts';
import { defaultLease } from '../../../src/actors/index.ts';
import { rowOf } from '../../support/builders/contacts.ts';
import { createWorld } from '../../simulation/world.ts';
import type { World } from '../../simulation/world.ts';
import { readCalls } from '../../simulation/oracle/rows.ts';
import { unlimited } from '../../support/service/process.ts';

const monday = Date.UTC(2027, 2, 1, 15);
const minuteMs = 60_000;
const by = 'test';
const lostHangUps: FaultRuleInput = { fault: 'callback-lost', match: { event: 'Hangup' } };

let world: World | null = null;
afterEach(() => world?.close());

const rulesOf = (rules: readonly FaultRuleInput[]): FaultRule[] => faultRuleSchema.array().parse(rules);

/** Contacts who all answer, and say nothing that would end the campaign early. */
function rowsOf(count: number) {
  return Array.from({ length: count }, (_, index) => ({ ...rowOf(1000 + index * 100), row: index + 1 }));
}

/** A campaign of so many contacts whose hang-up callbacks are lost, under more faults of the carrier. */
async function begin({
  people,
  faults,
  outcome = 'human',
  ringTimeout = '45s',
}: {
  people: number;
  faults: readonly FaultRuleInput[];
  /** How every call goes. */
  outcome?: OutcomeName;
  ringTimeout?: string;
}) {
  const opened = createWorld({
    seed: 5,
    startAt: monday,
    carrier: { faults: [...faults, lostHangUps], scenario: { suffixes: { '00': outcome } } },
    shared: { account: unlimited, global: unlimited, caller: unlimited },
    lease: { ...defaultLease, beatMs: 60_000, leaseMs: 600_000, marginMs: 180_000, gapMs: 120_000 },
  });
  world = opened;
  const { service } = await opened.start();
  const { engine } = service;
  const definition = campaignDefinitionSchema.parse({
    name: 'garbage',
    client: 'northwind',
    steps: [{ id: 'only', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }], ringTimeout }],
    sendWindow: { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' },
    rateLimits: { concurrent: 50, perSecond: 2 },
    retry: { maxAttempts: 3, maxPerDay: 3, backoff: { first: '2m' } },
  });
  const { id: campaign } = await engine.createCampaign({ definition, by });
  const list = await engine.openImport({ campaign, format: 'csv', by });
  const rows = rowsOf(people);
  const chunk = { columns: ['phone'], rows, rejected: [], optOuts: [], lastRow: people };
  await engine.addRows({ campaign, import: list.id, ...chunk });
  await engine.closeImport({ campaign, import: list.id, state: 'closed', by: 'test' });
  await engine.command({ campaign, command: { name: 'start', startAt: null }, by });
  const calls = async (): Promise<Attempt[]> => {
    const file = opened.file();
    if (!file) throw new Error('no store is open');
    return readCalls(file, campaign);
  };
  return { world: opened, calls, campaign };
}

const placements = ({ journal }: World): number =>
  journal.entries().filter(({ type }) => type === 'placed').length;

const garbageOn = (requests: readonly RequestKind[], rule: Partial<FaultRuleInput>): FaultRuleInput[] =>
  requests.map((request) => ({ fault: 'answer-garbage', ...rule, match: { request } }));
const reads = ['live', 'queued', 'record', 'records'] as const;

test.each([
  { garbage: 'html', people: 12 },
  { garbage: 'html', status: 404, people: 2 },
  { garbage: 'empty', people: 2 },
  { garbage: 'error', people: 2 },
  { garbage: 'error', status: 404, people: 2 },
  { garbage: 'other-call', people: 2 },
  { garbage: 'truncated', people: 2 },
  { garbage: 'array', people: 2 },
] as const)(
  'while every record is $garbage $status nobody is called twice, and the true ends are found afterwards',
  async ({ people, ...rule }) => {
    const { world: it, calls } = await begin({ people, faults: garbageOn(['record', 'records'], rule) });
    await it.time.run({ limitMs: 25 * minuteMs });
    expect(placements(it)).toBe(people);
    expect((await calls()).filter(({ state }) => state === 'ended')).toEqual([]);
    it.simulator.faults.replace(rulesOf([lostHangUps]));
    await it.time.run({ limitMs: 5 * minuteMs });
    expect(placements(it)).toBe(people);
    const ends = (await calls()).map(({ state, disposition }) => `${state} ${disposition}`);
    expect(new Set(ends)).toEqual(new Set(['ended answered']));
  },
);

test.each(garbageKinds)(
  'calls whose placements and searches are answered with %s stay unknown until there is an answer',
  async (garbage) => {
    const { world: it, calls } = await begin({
      people: 2,
      faults: [...garbageOn(['place', ...reads], { garbage }), { fault: 'callback-lost' }],
      outcome: 'no-answer',
    });
    await it.time.run({ limitMs: 25 * minuteMs });
    expect(placements(it)).toBe(2);
    expect((await calls()).map(({ state }) => state)).toEqual(['unknown', 'unknown']);
    it.simulator.faults.replace([]);
    await it.time.run({ limitMs: minuteMs });
    expect(placements(it)).toBe(2);
    const ends = (await calls()).map(({ state, disposition }) => `${state} ${disposition}`);
    expect(ends).toEqual(['ended no-answer', 'ended no-answer']);
  },
);

test.each([200, 302, 403, 404, 407, 413, 429, 451])(
  'a page of a proxy with status %i in place of a placement costs no contact its call and bars nobody',
  async (status) => {
    const {
      world: it,
      calls,
      campaign,
    } = await begin({
      people: 3,
      faults: [{ fault: 'reject-garbage', garbage: 'html', status, times: 3 }],
    });
    await it.time.run({ limitMs: 60_000 });
    expect((await calls()).map(({ state }) => state)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(await it.file()?.readCampaign(campaign)).toMatchObject({ state: 'running' });
    await it.time.run({ limitMs: 25 * minuteMs });
    expect(placements(it)).toBe(3);
    expect((await calls()).filter(({ disposition }) => disposition === 'answered').length).toBe(3);
  },
);

test('an order to hang up that is answered with garbage is given again', async () => {
  const { world: it, campaign } = await begin({
    people: 2,
    outcome: 'ring-forever',
    faults: [
      { fault: 'answer-garbage', garbage: 'empty', match: { request: 'cancel' }, times: 4 },
      { fault: 'reject-garbage', garbage: 'html', match: { request: 'hang-up' }, times: 3 },
    ],
  });
  await it.time.run({ limitMs: 10_000 });
  const life = it.life();
  await life?.service.engine.command({
    campaign,
    command: { name: 'cancel', hangUp: true, reason: null },
    by,
  });
  await it.time.run({ limitMs: 60_000 });
  expect(it.simulator.calls().map(({ state }) => state)).toEqual(['ended', 'ended']);
});

test.each([
  { fault: 'reject-garbage', garbage: 'html', status: 502 },
  { fault: 'reject-garbage', garbage: 'empty' },
  { fault: 'answer-garbage', garbage: 'array', lost: true },
  { fault: 'no-reply' },
  { fault: 'reset' },
] as const)(
  'a provider that answers every placement with $fault $garbage opens the breaker, and is given up after three probes',
  async ({ lost = false, ...rule }) => {
    const silence: FaultRuleInput[] = lost ? [{ fault: 'callback-lost' }] : [];
    const { world: it, campaign } = await begin({ people: 60, faults: [rule, ...silence] });
    const record = async () => it.file()?.readCampaign(campaign);
    const asked = (): number => it.simulator.faults.rules()[0]?.struck ?? 0;
    await it.time.run({ limitMs: 25_000 });
    expect(JSON.parse((await record())?.snapshot ?? '')).toMatchObject({
      value: { running: 'waiting' },
      context: { waiting: { reason: 'provider.down' } },
    });
    expect(await it.file()?.listBreakers()).toMatchObject([{ open: true, failedProbes: 0 }]);
    const tripped = asked();
    expect(tripped).toBeLessThan(40);
    await it.time.run({ limitMs: 6 * minuteMs });
    expect(JSON.parse((await record())?.snapshot ?? '')).toMatchObject({
      value: 'paused',
      context: { pause: { cause: 'provider-outage' } },
    });
    expect(asked()).toBe(tripped + 3);
    it.simulator.faults.replace([]);
    const engine = it.life()?.service.engine;
    await engine?.command({ campaign, command: { name: 'resume' }, by });
    await it.time.run({ limitMs: 30 * minuteMs });
    expect((await record())?.counters.open).toBe(0);
    expect(it.simulator.calls().length).toBeGreaterThanOrEqual(60 - tripped);
  },
);

const ask = async (it: World, path: string): Promise<{ items: { code: string }[] }> => {
  const response = await it.life()?.fetch(new Request(`http://127.0.0.1${path}`));
  return (await response?.json()) as { items: { code: string }[] };
};

test.each([false, true])(
  'calls that a provider does not end are ordered to end until they have ended, and attention says so; killed: %s',
  async (killed) => {
    const { world: it, campaign } = await begin({
      people: 2,
      outcome: 'ring-forever',
      ringTimeout: '10m',
      faults: [
        { fault: 'reject-garbage', garbage: 'html', status: 502, match: { request: 'hang-up' } },
        { fault: 'reject-garbage', garbage: 'empty', match: { request: 'cancel' } },
        { fault: 'reject-garbage', garbage: 'html', match: { request: 'record' } },
        { fault: 'reject-garbage', garbage: 'html', match: { request: 'records' } },
      ],
    });
    await it.time.run({ limitMs: 10_000 });
    const command = { name: 'cancel', hangUp: true, reason: null } as const;
    await it.life()?.service.engine.command({ campaign, command, by });
    await it.time.run({ limitMs: 40_000 });
    if (killed) {
      it.killAll();
      await it.start();
      await it.time.run({ limitMs: 60_000 });
    }
    const { items } = await ask(it, '/v1/attention');
    expect(items).toMatchObject([
      { code: 'attempt.not-ended', name: 'garbage', command: 'ringmaster calls --campaign garbage' },
    ]);
    expect(it.simulator.calls().some(({ state }) => state !== 'ended')).toBe(true);
    it.simulator.faults.replace([]);
    await it.time.run({ limitMs: 2 * minuteMs });
    expect(it.simulator.calls().map(({ state }) => state)).toEqual(['ended', 'ended']);
    expect(await ask(it, '/v1/attention')).toMatchObject({ items: [] });
  },
);

test.each(['human', 'no-answer'] as const)(
  'attention names calls (%s) about which the provider gives no usable answer',
  async (outcome) => {
    const { world: it } = await begin({
      people: 3,
      outcome,
      faults: [...garbageOn(['place', ...reads], { garbage: 'truncated' }), { fault: 'callback-lost' }],
    });
    await it.time.run({ limitMs: 4 * minuteMs });
    expect((await ask(it, '/v1/attention')).items).toEqual([]);
    await it.time.run({ limitMs: 20 * minuteMs });
    expect((await ask(it, '/v1/attention')).items).toMatchObject([{ code: 'provider.no-answer' }]);
    it.simulator.faults.replace([]);
    await it.time.run({ limitMs: 2 * minuteMs });
    expect((await ask(it, '/v1/attention')).items).toEqual([]);
  },
);
