import { MongoClient } from 'mongodb';
import { connect } from 'nats';
import { describe, expect, test } from 'vitest';
import { until } from '../../scripts/servers/until.ts';
import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import type { Bus } from '../../src/messaging/contract.ts';
import type { Store } from '../../src/persistence/contract/store.ts';
import { collectionsOf } from '../../src/persistence/mongodb/documents/collections.ts';
import { verifyLog } from '../../src/queries/log/verify-log.ts';
import { auditJournal } from '../../src/simulator/index.ts';
import type { JournalEntry } from '../../src/simulator/journal/journal.ts';
import { plainStep } from '../support/builders/campaigns.ts';
import { rowOf } from '../support/builders/contacts.ts';
import { createRealTimePlace } from '../support/service/real-time-place.ts';
import type { RealInstance } from '../support/service/real-time-place.ts';
import { requireServer } from '../support/servers/require-server.ts';
import { joinServers } from '../support/servers/join-servers.ts';
import { useNatsServer, useReplicaSet } from '../support/servers/use-servers.ts';

const bins = { mongod: requireServer('mongod'), nats: requireServer('nats') };
const [contacts, concurrent] = [40, 8];
const campaigns = [0, 1, 2];
/** A call of which a busy machine has heard nothing is searched for after 45 s. */
const endWithinMs = 150_000;

/** The bus of a later version: each message has fields that this version does not know, and they may be of any shape. */
function asLater(bus: Bus): Bus {
  const added = { addedLater: { list: [1, null, { deep: true }] }, revision: 'new' };
  return {
    ...bus,
    publish: (sent) => bus.publish({ ...sent, message: { ...sent.message, ...added } }),
  };
}

// The last two digits decide the outcome: these calls are answered.
const phoneOf = (campaign: number, row: number): string => `+1212${55_500 + campaign * contacts + row}14`;

