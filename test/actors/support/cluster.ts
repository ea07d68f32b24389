import pino from 'pino';
import type { SharedLimits } from '../../../src/actors/index.ts';
import { createPlivoVoice } from '../../../src/channels/voice/plivo-voice.ts';
import { composeEngine } from '../../../src/compose-engine.ts';
import type { EngineService } from '../../../src/compose-engine.ts';
import { campaignDefinitionSchema } from '../../../src/channels/registry.ts';
import type { CampaignDefinitionInput } from '../../../src/channels/registry.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import { phoneAddress } from '../../../src/domain/contact/address.ts';
import type { EnrollableRow } from '../../../src/domain/contact/contact.ts';
import { createMemoryBus } from '../../../src/messaging/memory/memory-bus.ts';
import type { Bus } from '../../../src/messaging/contract.ts';
import type { CommitResult, Store, Turn } from '../../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { createSeededRandom } from '../../../src/platform/random.ts';
import { createVirtualTime } from '../../../src/platform/virtual-clock.ts';
import type { VirtualTime } from '../../../src/platform/virtual-clock.ts';
import { createFuse, guardBus, guardClocks, guardSend, guardStore } from '../../simulation/fuse.ts';
import type { Crossing, Fuse } from '../../simulation/fuse.ts';
import { createSettle } from '../../simulation/settle.ts';
import { createStubCarrier } from './stub-carrier.ts';
import type { StubCarrier } from './stub-carrier.ts';

/** Monday, 1 March 2027, 10:00 in New York: every window is open for hours. */
export const monday = Date.UTC(2027, 2, 1, 15);
export const callerId = '+12025550100';
const publicUrl = 'http://ringmaster.test';
const account = {
  authId: 'MATEST',
  authToken: 'token',
  baseUrl: 'http://carrier.test',
  requestsPer5s: 10_000,
};

export type Instance = EngineService & { name: string; store: Store; fuse: Fuse };

export type Commit = { instance: string; turn: Turn; kind: CommitResult['kind'] };

/** Instances of the engine in one process, on one store, one bus and one time line, with a carrier that does nothing by itself. */
export type Cluster = {
  time: VirtualTime;
  /** As nobody's process sees it. */
  store: Store;
  carrier: StubCarrier;
  /** Every try to commit a turn, in order. */
  commits: readonly Commit[];
  /** What happened at the border of any instance, as it happens. */
  watch: (crossing: Crossing & { instance: string }) => void;
  /** Starts one more instance. */
  join: (name: string) => Promise<Instance>;
  /** Lets so much time pass. */
  pass: (ms: number) => Promise<void>;
  /** Lets time pass until it is so; fails after `limitMs`. */
  until: (isSo: () => boolean | Promise<boolean>, limitMs?: number) => Promise<void>;
  /** Waits for an answer that may need time to pass. */
  answer: <Answer>(asked: Promise<Answer>) => Promise<Answer>;
  record: (campaign: string) => Promise<CampaignRecord>;
  close: () => Promise<void>;
};

export const unlimited = { concurrent: null, perSecond: null };
const noLimits: SharedLimits = { account: unlimited, global: unlimited, caller: unlimited };

