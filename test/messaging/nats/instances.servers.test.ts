import { randomUUID } from 'node:crypto';
import { connect } from 'nats';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { campaignDefinitionSchema } from '../../../src/channels/registry.ts';
import type { Bus } from '../../../src/messaging/contract.ts';
import { openNatsBus } from '../../../src/messaging/nats/nats-bus.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import type { Random } from '../../../src/platform/random.ts';
import { createSeededRandom } from '../../../src/platform/random.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import { toDelivery } from '../../actors/support/callbacks.ts';
import { plainVoiceStep as step } from '../../support/builders/campaigns.ts';
import { rowsOf } from '../../support/builders/contacts.ts';
import { openStubCarrier } from '../../support/service/carriers/stub-carrier.ts';
import { createFuse } from '../../support/service/fuse.ts';
import { composeProcess } from '../../support/service/process.ts';
import type { Process } from '../../support/service/process.ts';
import { monday } from '../../support/time/test-time.ts';
import { startNatsServer } from '../../../scripts/servers/nats-server.ts';
import type { NatsServer } from '../../../scripts/servers/nats-server.ts';
import { readStream } from './read-stream.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { until } from '../../../scripts/servers/until.ts';

const bin = requireServer('nats');
const log = pino({ level: 'silent' });
const pause = { name: 'pause', pause: { cause: 'operator', by: 'test', reason: null } } as const;

type Instance = Process & { bus: Bus; reads: () => number };

/** Instances on one store and on buses of a real server, in real time from a Monday morning. */
async function createInstances(server: NatsServer) {
  const store = await openSqliteStore({ path: ':memory:' });
  const prefix = `test-${randomUUID()}`;
  const system = createSystemClock();
  const shift = monday - system.now();
  const business = {
    now: () => system.now() + shift,
    at: (instant: number, run: () => void) => system.at(instant - shift, run),
  };
  const carrier = openStubCarrier({
    clocks: { system, business, store: system },
    callBack: () => Promise.reject(new Error('the carrier of this test calls nothing back')),
    counted: (work) => work,
  });
  /** The instance of each committed order. */
  const orders: string[] = [];
  const opened: Instance[] = [];
  const outside: Bus[] = [];
  const openBus = (name: string, random: Random): Promise<Bus> =>
    openNatsBus({
      access: { servers: [server.url] },
      name,
      prefix,
      streams: { replicas: 1, eventsDays: 1 },
      log,
      random,
    });

  const join = async (name: string): Promise<Instance> => {
    let reads = 0;
    const own: Store = {
      ...store,
      readInbox(input) {
        reads += 1;
        return store.readInbox(input);
      },
      async commitTurn(turn) {
        const result = await store.commitTurn(turn);
        if (result.kind === 'committed' && turn.requests.length > 0) orders.push(name);
        return result;
      },
    };
    const random = createSeededRandom({ seed: opened.length });
    const bus = await openBus(name, random);
    const service = composeProcess({
      instance: name,
      outside: { publishesEvents: true },
      store: { ...own, close: () => Promise.resolve() },
      bus,
      busClock: system,
      clocks: { system, business, store: system },
      random,
      send: carrier.sendFor(name),
      fuse: createFuse(),
      watch: () => undefined,
    });
    await service.start();
    const instance = { ...service, bus, reads: () => reads };
    opened.push(instance);
    return instance;
  };

  /** A campaign that the instance owns, with all its calls live. */
  const start = async ({ engine }: Instance, people: number): Promise<string> => {
    const definition = campaignDefinitionSchema.parse({
      name: 'spring',
      steps: [step],
      keepOpen: true,
      rateLimits: { concurrent: 100, perSecond: 1_000 },
    });
    const { id: campaign } = await engine.createCampaign({ definition, by: 'test' });
    const list = await engine.openImport({ campaign, format: 'csv', by: 'test' });
    const rows = rowsOf(people);
    const chunk = { columns: ['phone'], rows, rejected: [], optOuts: [], lastRow: people };
    await engine.addRows({ campaign, import: list.id, ...chunk });
    await engine.closeImport({ campaign, import: list.id, state: 'closed', by: 'test' });
    await engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'test' });
    await until(() => carrier.calls.length === people, { what: 'all calls' });
    return campaign;
  };

  const connectOutside = async (): Promise<Bus> => {
    const bus = await openBus('outside', createSeededRandom({ seed: 99 }));
    outside.push(bus);
    return bus;
  };

  return {
    store,
    carrier,
    orders,
    join,
    connectOutside,
    prefix,
    start,
    async close() {
      for (const { stop } of opened) await stop();
      for (const bus of outside) await bus.close();
      await store.close();
    },
  };
}

