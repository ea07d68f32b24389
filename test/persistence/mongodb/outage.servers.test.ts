import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { campaignDefinitionSchema } from '../../../src/channels/registry.ts';
import { createMemoryBus } from '../../../src/messaging/memory/memory-bus.ts';
import { createSeededRandom } from '../../../src/platform/random.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import type { ReplicaSet } from '../../../scripts/servers/replica-set.ts';
import { until } from '../../../scripts/servers/until.ts';
import { campaignFile, plainVoiceStep as step } from '../../support/builders/campaigns.ts';
import { rowsOf } from '../../support/builders/contacts.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';
import { createScriptedChannel } from '../../support/service/channels/scripted-channel.ts';
import type { Touched } from '../../support/service/channels/scripted-channel.ts';
import { createFuse } from '../../support/service/fuse.ts';
import { composeProcess } from '../../support/service/process.ts';
import type { Process } from '../../support/service/process.ts';
import { monday } from '../../support/time/test-time.ts';
import { openTestStore } from './open-test-store.ts';

const bin = requireServer('mongod');
const contacts = 2_000;

type Readiness = { status: string; dependencies: Record<string, { ok: boolean; code: string | null }> };

/** The only instance of a campaign that calls 20 contacts a second, in real time from a Monday morning. */
async function startDialling(set: ReplicaSet) {
  const system = createSystemClock();
  const shift = monday - system.now();
  const business = {
    now: () => system.now() + shift,
    at: (instant: number, run: () => void) => system.at(instant - shift, run),
  };
  const touched: Touched[] = [];
  const script = () => ({ afterMs: 500, disposition: 'answered' as const });
  const service: Process = composeProcess({
    instance: 'one',
    store: await openTestStore({ uri: set.uri, database: `test-${randomUUID()}` }),
    bus: createMemoryBus(),
    busClock: system,
    clocks: { system, business, store: system },
    random: createSeededRandom({ seed: 1 }),
    channels: ({ report }) => [createScriptedChannel({ name: 'voice', business, script, report, touched })],
    send: () => Promise.reject(new Error('the channel of this test sends no requests')),
    fuse: createFuse(),
    watch: () => undefined,
  });
  await service.start();
  const { engine } = service;
  const by = 'test';
  const definition = campaignDefinitionSchema.parse({
    name: 'spring',
    steps: [step],
    rateLimits: { concurrent: 100, perSecond: 20 },
  });
  const { id: campaign } = await engine.createCampaign({ definition, by });
  const list = await engine.openImport({ campaign, format: 'csv', by });
  const chunk = { columns: ['phone'], rows: rowsOf(contacts), rejected: [], optOuts: [], lastRow: contacts };
  await engine.addRows({ campaign, import: list.id, ...chunk });
  await engine.closeImport({ campaign, import: list.id, state: 'closed', by });
  await engine.command({ campaign, command: { name: 'start', startAt: null }, by });
  await until(() => touched.length > 10, { what: 'the first calls' });
  return {
    touched,
    service,
    async ready(): Promise<Readiness & { http: number }> {
      const reply = await service.answer(new Request('http://localhost/readyz'));
      return { ...((await reply.json()) as Readiness), http: reply.status };
    },
    /** Creates a campaign, and resolves with the answer. */
    create(name: string): Promise<Response> {
      return service.answer(
        new Request('http://localhost/v1/campaigns', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(campaignFile({ name })),
        }),
      );
    },
  };
}

describe.runIf(bin !== null)('while MongoDB is away', () => {
  const set = useReplicaSet(bin);
  let it: Awaited<ReturnType<typeof startDialling>>;
  beforeEach(async () => {
    it = await startDialling(set());
    return async () => {
      // A test that failed may have left it suspended.
      for (const member of set().members) member.signal('SIGCONT');
      await it.service.stop();
    };
  });

  const permitMs = 2_000;
  const isReady = async (): Promise<boolean> => (await it.ready()).http === 200;
  const dispatches = async (): Promise<boolean> => (await it.ready()).dependencies['dispatch']?.ok === true;

  /** Calls may begin until the permits that were issued before have run out. Then there are none until `back`. */
  const expectSilence = async (awayAt: number): Promise<number> => {
    await until(() => performance.now() - awayAt > permitMs + 500, { what: 'the permits to run out' });
    const before = it.touched.length;
    await until(async () => !(await dispatches()), { what: 'the lease to expire' });
    expect(it.touched.length).toBe(before);
    return before;
  };

  const expectRecovery = async (before: number): Promise<void> => {
    await until(isReady, { what: 'readiness' });
    await until(dispatches, { what: 'dispatch' });
    await until(() => it.touched.length > before + 10, { what: 'more calls' });
    const addresses = it.touched.map(({ address }) => address);
    expect(new Set(addresses).size).toBe(addresses.length);
  };

  test('suspended: nothing is acknowledged or sent, the instance is not ready, and it recovers by itself', async () => {
    expect(await it.ready()).toMatchObject({ http: 200, status: 'ready' });
    const [member] = set().members;
    const awayAt = performance.now();
    member?.signal('SIGSTOP');
    let status: number | null = null;
    const asked = it.create('asked-while-suspended').then((reply) => (status = reply.status));
    await until(async () => !(await isReady()), { what: 'the instance to say that it is not ready' });
    expect(await it.ready()).toMatchObject({
      http: 503,
      status: 'not-ready',
      dependencies: { store: { ok: false, code: 'store.unreachable' }, bus: { ok: true } },
    });
    const before = await expectSilence(awayAt);
    expect(status).toBeNull();

    member?.signal('SIGCONT');
    await expectRecovery(before);
    expect(await asked).toBe(201);
    const { items } = await it.service.store.listCampaigns({ limit: 10 });
    expect(items.filter(({ name }) => name === 'asked-while-suspended')).toHaveLength(1);
  });

  test('killed: nothing is acknowledged or sent, the instance is not ready, and it recovers by itself', async () => {
    const [member] = set().members;
    const awayAt = performance.now();
    await member?.kill();
    const reply = await it.create('asked-while-killed');
    expect({ status: reply.status, code: ((await reply.json()) as { code: string }).code }).toEqual({
      status: 503,
      code: 'store.unreachable',
    });
    expect(await it.ready()).toMatchObject({
      http: 503,
      dependencies: { store: { ok: false, code: 'store.unreachable' } },
    });
    const before = await expectSilence(awayAt);
    const live = await it.service.answer(new Request('http://localhost/livez'));
    expect(live.status).toBe(200);

    await member?.start();
    await expectRecovery(before);
  });
});