describe.runIf(bins.mongod !== null && bins.nats !== null)('two versions of one schema', () => {
  const set = useReplicaSet(bins.mongod);
  const nats = useNatsServer(bins.nats);

  /** Instances of two versions on one database and one bus. */
  const openPlace = async ({ speed }: { speed: number }) => {
    const place = createRealTimePlace({ speed });
    const servers = joinServers({ place, uri: set().uri, natsUrl: nats().url });
    const { database, prefix } = servers;
    const store = await servers.openStore('watcher');
    const heard = new Map<string, Set<string>>();
    const listener = await connect({ servers: nats().url });
    listener.subscribe(`${prefix}.>`, {
      callback(_error, { subject, data }) {
        const of = Buffer.from(data).toString().includes('addedLater') ? 'later' : 'earlier';
        heard.set(of, (heard.get(of) ?? new Set()).add(subject));
      },
    });
    const join = (name: string, isLater: boolean) =>
      servers.join({ name, ...(isLater ? { version: '1.1.0', wrapBus: asLater } : { version: '1.0.0' }) });
    const connection = await MongoClient.connect(set().uri);
    const { meta } = collectionsOf(connection.db(database));
    const setSchema = async (version: number): Promise<void> => {
      await meta.updateOne({ _id: 'schema' }, { $set: { version } });
    };
    const close = async (): Promise<void> => {
      await connection.close();
      await listener.close();
      await store.close();
      place.carrier.close();
    };
    return { ...place, store, heard, join, setSchema, close };
  };

  const startCampaign = async ({ engine }: RealInstance, number: number): Promise<string> => {
    const by = 'test';
    const definition = campaignDefinitionSchema.parse({
      name: `c-${number}`,
      steps: [plainStep],
      retry: { maxAttempts: 1, backoff: { first: '1m', max: '1m', jitter: 0 } },
      rateLimits: { concurrent, perSecond: 100 },
    });
    const { id: campaign } = await engine.createCampaign({ definition, by });
    const { id } = await engine.openImport({ campaign, format: 'csv', by });
    const rows = Array.from({ length: contacts }, (_, index) => ({
      ...rowOf(1_000 * number + index + 1, { address: phoneOf(number, index) }),
      row: index + 1,
    }));
    const chunk = { columns: ['phone'], rows, rejected: [], optOuts: [], lastRow: contacts };
    await engine.addRows({ campaign, import: id, ...chunk });
    await engine.closeImport({ campaign, import: id, state: 'closed', by });
    await engine.command({ campaign, command: { name: 'start', startAt: null }, by });
    return campaign;
  };

  /** The phone of each contact of a campaign rang exactly once, and the limit was kept. */
  const expectExact = async ({
    store,
    entries,
    number,
    id,
  }: {
    store: Store;
    entries: readonly JournalEntry[];
    number: number;
    id: string;
  }): Promise<void> => {
    const record = await store.readCampaign(id);
    expect(record?.counters).toMatchObject({ total: contacts, attempts: { answered: contacts } });
    expect(await verifyLog({ store, record: record as NonNullable<typeof record> })).toMatchObject({
      ok: true,
    });
    const numbers = new Set(Array.from({ length: contacts }, (_, row) => phoneOf(number, row).slice(1)));
    const calls = new Map(
      entries.flatMap((entry) =>
        entry.type === 'placed' && numbers.has(entry.to) ? [[entry.callUuid, entry.to] as const] : [],
      ),
    );
    const ofThese = entries.filter((entry) => 'callUuid' in entry && calls.has(entry.callUuid ?? ''));
    // A pause cancels a call that is still in the queue of the carrier. Its contact is called after the resume.
    const dialed = ofThese.flatMap((entry) =>
      entry.type === 'state' && entry.state === 'dialing' ? [calls.get(entry.callUuid) ?? ''] : [],
    );
    expect(dialed.toSorted()).toEqual([...numbers].toSorted());
    const audit = auditJournal({ entries: ofThese });
    expect(audit).toMatchObject({ doubles: [], overlaps: [], unfinished: 0 });
    expect(audit.maxConcurrent).toBeLessThanOrEqual(concurrent);
  };

  test('run side by side while instances are replaced one after another during calls', async () => {
    const { carrier, store, heard, join, close } = await openPlace({ speed: 20 });
    const entries = () => carrier.simulator.journal.entries();
    const areLive = (): boolean => auditJournal({ entries: entries() }).unfinished > 0;
    let running = [];
    for (const name of ['a-1', 'a-2', 'a-3']) running.push(await join(name, false));
    const ids: string[] = [];
    for (const number of campaigns) ids.push(await startCampaign(running[number] as RealInstance, number));
    const pause = { name: 'pause', pause: { cause: 'operator', by: 'test', reason: null } } as const;
    const resume = { name: 'resume' } as const;
    const order = async ({ engine }: RealInstance, command: typeof pause | typeof resume): Promise<void> => {
      for (const campaign of ids) await engine.command({ campaign, command, by: 'test' });
    };
    let liveStops = 0;
    for (const name of ['b-1', 'b-2', 'b-3']) {
      const [leaving, ...staying] = running as [(typeof running)[number]];
      // A busy machine may need longer for the start of an instance than the campaigns have calls.
      await order(leaving, pause);
      const fresh = await join(name, true);
      // Orders travel between the versions, in both directions.
      await order(fresh, resume);
      await order(leaving, pause);
      await order(leaving, resume);
      await order(fresh, pause);
      await order(fresh, resume);
      await until(areLive, { what: 'live calls' });
      if (areLive()) liveStops += 1;
      await leaving.stop();
      running = [...staying, fresh];
      const owners = async () => Promise.all(ids.map(async (id) => (await store.readCampaign(id))?.owner));
      await until(async () => !(await owners()).some((owner) => owner === null || owner === leaving.name), {
        what: 'the owners of all campaigns',
      });
    }
    expect(liveStops).toBe(3);
    const isOver = async (id: string) => (await store.readCampaign(id))?.state === 'completed';
    for (const id of ids) await until(() => isOver(id), { what: 'the end', withinMs: endWithinMs });

    for (const [number, id] of ids.entries()) await expectExact({ store, entries: entries(), number, id });
    for (const of of ['earlier', 'later'])
      expect([...(heard.get(of) ?? [])].join(' '), of).toMatch(/heartbeats/);
    expect([...(heard.get('later') ?? [])].join(' ')).toMatch(/orders/);
    for (const { stop } of running) await stop();
    await close();
  });

  test('give their campaigns up when the schema becomes newer, and one that knows it continues them', async () => {
    // Callbacks that come while no instance takes them are searched for minutes later.
    const { carrier, store, join, close, setSchema } = await openPlace({ speed: 60 });
    const entries = () => carrier.simulator.journal.entries();
    const old = [await join('a-1', false), await join('a-2', false)] as const;
    const id = await startCampaign(old[0], 0);
    await until(() => auditJournal({ entries: entries() }).unfinished > 0, { what: 'live calls' });
    await setSchema(store.schemaVersion() + 1);
    await until(async () => (await store.listInstances()).length === 0, { what: 'the end of both' });
    expect(await store.readCampaign(id)).toMatchObject({ owner: null, state: 'running' });
    const newer = { code: 'store.newer' };
    for (const { answer, engine } of old) {
      const isReady = async () => (await answer(new Request('http://localhost/readyz'))).status === 200;
      await until(async () => !(await isReady()), { what: 'the readiness' });
      const pause = new Request(`http://localhost/v1/campaigns/${id}/pause`, { method: 'POST' });
      const reply = await answer(pause);
      expect({ status: reply.status, body: await reply.json() }).toMatchObject({ status: 503, body: newer });
      const definition = campaignDefinitionSchema.parse({ name: 'other', steps: [plainStep] });
      await expect(engine.createCampaign({ definition, by: 'test' })).rejects.toMatchObject(newer);
    }
    // The next instance stands for the newer version, so that the database has its schema.
    await setSchema(store.schemaVersion());
    const fresh = await join('b-1', true);
    await until(async () => (await store.readCampaign(id))?.state === 'completed', {
      what: 'the end',
      withinMs: endWithinMs,
    });
    await expectExact({ store, entries: entries(), number: 0, id });
    for (const { stop } of [...old, fresh]) await stop();
    await close();
  });
});