export async function createCluster({
  shared = noLimits,
  bus = createMemoryBus(),
}: { shared?: SharedLimits; bus?: Bus } = {}): Promise<Cluster> {
  const store = await openSqliteStore({ path: ':memory:' });
  const commits: Commit[] = [];
  const fuses: Fuse[] = [];
  let activity = 0;
  const settle = createSettle({ activity: () => activity, isBusy: () => false });
  const time = createVirtualTime({ businessStart: monday, settle });
  const carrier = createStubCarrier({ now: time.elapsed });

  const join = async (name: string): Promise<Instance> => {
    const fuse = createFuse();
    fuses.push(fuse);
    const watch = (crossing: Crossing): void => {
      activity += 1;
      cluster.watch({ ...crossing, instance: name });
    };
    const guarding = { fuse, watch };
    const noting: Store = {
      ...store,
      close: () => Promise.resolve(),
      async commitTurn(turn) {
        const result = await store.commitTurn(turn);
        commits.push({ instance: name, turn, kind: result.kind });
        return result;
      },
    };
    const own = guardStore({ store: noting, ...guarding });
    const clocks = guardClocks({ clocks: time.clocks, fuse });
    const voice = createPlivoVoice({
      account,
      isSimulated: true,
      publicUrl,
      send: guardSend({ send: carrier.sendFor(name), ...guarding }),
      clocks,
      render: (text) => text,
    });
    const service = composeEngine({
      instance: name,
      store: own,
      bus: guardBus({ bus, clock: time.clocks.system, ...guarding }),
      clocks,
      random: createSeededRandom({ seed: fuses.length }),
      log: pino({ level: 'silent' }),
      address: publicUrl,
      channels: () => [voice.channel],
      shared,
      breathe: () => new Promise((resolve) => setImmediate(() => fuse.whenAwake(resolve))),
    });
    await service.runtime.start();
    return { ...service, name, store: own, fuse };
  };

  const cluster: Cluster = {
    time,
    store,
    carrier,
    commits,
    watch: () => undefined,
    join,
    async pass(ms) {
      await time.run({ limitMs: ms });
    },
    async until(isSo, limitMs = 60_000) {
      let itIs = false;
      const afterEach = async (): Promise<void> => {
        itIs = await isSo();
      };
      if ((await time.run({ done: () => itIs, afterEach, limitMs })) !== 'done') {
        throw new Error(`it was not so after ${limitMs} ms`);
      }
    },
    async answer(asked) {
      let isThere = false;
      const there = (): void => {
        isThere = true;
      };
      asked.then(there, there);
      await cluster.until(() => isThere);
      return asked;
    },
    async record(campaign) {
      const found = await store.readCampaign(campaign);
      if (!found) throw new Error(`there is no campaign ${campaign}`);
      return found;
    },
    async close() {
      for (const fuse of fuses) fuse.blow();
      await store.close();
    },
  };
  return cluster;
}

/** Somebody in New York; numbers from 1. */
export function rowOf(number: number): EnrollableRow {
  const phone = `+1202555${String(number).padStart(4, '0')}`;
  return {
    row: number,
    identity: `tel:${phone}`,
    address: phone,
    calendar: { zones: ['America/New_York'], regions: ['US-NY'] },
    cells: [phone],
    contact: {
      name: null,
      addresses: [phoneAddress(phone)],
      externalId: null,
      timeZone: null,
      variables: {},
    },
  };
}

const plainStep = { id: 'call', channel: 'voice', from: callerId, flow: [{ speak: 'Hello.' }] } as const;

/** A started campaign of so many people; everything about it may be said otherwise. */
export async function startCampaign({
  cluster,
  instance: { engine },
  people,
  name = 'spring',
  ...change
}: {
  cluster: Cluster;
  instance: Instance;
  people: number;
  name?: string;
} & Partial<Omit<CampaignDefinitionInput, 'name'>>): Promise<string> {
  const definition = campaignDefinitionSchema.parse({
    name,
    steps: [plainStep],
    rateLimits: { concurrent: 10_000, perSecond: 10_000 },
    ...change,
  });
  const { id } = await engine.createCampaign({ definition, by: 'test' });
  const list = await engine.openImport({ campaign: id, format: 'csv', by: 'test' });
  const rows = Array.from({ length: people }, (_, index) => rowOf(index + 1));
  const chunk = {
    campaign: id,
    import: list.id,
    columns: ['phone'],
    rows,
    rejected: [],
    optOuts: [],
    lastRow: people,
  };
  await cluster.answer(engine.addRows(chunk));
  await engine.closeImport({ campaign: id, import: list.id, state: 'closed', by: 'test' });
  const command = { name: 'start', startAt: null } as const;
  await cluster.answer(engine.command({ campaign: id, command, by: 'test' }));
  return id;
}