describe.runIf(bin !== null)('instances on a real server', () => {
  test('share results and orders over it, and over the store while it is away', async () => {
    const server = await startNatsServer({ bin: bin ?? '' });
    const cluster = await createInstances(server);
    const { carrier, store, orders } = cluster;
    const [one, two] = [await cluster.join('one.local'), await cluster.join('two.local')];
    const campaign = await cluster.start(one, 6);
    const ended = async (): Promise<number> =>
      (await store.readCampaign(campaign))?.counters.attempts['answered'] ?? 0;
    const end = async (index: number): Promise<void> => {
      const call = carrier.calls[index];
      if (!call) throw new Error(`there is no call ${index}`);
      await two.engine.receive(toDelivery({ news: 'hang-up 4000', about: call, step, id: `evt_${index}` }));
    };
    const command = (name: 'pause' | 'resume') =>
      two.engine.command({ campaign, command: name === 'pause' ? pause : { name }, by: 'test' });
    const isConnected = async (): Promise<boolean> =>
      (await one.bus.health()).ok && (await two.bus.health()).ok;

    /** On a machine that is very busy, an answer may come too late, and the receiver carries the order out. */
    const commandUntilOwner = (name: 'pause' | 'resume', to: string): Promise<void> =>
      until(async () => {
        expect(await command(name)).toMatchObject({ campaign: { state: to } });
        return orders.at(-1) === 'one.local';
      });

    await commandUntilOwner('pause', 'paused');
    await commandUntilOwner('resume', 'running');
    expect(await one.bus.streamHealth()).toMatchObject({
      ok: false,
      code: 'bus.no-jetstream',
    });
    const before = one.reads();
    for (const index of [0, 1, 2]) {
      await end(index);
      await until(async () => (await ended()) === index + 1, { what: 'a result' });
    }
    // A beat that falls between the storing of a result and its turn reads the inbox once.
    expect(one.reads() - before).toBeLessThanOrEqual(1);

    await server.kill();
    await until(async () => !(await isConnected()));
    const ready = await two.answer(new Request('http://localhost/readyz'));
    expect({ status: ready.status, body: await ready.json() }).toMatchObject({
      status: 200,
      body: { status: 'ready', dependencies: { bus: { ok: false, code: 'bus.unreachable' } } },
    });
    for (const index of [3, 4, 5]) await end(index);
    await until(async () => (await ended()) === 6, { what: 'the results in the store', withinMs: 5_000 });
    expect(await command('pause')).toMatchObject({ changed: true, campaign: { state: 'paused' } });
    expect(await command('resume')).toMatchObject({ changed: true, campaign: { state: 'running' } });
    expect(orders.slice(-2)).toEqual(['two.local', 'two.local']);

    await server.start();
    await until(isConnected, { what: 'the connections' });
    await commandUntilOwner('pause', 'paused');
    expect(await store.readInbox({ campaign, limit: 10 })).toEqual([]);
    await cluster.close();
    await server.stop();
  });

  test('take results that another program reports, before, after and while the server is away', async () => {
    const server = await startNatsServer({ bin: bin ?? '', jetStream: true });
    const cluster = await createInstances(server);
    const { carrier, store } = cluster;
    const outside = await cluster.connectOutside();
    const report = async (index: number): Promise<unknown> => {
      const evidence = [{ kind: 'ended', disposition: 'busy' }];
      const result = { id: `r-${index}`, attempt: carrier.calls[index]?.attempt, evidence };
      return outside.reportResult({ id: result.id, body: new TextEncoder().encode(JSON.stringify(result)) });
    };
    const one = await cluster.join('one.local');
    const two = await cluster.join('two.local');
    const campaign = await cluster.start(one, 4);
    const busy = async (): Promise<number> =>
      (await store.readCampaign(campaign))?.counters.attempts['busy'] ?? 0;
    const isHealthy = async (): Promise<boolean> =>
      (await one.bus.streamHealth()).ok && (await two.bus.streamHealth()).ok;

    expect(await report(0)).toEqual({ duplicate: false });
    expect(await report(0)).toEqual({ duplicate: true });
    await until(async () => (await busy()) === 1, { what: 'the first result' });
    await server.kill();
    await until(async () => !(await outside.health()).ok);
    await expect(report(1)).rejects.toMatchObject({ code: 'bus.unreachable' });
    await server.start();
    await until(isHealthy, { what: 'the streams' });
    for (const index of [1, 2, 3]) {
      await until(async () => (await outside.health()).ok);
      await report(index);
    }
    await until(async () => (await busy()) === 4, { what: 'the results' });
    await until(async () => (await store.readInbox({ campaign, limit: 10 })).length === 0);
    const log = await store.readEvents({ campaign, afterSeq: 0, limit: 1_000 });
    const client = await connect({ servers: server.url });
    await until(
      async () => {
        const events = await readStream(client, `${cluster.prefix}_events`);
        if (events.length < log.length) return false;
        expect(events.map(({ json }) => (json as { seq: number }).seq)).toEqual(log.map(({ seq }) => seq));
        expect(new Set(events.map(({ subject }) => subject))).toEqual(
          new Set([`${cluster.prefix}.events.default.${campaign}`]),
        );
        return true;
      },
      { what: 'the published log' },
    );
    await client.close();
    await cluster.close();
    await server.stop();
  });
});
