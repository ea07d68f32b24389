import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Store } from '../../src/persistence/contract/store.ts';
import { plainVoiceStep as step } from '../support/builders/campaigns.ts';
import type { OrderedCall } from '../support/service/carriers/stub-carrier.ts';
import type { TestInstance } from '../support/service/installation.ts';
import { startCampaign, startCluster } from '../support/service/start-cluster.ts';
import { toDelivery } from './support/callbacks.ts';

const contacts = 12;
const newer = { code: 'store.newer' };

/** An instance that runs a campaign with live calls, beside one of a newer version. */
async function startOldAndNew() {
  const cluster = await startCluster();
  const verbs: string[] = [];
  const lines: { level: number; err?: { code?: string } }[] = [];
  let isChanged = false;
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  /** The store as a program of an older version sees it, and what that program asks of it. */
  const asOld = (store: Store): Store => {
    const noted = Object.entries(store).map(([name, verb]) => [
      name,
      (...input: unknown[]): unknown => {
        verbs.push(name);
        return (verb as (...input: unknown[]) => unknown)(...input);
      },
    ]);
    const readNews: Store['readNews'] = async (instance) => {
      const read = await store.readNews(instance);
      return { ...read, schema: store.schemaVersion() + (isChanged ? 1 : 0) };
    };
    return { ...(Object.fromEntries(noted) as Store), readNews };
  };
  const old = await cluster.join('old', { log, wrapStore: asOld });
  const concurrent = 4;
  const rateLimits = { concurrent, perSecond: 1_000 };
  const campaign = await startCampaign({ cluster, instance: old, contacts, rateLimits });
  await cluster.until(() => cluster.carrier.calls.length === concurrent);
  const fresh = await cluster.join('new');
  expect(await cluster.record(campaign)).toMatchObject({ owner: 'old' });
  return {
    ...cluster,
    old,
    fresh,
    campaign,
    verbs,
    lines,
    changeSchema: () => (isChanged = true),
    request: async (instance: TestInstance, path: string, init?: RequestInit) => {
      const reply = await cluster.during(instance.answer(new Request(`http://localhost${path}`, init)));
      return { status: reply.status, body: await reply.json() };
    },
    hangUp: ({ engine }: TestInstance, call: OrderedCall): Promise<unknown> =>
      cluster.during(
        engine.receive(toDelivery({ news: 'hang-up 4000', about: call, step, id: `${call.attempt}:end` })),
      ),
  };
}

test('an instance hands its campaigns with their live calls over when a newer version changes the schema', async () => {
  const place = await startOldAndNew();
  const { carrier, store, old, fresh, campaign } = place;
  place.changeSchema();
  await place.until(async () => (await place.record(campaign)).owner === 'new');
  expect((await store.listInstances()).map(({ id }) => id)).toEqual(['new']);
  expect(carrier.calls).toHaveLength(4);
  for (let ended = 0; ended < contacts; ended += 1) {
    await place.until(() => carrier.calls.length > ended);
    await place.hangUp(fresh, carrier.calls[ended] as OrderedCall);
  }
  await place.until(async () => (await place.record(campaign)).state === 'completed');
  expect(new Set(carrier.calls.map(({ to }) => to)).size).toBe(contacts);
  expect(carrier.calls).toHaveLength(contacts);
  await place.during(old.stop());
});

test('it is not ready, refuses what writes, answers what reads, and says so once', async () => {
  const place = await startOldAndNew();
  const { old, campaign, lines } = place;
  expect((await place.request(old, '/readyz')).status).toBe(200);
  place.changeSchema();
  await place.until(async () => (await place.record(campaign)).owner === 'new');
  await place.pass(5_000);
  expect(await place.request(old, '/readyz')).toMatchObject({
    status: 503,
    body: { dependencies: { store: { ok: false, ...newer, advice: expect.stringContaining('Replace') } } },
  });
  const pause = { method: 'POST' };
  expect(await place.request(old, `/v1/campaigns/${campaign}/pause`, pause)).toMatchObject({
    status: 503,
    body: newer,
  });
  expect(await place.request(old, `/v1/campaigns/${campaign}`)).toMatchObject({ status: 200 });
  expect(await place.record(campaign)).toMatchObject({ state: 'running' });
  expect(lines.filter(({ err }) => err?.code === newer.code)).toHaveLength(1);
});

test('it writes nothing after it has left: a late callback is refused, for the provider to repeat', async () => {
  const place = await startOldAndNew();
  const { carrier, old, fresh, campaign, verbs } = place;
  place.changeSchema();
  await place.until(async () => verbs.includes('removeInstance'));
  await place.until(async () => (await place.record(campaign)).owner === 'new');
  verbs.length = 0;
  const [call] = carrier.calls as [OrderedCall];
  await expect(place.hangUp(old, call)).rejects.toMatchObject(newer);
  const putClient = { record: { client: 'acme', settings: {}, updatedAt: 1 }, by: 'test' };
  await expect(old.store.putClient(putClient)).rejects.toMatchObject({ ...newer, family: 'overloaded' });
  await place.pass(60_000);
  expect(verbs.filter((verb) => !/^(read|list|find)/.test(verb))).toEqual([]);
  await place.hangUp(fresh, call);
  expect((await place.record(campaign)).counters.attempts['answered']).toBe(1);
});
