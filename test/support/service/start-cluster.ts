import type { CampaignDefinitionInput } from '../../../src/channels/registry.ts';
import type { ServiceParts } from '../../../src/compose.ts';
import type { SharedLimits } from '../../../src/actors/index.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import type { Bus } from '../../../src/messaging/contract.ts';
import { createMemoryBus } from '../../../src/messaging/memory/memory-bus.ts';
import type { CommitResult, Store, Turn } from '../../../src/persistence/contract/store.ts';
import type { Crossing } from './fuse.ts';
import { plainStep } from '../builders/campaigns.ts';
import { rowOf } from '../builders/contacts.ts';
import type { TestTime } from '../time/test-time.ts';
import { createCampaignTools } from './campaign-tools.ts';
import { openStubCarrier } from './carriers/stub-carrier.ts';
import type { StubCarrier } from './carriers/stub-carrier.ts';
import { openInstallation } from './installation.ts';
import type { InstanceInput, TestInstance } from './installation.ts';
import { untilTestEnds } from './until-test-ends.ts';

export type Commit = { instance: string; turn: Turn; kind: CommitResult['kind'] };

/** Instances on one store, one bus and one time line, with a carrier that does nothing by itself. */
export type Cluster = Pick<TestTime, 'pass' | 'until' | 'during'> & {
  time: TestTime;
  /** The store as no instance sees it. */
  store: Store;
  carrier: StubCarrier;
  /** Every attempt of an instance to commit a turn, in order. */
  commits: readonly Commit[];
  /** Called before and after each call that leaves an instance. */
  watch: (crossing: Crossing & { instance: string }) => void;
  /** Starts one more instance. */
  join: (name: string, input?: Pick<InstanceInput, 'log' | 'wrapStore' | 'bots'>) => Promise<TestInstance>;
  record: (campaign: string) => Promise<CampaignRecord>;
};

const minuteMs = 60_000;
const stayOpen = (): Promise<void> => Promise.resolve();

/** Starts a cluster without instances. It is closed when the test ends. Waiting fails after a minute. */
export async function startCluster({
  shared,
  bus = createMemoryBus(),
  outside = null,
}: {
  shared?: SharedLimits;
  bus?: Bus;
  /** What programs outside the installation use the bus for. */
  outside?: ServiceParts['outside'];
} = {}): Promise<Cluster> {
  const { time, store, carrier, start, close } = await openInstallation({
    openCarrier: openStubCarrier,
    connect: () => ({ ...bus, close: stayOpen }),
    limitMs: minuteMs,
  });
  untilTestEnds({ owner: 'test', close });
  const { pass, until, during } = time;
  const commits: Commit[] = [];
  const cluster: Cluster = {
    time,
    pass,
    until,
    during,
    store,
    carrier,
    commits,
    watch: () => undefined,
    join: (name, { wrapStore = (inner: Store): Store => inner, ...input } = {}) =>
      start({
        ...input,
        name,
        outside,
        ...(shared && { shared }),
        watch: (crossing) => cluster.watch({ ...crossing, instance: name }),
        wrapStore: (inner) =>
          wrapStore({
            ...inner,
            async commitTurn(turn) {
              const result = await inner.commitTurn(turn);
              commits.push({ instance: name, turn, kind: result.kind });
              return result;
            },
          }),
      }),
    async record(campaign) {
      const record = await store.readCampaign(campaign);
      if (!record) throw new Error(`there is no campaign ${campaign}`);
      return record;
    },
  };
  return cluster;
}

/** Starts a campaign with this number of contacts through an instance. Its definition can be changed. */
export async function startCampaign({
  cluster: { store, during },
  instance: { engine },
  contacts,
  firstRow = 1,
  name = 'spring',
  ...changes
}: {
  cluster: Cluster;
  instance: TestInstance;
  contacts: number;
  /** The row of its first contact: different rows have different numbers. */
  firstRow?: number;
  name?: string;
} & Partial<Omit<CampaignDefinitionInput, 'name' | 'contacts'>>): Promise<string> {
  const tools = createCampaignTools({ engine, store, during });
  const { id } = await tools.create({
    name,
    steps: [plainStep],
    rateLimits: { concurrent: 10_000, perSecond: 10_000 },
    ...changes,
  });
  const rows = Array.from({ length: contacts }, (_, index) => rowOf(firstRow + index));
  await tools.enroll({ campaign: id, rows });
  await tools.startCampaign(id);
  return id;
}
