import { setImmediate as nextTurn } from 'node:timers/promises';
import pino from 'pino';
import type { Engine, Runtime, RuntimeInput, SharedLimits, WindowsFor } from '../../../src/actors/index.ts';
import { composeEngine } from '../../../src/compose-engine.ts';
import type { EngineParts } from '../../../src/compose-engine.ts';
import type { CampaignDefinitionInput } from '../../../src/channels/registry.ts';
import { letterRegistry } from '../../support/letters/descriptor.ts';
import type { LetterCampaignInput } from '../../support/letters/descriptor.ts';
import { createPostOffice } from '../../support/letters/post-office.ts';
import type { Fate, Letter } from '../../support/letters/post-office.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import { phoneAddress } from '../../../src/domain/contact/address.ts';
import type { EnrollableRow, RejectedRow } from '../../../src/domain/contact/contact.ts';
import type { RowOptOut } from '../../../src/domain/contact/opt-out.ts';
import { createMemoryBus } from '../../../src/messaging/memory/memory-bus.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { createSeededRandom } from '../../../src/platform/random.ts';
import { createVirtualTime } from '../../../src/platform/virtual-clock.ts';
import type { VirtualTime } from '../../../src/platform/virtual-clock.ts';
import { createQueries } from '../../../src/queries/index.ts';
import type { Queries } from '../../../src/queries/index.ts';
import { createScriptedChannel } from './scripted-channel.ts';
import type { Script } from './scripted-channel.ts';

export const newYork = 'America/New_York';
/** A Monday, 08:55 in New York. */
export const mondayMorning = Date.parse('2027-03-01T13:55:00Z');

/** The real engine, store and queries under virtual time, with a scripted voice channel. */
export type Studio = {
  engine: Engine;
  runtime: Runtime;
  store: Store;
  queries: Queries;
  windowsFor: WindowsFor;
  time: VirtualTime;
  starts: { at: number; address: string }[];
  /** The letters that the post office has taken. */
  letters: readonly Letter[];
  /** What was sent by mail. */
  mails: { at: number; address: string }[];
  now: () => number;
  /** Lets time pass. */
  pass: (ms: number) => Promise<void>;
  create: (definition: Partial<LetterCampaignInput> & { name: string }) => Promise<CampaignRecord>;
  enroll: (input: {
    campaign: string;
    columns?: readonly string[];
    rows: readonly EnrollableRow[];
    rejected?: readonly RejectedRow[];
    optOuts?: readonly RowOptOut[];
  }) => Promise<void>;
  start: (campaign: string) => Promise<void>;
  record: (campaign: string) => Promise<CampaignRecord>;
  close: () => Promise<void>;
};

export function phoneOf(row: number): string {
  return `+1202555${String(row).padStart(4, '0')}`;
}

export function rowOf(
  row: number,
  changes: Partial<EnrollableRow> & { timeZone?: string } = {},
): EnrollableRow {
  const { timeZone = newYork, ...rest } = changes;
  const phone = changes.address ?? phoneOf(row);
  return {
    row,
    identity: `tel:${phone}`,
    address: phone,
    calendar: { zones: [timeZone], regions: [] },
    cells: [`Person ${row}`, phone],
    contact: {
      name: `Person ${row}`,
      addresses: [phoneAddress(phone)],
      externalId: null,
      timeZone,
      variables: { first_name: `Person ${row}` },
    },
    ...rest,
  };
}

export const rowsOf = (count: number, changes: Parameters<typeof rowOf>[1] = {}): EnrollableRow[] =>
  Array.from({ length: count }, (_, index) => rowOf(index + 1, changes));

