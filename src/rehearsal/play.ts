import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { SharedLimits } from '../actors/index.ts';
import { openMemoryBackends } from '../compose-backends.ts';
import { composeEngine } from '../compose-engine.ts';
import type { EngineService } from '../compose-engine.ts';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { EnrollableRow, RejectedRow } from '../domain/contact/contact.ts';
import type { RowOptOut } from '../domain/contact/opt-out.ts';
import type { Disposition } from '../domain/attempt/disposition.ts';
import type { EnrollmentState } from '../domain/contact/enrollment.ts';
import type { ImportRecord } from '../domain/contact/import-record.ts';
import type { Store } from '../persistence/contract/store.ts';
import { createSeededRandom } from '../platform/random.ts';
import { createVirtualTime } from '../platform/virtual-clock.ts';
import type { VirtualTime } from '../platform/virtual-clock.ts';
import type { Random } from '../platform/random.ts';
import type { Answering } from './expectations.ts';
import { createRehearsalChannel } from './rehearsal-channel.ts';
import { createCallGrid } from './call-grid.ts';
import type { CallGrid } from './call-grid.ts';

/** The result of one play. Nothing is sent in a play. Instants are milliseconds since the epoch. */
export type Play = {
  people: Partial<Record<EnrollmentState, number>>;
  attempts: number;
  byDisposition: Partial<Record<Disposition, number>>;
  /** The number of rows that opt out, and of the addresses that they would suppress. */
  optedOut: number;
  addressesSuppressed: number;
  /** The rows that would not be enrolled: their number by reason, with the first row of each. */
  skipped: readonly { code: string; rows: number; firstRow: number; detail: string }[];
  grid: CallGrid;
  /** The end of the campaign; null if it is beyond the horizon, or if there is no contact. */
  endedAt: number | null;
};

export type PlayInput = {
  definition: CampaignDefinition;
  /** Returns the list. It is called once per play. */
  list: () => AsyncIterable<{
    rows: readonly EnrollableRow[];
    rejected: readonly RejectedRow[];
    optOuts: readonly RowOptOut[];
  }>;
  startAt: number;
  shared: SharedLimits;
  log: Logger;
};

/** The random part of one play: its seed, and the results of its calls. */
export type PlayLuck = { seed: number; answering: (random: Random) => Answering };

/** The maximum duration of a play. A campaign that takes longer has no end. */
const horizonMs = 120 * 86_400_000;
/** No other instance can take over, so one heartbeat per hour is enough. Fewer heartbeats make a play faster. */
const virtualLease = { leaseMs: 36_000_000, marginMs: 3_600_000, beatMs: 3_600_000, gapMs: 7_200_000 };

type Stage = { service: EngineService; store: Store; time: VirtualTime };

async function openStage({
  startAt,
  shared,
  log,
  luck: { seed, answering },
  grid,
}: PlayInput & { luck: PlayLuck; grid: ReturnType<typeof createCallGrid> }): Promise<Stage> {
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 3; round += 1) await nextTurn();
  };
  const time = createVirtualTime({ businessStart: startAt, settle });
  const random = createSeededRandom({ seed });
  const { store, bus } = await openMemoryBackends({ log, random });
  const luckOfCalls = createSeededRandom({ seed: seed + 1 });
  const service = composeEngine({
    instance: 'rehearsal',
    store,
    bus,
    clocks: time.clocks,
    random,
    log,
    address: null,
    channels: (report) => [
      createRehearsalChannel({
        business: time.clocks.business,
        random: luckOfCalls,
        report,
        answering: answering(luckOfCalls),
      }),
    ],
    shared,
    breathe: () => nextTurn(),
    lease: virtualLease,
    onCommitted: ({ memory, events }) => grid.note({ memory, events }),
  });
  return { service, store, time };
}

type Skips = Map<string, { code: string; rows: number; firstRow: number; detail: string }>;

async function enroll(
  { service }: Stage,
  { definition, list }: PlayInput,
): Promise<{ campaign: string; skips: Skips; import: ImportRecord }> {
  const { engine } = service;
  const { id: campaign } = await engine.createCampaign({
    definition: { ...definition, keepOpen: false },
    by: 'rehearsal',
  });
  const opened = await engine.openImport({ campaign, format: 'csv', by: 'rehearsal' });
  const skips: Skips = new Map();
  const skip = ({ code, row, detail }: Pick<RejectedRow, 'code' | 'row' | 'detail'>): void => {
    const known = skips.get(code);
    skips.set(code, known ? { ...known, rows: known.rows + 1 } : { code, rows: 1, firstRow: row, detail });
  };
  let lastRow = 0;
  let duplicates = 0;
  for await (const { rows, rejected, optOuts } of list()) {
    lastRow = Math.max(lastRow, ...rows.map(({ row }) => row), ...rejected.map(({ row }) => row));
    const slim = rows.map((row) => ({ ...row, cells: [] }));
    const after = await engine.addRows({
      campaign,
      import: opened.id,
      columns: [],
      rows: slim,
      rejected: [],
      optOuts,
      lastRow,
    });
    for (const row of rejected) skip(row);
    for (; duplicates < after.duplicates; duplicates += 1)
      skip({ code: 'contact.duplicate', row: 0, detail: 'the contact is on the list more than once' });
  }
  const closed = await engine.closeImport({ campaign, import: opened.id, state: 'closed', by: 'rehearsal' });
  return { campaign, skips, import: closed };
}

/** Runs the real engine with the list once, under virtual time. */
export async function playOnce(input: PlayInput, luck: PlayLuck): Promise<Play> {
  const grid = createCallGrid();
  const stage = await openStage({ ...input, luck, grid });
  const { service, store, time } = stage;
  await service.runtime.start();
  const { campaign, skips, import: list } = await enroll(stage, input);
  const isEmpty = (await store.readLastPosition(campaign)) === 0;
  // A campaign without contacts does not start. The result then only says why there are none.
  if (!isEmpty)
    await service.engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'rehearsal' });
  /** The instance releases the campaign soon after its end. */
  const isOver = (): boolean => {
    const actor = service.runtime.actor(campaign);
    return actor === null || actor.memory()?.record.state === 'completed';
  };
  const how = isEmpty ? 'done' : await time.run({ limitMs: horizonMs, done: isOver });
  const record = await store.readCampaign(campaign);
  await service.runtime.stop();
  await store.close();
  const { started = 0, surplus: _, ...byDisposition } = record?.counters.attempts ?? {};
  return {
    people: record?.counters.states ?? {},
    attempts: started,
    byDisposition,
    optedOut: list.optedOut,
    addressesSuppressed: list.addressesSuppressed,
    skipped: [...skips.values()].sort((left, right) => right.rows - left.rows),
    grid: grid.read(),
    endedAt: how === 'done' && !isEmpty ? (record?.updatedAt ?? null) : null,
  };
}
