import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import { putBots } from './put-bots.ts';
import { putSenders } from './put-senders.ts';
import type { Sender } from '../domain/sender/sender.ts';
import type { SharedLimits } from '../actors/index.ts';
import { openMemoryBackends } from '../compose-backends.ts';
import { composeEngine } from '../compose-engine.ts';
import type { EngineService } from '../compose-engine.ts';
import type { CallingRule } from '../domain/time/calling-rule.ts';
import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { EnrollableRow } from '../domain/contact/contact.ts';
import type { RowOptOut, SuppressedKey } from '../domain/contact/opt-out.ts';
import { lasting } from '../domain/do-not-contact/suppression.ts';
import type { Disposition } from '../domain/attempt/disposition.ts';
import { enrollmentEnds } from '../domain/contact/enrollment.ts';
import type { EnrollmentState } from '../domain/contact/enrollment.ts';
import type { Store } from '../persistence/contract/store.ts';
import { createSeededRandom } from '../platform/random.ts';
import { createVirtualTime } from '../platform/virtual-clock.ts';
import type { VirtualTime } from '../platform/virtual-clock.ts';
import type { Random } from '../platform/random.ts';
import type { Answering } from './expectations.ts';
import { createSettle } from './settle.ts';
import { createRehearsalChannel, createRehearsalMail } from './rehearsal-channel.ts';
import { createCallGrid } from './call-grid.ts';
import type { CallGrid } from './call-grid.ts';

/** The result of one play. Nothing is sent in a play. Instants are milliseconds since the epoch. */
export type Play = {
  contacts: Partial<Record<EnrollmentState, number>>;
  attempts: number;
  byDisposition: Partial<Record<Disposition, number>>;
  /** The addresses and external ids that the opt-outs suppress. */
  addressesSuppressed: number;
  grid: CallGrid;
  /** The end of the campaign; null if it is beyond the horizon, or if there is no contact. */
  endedAt: number | null;
};

export type PlayInput = {
  definition: CampaignDefinition;
  list: ListPart;
  startAt: number;
  shared: SharedLimits;
  /** The calling rules in force; none by default. */
  calling?: readonly CallingRule[] | undefined;
  /** The senders of the client. Without them each pool has one sender without limits. */
  senders?: readonly Sender[] | undefined;
  log: Logger;
  /** The factor of the duration of each call (default 1). */
  stretch?: number;
  /** Receives the number of contacts that have ended, after each change. */
  onEnded?: ((contacts: number) => void) | undefined;
  /** Ends the play: it then rejects with the reason. */
  signal?: AbortSignal | undefined;
};

/** The contacts of a play in order, each once, and the opt-outs and suppressions with an end that concern them. */
export type ListPart = {
  rows: readonly EnrollableRow[];
  optOuts: readonly RowOptOut[];
  waits?: readonly SuppressedKey[];
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
  calling,
  log,
  stretch = 1,
  onEnded,
  luck: { seed, answering },
  grid,
}: PlayInput & { luck: PlayLuck; grid: ReturnType<typeof createCallGrid> }): Promise<Stage> {
  const random = createSeededRandom({ seed });
  const backends = await openMemoryBackends({ log, random });
  const { bus } = backends;
  const { store, settle } = createSettle(backends.store);
  const time = createVirtualTime({ businessStart: startAt, settle });
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
        stretch,
      }),
      createRehearsalMail({ business: time.clocks.business, report }),
    ],
    shared,
    calling,
    breathe: () => nextTurn(),
    gather: () => nextTurn(),
    lease: virtualLease,
    onCommitted({ memory, events }) {
      grid.note({ memory, events });
      if (memory) onEnded?.(endedIn(memory.record));
    },
  });
  return { service, store, time };
}

function endedIn({ counters: { states } }: Pick<CampaignRecord, 'counters'>): number {
  return enrollmentEnds.reduce((sum, end) => sum + (states[end] ?? 0), 0);
}

const rowsPerChunk = 250;

/** Creates the campaign with its contacts. */
async function enroll(
  { service: { engine }, store }: Stage,
  { definition, senders, list: { rows, optOuts, waits = [] }, startAt }: PlayInput,
): Promise<{ campaign: string; addressesSuppressed: number }> {
  await putSenders({ store, definition, senders, at: startAt });
  await putBots({ store, definition, at: startAt });
  // A rehearsal has no consents. It plays as if every contact had given one.
  const { consent: _, ...played } = definition;
  const { id: campaign } = await engine.createCampaign({
    // A play has no rates, and a budget allows no call without one.
    definition: { ...played, keepOpen: false, budget: undefined },
    by: 'rehearsal',
  });
  const { client } = definition;
  await store.putSuppressions(
    waits.map(({ key: address, reason, until }) => ({
      ...lasting({ client, address, reason, source: 'import', by: 'rehearsal', at: startAt }),
      expiresAt: until,
    })),
  );
  const opened = await engine.openImport({ campaign, format: 'csv', by: 'rehearsal' });
  const lastRow = Math.max(0, rows.at(-1)?.row ?? 0, optOuts.at(-1)?.row ?? 0);
  for (let start = 0; start === 0 || start < rows.length; start += rowsPerChunk) {
    const end = start + rowsPerChunk;
    await engine.addRows({
      campaign,
      import: opened.id,
      columns: [],
      rows: rows.slice(start, end),
      rejected: [],
      optOuts: start === 0 ? optOuts : [],
      lastRow: rows[end] ? (rows[end - 1]?.row ?? lastRow) : lastRow,
    });
  }
  const { addressesSuppressed } = await engine.closeImport({
    campaign,
    import: opened.id,
    state: 'closed',
    by: 'rehearsal',
  });
  return { campaign, addressesSuppressed };
}

/** Runs the real engine with the contacts once, under virtual time. */
export async function playOnce(input: PlayInput, luck: PlayLuck): Promise<Play> {
  const grid = createCallGrid();
  const stage = await openStage({ ...input, luck, grid });
  const { service, store, time } = stage;
  await service.runtime.start();
  const { campaign, addressesSuppressed } = await enroll(stage, input);
  const isEmpty = (await store.readLastPosition(campaign)) === 0;
  // A campaign without contacts does not start. The result then only says why there are none.
  if (!isEmpty)
    await service.engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'rehearsal' });
  /** The instance releases the campaign soon after its end. */
  const isOver = (): boolean => {
    const actor = service.runtime.actor(campaign);
    return actor === null || actor.memory()?.record.state === 'completed';
  };
  const afterEach = (): void => input.signal?.throwIfAborted();
  const how = isEmpty ? 'done' : await time.run({ limitMs: horizonMs, done: isOver, afterEach });
  const record = await store.readCampaign(campaign);
  await service.runtime.stop();
  await store.close();
  const { started = 0, surplus: _, ...byDisposition } = record?.counters.attempts ?? {};
  return {
    contacts: record?.counters.states ?? {},
    attempts: started,
    byDisposition,
    addressesSuppressed,
    grid: grid.read(),
    endedAt: how === 'done' && !isEmpty ? (record?.updatedAt ?? null) : null,
  };
}
