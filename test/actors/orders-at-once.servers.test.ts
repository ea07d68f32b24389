import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { until } from '../../scripts/servers/until.ts';
import type { CommandReply, CampaignCommand } from '../../src/actors/index.ts';
import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import { isRingmasterError } from '../../src/domain/errors.ts';
import type { CampaignState } from '../../src/domain/campaign/campaign.ts';
import { createSeededRandom } from '../../src/platform/random.ts';
import type { Random } from '../../src/platform/random.ts';
import { verifyLog } from '../../src/queries/log/verify-log.ts';
import { auditJournal } from '../../src/simulator/index.ts';
import { plainStep } from '../support/builders/campaigns.ts';
import { rowOf } from '../support/builders/contacts.ts';
import { createRealTimePlace } from '../support/service/real-time-place.ts';
import type { RealInstance } from '../support/service/real-time-place.ts';
import { requireServer } from '../support/servers/require-server.ts';
import { joinServers } from '../support/servers/join-servers.ts';
import { useNatsServer, useReplicaSet } from '../support/servers/use-servers.ts';

const bins = { mongod: requireServer('mongod'), nats: requireServer('nats') };
const stateAfter = {
  'campaign.started': 'running',
  'campaign.paused': 'paused',
  'campaign.resumed': 'running',
} as const;

