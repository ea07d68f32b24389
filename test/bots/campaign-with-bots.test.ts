import { describe, expect, test } from 'vitest';
import type { Attempt } from '../../src/domain/attempt/attempt.ts';
import { botStep } from '../support/bots/bot-step.ts';
import { createScriptedBots } from '../support/bots/scripted-bots.ts';
import type { ScriptedBots } from '../support/bots/scripted-bots.ts';
import { rowsOf } from '../support/builders/contacts.ts';
import { startService } from '../support/service/start-service.ts';
import type { ServiceInput, TestService } from '../support/service/start-service.ts';

const minute = 60_000;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;
const scope = 'bots:default/support';

let service: TestService;
let bots: ScriptedBots;
let campaign: string;

async function begin(
  people: number,
  { size = 3, ...input }: ServiceInput & { size?: number } = {},
): Promise<void> {
  bots = createScriptedBots(() => service.time.clocks.business);
  service = await startService({
    bots: bots.line,
    ...input,
  });
  await setSize(size);
  ({ id: campaign } = await service.create({
    name: 'support',
    sendWindow: always,
    rateLimits: { concurrent: 50, perSecond: 20 },
    retry: { maxAttempts: 2, maxPerDay: 2 },
    steps: [botStep],
  }));
  await service.enroll({ campaign, rows: rowsOf(people) });
  await service.startCampaign(campaign);
}

async function setSize(size: number): Promise<void> {
  const pool = { endpoint: 'https://bots.example.com/', stream: 'wss://bots.example.com/stream', size };
  const { status, text } = await service.send('PUT', '/v1/clients/default/bots/support', pool);
  expect([status, text]).toEqual([200, text]);
}

const held = async (): Promise<number> => (await service.store.readLimits([scope]))[0]?.held ?? 0;
const attempts = async (): Promise<Attempt[]> => {
  const found = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      service.store.listAttempts({ campaign, position: index + 1, limit: 50 }),
    ),
  );
  return found.flatMap(({ items }) => items);
};
const whyNow = async () => {
  const record = await service.record(campaign);
  return service.queries.why(record);
};

describe('a campaign whose calls bots answer', () => {
  test('reserves a place, warms a bot, then calls: never more bots than the pool has, and all are returned', async () => {
    await begin(10);
    let most = 0;
    for (let seconds = 0; (await service.record(campaign)).state === 'running'; seconds += 1) {
      await service.pass(1_000);
      const live = service.simulator.calls().filter(({ state }) => state !== 'ended');
      most = Math.max(most, await held(), live.length);
      // Each call was made for a bot that was ready.
      for (const { attempt } of service.simulator.calls()) expect(bots.ready).toContain(attempt);
      expect(await held()).toBeLessThanOrEqual(3);
      expect(seconds).toBeLessThan(7_200);
    }
    expect(most).toBe(3);
    expect(await held()).toBe(0);
    const all = await attempts();
    expect(all.length).toBeGreaterThan(10);
    expect(all.every(({ details }) => details?.['bot'] === 'support')).toBe(true);
    // The bot of each call is let go, whether it was answered or not.
    expect([...bots.released].sort()).toEqual(all.map(({ id }) => id).sort());
    const reached = all.filter(({ reachedAt }) => reachedAt !== null);
    expect(reached.every(({ details }) => typeof details?.['botOfferedAt'] === 'number')).toBe(true);
  });

  test('calls nobody while its bots do not get ready, uses up no attempt, and tells why', async () => {
    await begin(4);
    bots.behaviour.warm = 'fail';
    await service.until(async () => (await whyNow()).reasons[0]?.code === 'bots.failing');
    expect(service.simulator.calls()).toEqual([]);
    expect(await held()).toBe(0);
    expect((await whyNow()).summary).toMatch(/bots do not get ready, the next try is at/);
    const tried = bots.warmed.length;
    // Only this pool is tried again, one bot at a time; the provider is not down.
    await service.pass(40_000);
    expect(bots.warmed.length - tried).toBeLessThanOrEqual(2);
    const { body } = await service.send<{ items: { status: string }[] }>('GET', '/v1/clients/default/bots');
    expect(body.items[0]).toMatchObject({ name: 'support', status: 'failing', inUse: 0 });
    expect(
      (await service.send<{ items: { code: string }[] }>('GET', '/v1/attention')).body.items,
    ).toMatchObject([{ code: 'bots.failing' }]);
    expect((await service.record(campaign)).state).toBe('running');
    bots.behaviour.warm = 'ready';
    await service.until(() => service.simulator.calls().length === 4, 20 * minute);
    expect(
      (await attempts()).filter(({ placed }) => placed).every(({ stepNumber }) => stepNumber === 1),
    ).toBe(true);
  });

  test('waits for a pool without places, and goes on when it gets some', async () => {
    await begin(2, { size: 0 });
    await service.pass(10_000);
    expect(bots.warmed).toEqual([]);
    expect((await whyNow()).reasons).toMatchObject([{ code: 'bots.none-free', contacts: 2 }]);
    expect((await service.record(campaign)).counters.open).toBe(0);
    await setSize(1);
    await service.until(() => service.simulator.calls().length === 1);
    expect(await held()).toBe(1);
  });

  test('says who calls if no bot takes an answered call, and the call counts as one without a bot', async () => {
    const refuse: ServiceInput['connectStream'] = (_, on) => {
      queueMicrotask(on.close);
      return { send: () => undefined, close: () => undefined };
    };
    const scenario = { numbers: { '12025550001': ['human' as const] }, impatient: 0 };
    await begin(1, { connectStream: refuse, carrier: { scenario } });
    await service.until(async () => (await service.record(campaign)).state === 'completed');
    const [attempt] = await attempts();
    expect(attempt?.details).toMatchObject({ bot: 'support', botAbsent: true });
    expect(attempt?.disposition).toBe('answered');
    expect(service.simulator.calls()[0]?.end).toMatchObject({ code: 4000, source: 'Answer XML' });
  });

  test('lets bots go on a pause that came before their calls, and asks for others after it', async () => {
    await begin(3);
    bots.behaviour.warmMs = 4_000;
    await service.until(async () => (await held()) === 3);
    const asked = [...bots.warmed];
    const pause = {
      command: { name: 'pause', pause: { cause: 'operator', by: 'anna', reason: null } },
      by: 'anna',
      campaign,
    } as const;
    await service.during(service.engine.command(pause));
    await service.until(async () => (await held()) === 0);
    expect([...bots.released].sort()).toEqual([...asked].sort());
    await service.during(service.engine.command({ ...pause, command: { name: 'resume' } }));
    await service.until(async () => (await held()) === 3);
    expect(service.simulator.calls()).toEqual([]);
  });
});