const oneStep: CampaignDefinitionInput['steps'] = [
  { id: 'call', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello' }] },
];
const unlimited = { concurrent: null, perSecond: null };

export async function openStudio({
  script,
  startAt = mondayMorning,
  seed = 1,
  shared = { account: unlimited, global: unlimited, caller: unlimited },
  beatMs = 600_000,
  onCommitted,
  path = ':memory:',
  fateOf = () => ({}),
  registry = letterRegistry,
}: {
  script: Script;
  startAt?: number;
  seed?: number;
  shared?: SharedLimits;
  /** Nobody competes here, so the heart beats rarely: a beat every second would be most of the work of a day. */
  beatMs?: number;
  onCommitted?: RuntimeInput['onCommitted'];
  /** The file of the store. */
  path?: string;
  /** What becomes of letters. */
  fateOf?: (letter: Letter) => Fate;
  /** What is known of the channels; that of `mail`, which the same script plays, only if this says so. */
  registry?: NonNullable<EngineParts['registry']>;
}): Promise<Studio> {
  const store = await openSqliteStore({ path });
  const time = createVirtualTime({
    businessStart: startAt,
    settle: async () => {
      for (let round = 0; round < 3; round += 1) await nextTurn();
    },
  });
  const log = pino({ level: 'silent' });
  let ids = 0;
  const report: Parameters<typeof createScriptedChannel>[0]['report'] = ({ campaign, attempt, evidence }) => {
    ids += 1;
    void service.engine.receive({ id: `evt_${ids}`, campaign, attempt, providerId: attempt, evidence });
  };
  const { business } = time.clocks;
  const { channel, starts } = createScriptedChannel({ business, script, report });
  const mail = createScriptedChannel({ name: 'mail', business, script, report });
  const { letters, channel: postal } = createPostOffice({
    clock: time.clocks.business,
    fateOf,
    deliver({ campaign, attempt, evidence }) {
      ids += 1;
      void service.engine.receive({ id: `evt_${ids}`, campaign, attempt, providerId: null, evidence });
    },
  });
  const service = composeEngine({
    instance: 'studio',
    store,
    bus: createMemoryBus(),
    clocks: time.clocks,
    random: createSeededRandom({ seed }),
    log,
    address: null,
    shared,
    lease: { leaseMs: 10 * beatMs, marginMs: 3 * beatMs, beatMs, gapMs: 2 * beatMs },
    breathe: () => nextTurn(),
    channels: (learned) => [channel, mail.channel, postal(learned)],
    registry,
    ...(onCommitted && { onCommitted }),
  });
  await service.runtime.start();
  const { engine, windowsFor } = service;
  const pass = async (ms: number): Promise<void> => {
    await time.run({ limitMs: ms });
  };

  const owners = { isAlive: service.runtime.isAlive, startCommand: null };

  return {
    engine,
    runtime: service.runtime,
    store,
    windowsFor,
    time,
    starts,
    letters,
    mails: mail.starts,
    pass,
    queries: createQueries({
      store,
      channels: registry.channels,
      business: time.clocks.business,
      windowsFor,
      shared,
      owners,
    }),
    now: () => time.clocks.business.now(),
    create: (definition) =>
      engine.createCampaign({
        definition: letterRegistry.campaignDefinitionSchema.parse({ steps: oneStep, ...definition }),
        by: 'test',
      }),
    async enroll({ campaign, columns = ['name', 'phone'], rows, rejected = [], optOuts = [] }) {
      const list = await engine.openImport({ campaign, format: 'csv', by: 'test' });
      const lastRow = Math.max(0, ...rows.map(({ row }) => row), ...rejected.map(({ row }) => row));
      await engine.addRows({ campaign, import: list.id, columns, rows, rejected, optOuts, lastRow });
      await engine.closeImport({ campaign, import: list.id, state: 'closed', by: 'test' });
    },
    async start(campaign) {
      await engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'test' });
    },
    async record(campaign) {
      const record = await store.readCampaign(campaign);
      if (!record) throw new Error(`no campaign ${campaign}`);
      return record;
    },
    async close() {
      const stop = { done: false };
      const stopped = service.runtime.stop().finally(() => (stop.done = true));
      // What was about to start waits for its instant first, so time must go on.
      while (!stop.done) await pass(1_000);
      await stopped;
      await store.close();
    },
  };
}