describe.runIf(bins.mongod !== null && bins.nats !== null)('orders at the same time on two instances', () => {
  const set = useReplicaSet(bins.mongod);
  const nats = useNatsServer(bins.nats);

  /** Two instances on MongoDB and NATS. Rows of campaigns have numbers of their own, so that persons are not shared. */
  const openCluster = async ({ speed }: { speed: number }) => {
    const place = createRealTimePlace({ speed });
    const { openStore, join } = joinServers({ place, uri: set().uri, natsUrl: nats().url });
    const instances = [await join({ name: 'one' }), await join({ name: 'two' })] as const;
    const store = await openStore('watcher');
    let rows = 0;
    const createDraft = async (name: string, keepOpen: boolean): Promise<string> => {
      const definition = campaignDefinitionSchema.parse({
        name,
        steps: [plainStep],
        keepOpen,
        retry: { maxAttempts: 1 },
      });
      return (await instances[0].engine.createCampaign({ definition, by: 'test' })).id;
    };
    const addRow = async ({ engine }: RealInstance, campaign: string, by: string): Promise<void> => {
      rows += 1;
      // The last two digits decide the outcome: these calls are answered.
      const row = { ...rowOf(rows, { address: `+1212${55_500 + rows}14` }), row: 1 };
      const { id } = await engine.openImport({ campaign, format: 'csv', by });
      const chunk = { columns: ['phone'], rows: [row], rejected: [], optOuts: [], lastRow: 1 };
      await engine.addRows({ campaign, import: id, ...chunk });
      await engine.closeImport({ campaign, import: id, state: 'closed', by });
    };
    return {
      ...place,
      instances,
      store,
      createDraft,
      addRow,
      async close() {
        for (const { stop } of instances) await stop();
        await store.close();
        place.carrier.close();
      },
    };
  };
  type Cluster = Awaited<ReturnType<typeof openCluster>>;

  const anyOf = <Item>(random: Random, items: readonly Item[]): Item =>
    items[Math.floor(random() * items.length)] as Item;

  /** What a caller learns: the reply, or the refusal. Any other error fails the test. */
  const learn = async (work: Promise<CommandReply>): Promise<CommandReply | 'refused'> =>
    work.catch((error: unknown) => {
      if (isRingmasterError(error) && ['conflict', 'not-found'].includes(error.family)) return 'refused';
      throw error;
    });

  /** Sends commands to random instances at random moments of the same few milliseconds. */
  const together = (
    { instances }: Cluster,
    {
      random,
      campaign,
      commands,
    }: { random: Random; campaign: string; commands: readonly CampaignCommand[] },
  ) =>
    Promise.all(
      commands.map(async (command, index) => {
        const [{ engine }, by] = [anyOf(random, instances), `caller-${index}`];
        await delay(random() * 12);
        return { by, reply: await learn(engine.command({ campaign, command, by })) };
      }),
    );

  /** Every caller learned whether its order changed anything, and the last order that did decides the state. */
  const expectOneState = async (
    { store }: Cluster,
    {
      campaign,
      since,
      callers,
      what,
    }: { campaign: string; since: number; callers: Awaited<ReturnType<typeof together>>; what: string },
  ): Promise<CampaignState> => {
    const events = await store.readEvents({ campaign, afterSeq: since, limit: 1_000 });
    const ordered = events.filter(({ type, by }) => type in stateAfter && by?.startsWith('caller-'));
    const changed = callers.flatMap(({ by, reply }) => (reply !== 'refused' && reply.changed ? [by] : []));
    expect(ordered, what).toHaveLength(changed.length);
    expect(new Set(ordered.map(({ by }) => by)), what).toEqual(new Set(changed));
    const record = await store.readCampaign(campaign);
    const last = ordered.at(-1);
    if (last) {
      expect(record?.state, what).toBe(stateAfter[last.type as keyof typeof stateAfter]);
      const told = callers.find(({ by }) => by === last.by)?.reply;
      expect(told, what).toMatchObject({ campaign: { state: record?.state } });
    }
    expect(await verifyLog({ store, record: record as NonNullable<typeof record> }), what).toMatchObject({
      ok: true,
    });
    return record?.state ?? 'draft';
  };

  const pauseBy = { name: 'pause', pause: { cause: 'operator', by: 'test', reason: null } } as const;

  test('pauses and resumes end in one state, and each caller learns it', async () => {
    const cluster = await openCluster({ speed: 1 });
    const campaign = await cluster.createDraft('spring', true);
    await cluster.addRow(cluster.instances[0], campaign, 'test');
    await cluster.instances[0].engine.command({
      campaign,
      command: { name: 'start', startAt: null },
      by: 'test',
    });
    const ends = new Set<string>();
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = createSeededRandom({ seed });
      const since = (await cluster.store.readCampaign(campaign))?.seq ?? 0;
      const commands = Array.from({ length: 2 + (seed % 3) }, () =>
        anyOf<CampaignCommand>(random, [pauseBy, { name: 'resume' }]),
      );
      const callers = await together(cluster, { random, campaign, commands });
      ends.add(await expectOneState(cluster, { campaign, since, callers, what: `seed ${seed}` }));
    }
    expect(ends).toEqual(new Set(['paused', 'running']));
    await cluster.close();
  });

  test('a draft is started once, and one that is archived twice is archived once', async () => {
    const cluster = await openCluster({ speed: 60 });
    const campaigns: string[] = [];
    const start = { name: 'start', startAt: null } as const;
    for (let seed = 1; seed <= 15; seed += 1) {
      const random = createSeededRandom({ seed });
      const campaign = await cluster.createDraft(`c-${seed}`, false);
      campaigns.push(campaign);
      await cluster.addRow(cluster.instances[0], campaign, 'test');
      const since = (await cluster.store.readCampaign(campaign))?.seq ?? 0;
      const callers = await together(cluster, { random, campaign, commands: [start, start] });
      const changed = callers.filter(({ reply }) => reply !== 'refused' && reply.changed);
      expect(changed.length, `seed ${seed}`).toBe(1);
      const state = await expectOneState(cluster, { campaign, since, callers, what: `seed ${seed}` });
      expect(state).toBe('running');
    }
    const isOver = async (campaign: string) =>
      (await cluster.store.readCampaign(campaign))?.state === 'completed';
    for (const campaign of campaigns) await until(() => isOver(campaign), { what: 'the end' });
    const archive = { name: 'archive' } as const;
    for (const [seed, campaign] of campaigns.entries()) {
      const random = createSeededRandom({ seed });
      const callers = await together(cluster, { random, campaign, commands: [archive, archive] });
      const changed = callers.filter(({ reply }) => reply !== 'refused' && reply.changed);
      expect(changed.length, `seed ${seed}`).toBe(1);
    }
    const entries = cluster.carrier.simulator.journal.entries();
    const placed = entries.filter(({ type }) => type === 'placed');
    expect(auditJournal({ entries })).toMatchObject({ doubles: [], overlaps: [], unfinished: 0 });
    expect(placed.length).toBeGreaterThanOrEqual(campaigns.length);
    await cluster.close();
  });

  test('a list that arrives during a start is in the campaign, or the start is refused', async () => {
    const cluster = await openCluster({ speed: 1 });
    for (let seed = 1; seed <= 15; seed += 1) {
      const random = createSeededRandom({ seed });
      const campaign = await cluster.createDraft(`c-${seed}`, false);
      const since = (await cluster.store.readCampaign(campaign))?.seq ?? 0;
      const uploads = Promise.all(
        cluster.instances.map(async (instance) => {
          await delay(random() * 25);
          await cluster.addRow(instance, campaign, 'test');
        }),
      );
      const start = { name: 'start', startAt: null } as const;
      const callers = await together(cluster, { random, campaign, commands: [start, start] });
      await uploads;
      const what = `seed ${seed}`;
      await expectOneState(cluster, { campaign, since, callers, what });
      const record = await cluster.store.readCampaign(campaign);
      expect(record?.counters, what).toMatchObject({ total: 2, openImports: 0 });
      expect(callers.filter(({ reply }) => reply !== 'refused' && reply.changed).length).toBeLessThan(2);
    }
    await cluster.close();
  });
});
