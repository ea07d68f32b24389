import type { BreakerReading } from '../../../domain/breaker.ts';
import type { Channels } from '../../../domain/campaign/channel-facts.ts';
import type { CampaignRecord, Counters } from '../../../domain/campaign/campaign.ts';
import type { EnrollmentEnd } from '../../../domain/contact/enrollment.ts';
import { startedIn } from '../../../persistence/contract/turn/started.ts';
import type { Turn } from '../../../persistence/contract/store.ts';
import { snapshotOf } from '../campaign-memory.ts';
import type { CampaignMemory } from '../campaign-memory.ts';
import type { Effect } from '../../effects.ts';
import type { CampaignPosition, Machines } from '../../transitions/machines.ts';
import { mergeCalendars, mergeTallies } from './merge-memory.ts';
import type { ClientSenders } from '../../senders/client-senders.ts';
import { createSpendingCounter } from '../figures/spending-counter.ts';
import type { SpendingCounter } from '../figures/spending-counter.ts';
import { createAttendanceCounter } from '../figures/attendance-counter.ts';
import { createSenderCounter } from '../figures/sender-counter.ts';
import { createCanaryCounter } from '../figures/canary-counter.ts';
import { createFigures } from '../figures/figures.ts';
import type { Figures } from '../figures/figures.ts';
import { createTurnAdditions } from './turn-additions.ts';
import type { TurnAdditions } from './turn-additions.ts';
import { createTurnBreakers, type TurnBreakers } from './turn-breakers.ts';
import { createTurnRows } from './turn-rows.ts';
import type { TurnRows } from './turn-rows.ts';

/**
 * The changes of one turn: a layer over memory. The figures follow from the changed rows, so they cannot disagree with
 * them. Memory does not change until the turn is committed.
 */
export type WorkingSet = TurnRows &
  TurnAdditions & {
    readonly at: number;
    readonly memory: CampaignMemory;
    readonly channels: Pick<
      Channels,
      | 'contacts'
      | 'attendanceOf'
      | 'stagesOf'
      | 'breakerOf'
      | 'leftAfterSeconds'
      | 'disposition'
      | 'signsOf'
      | 'billOf'
    >;
    position: () => CampaignPosition;
    /** The senders of the client. */
    readonly senders: Pick<ClientSenders, 'ofStep'>;
    /** The campaign after the turn. Fields may be set. */
    record: CampaignRecord;
    counters: Counters;
    setPosition: (position: CampaignPosition) => void;
    /**
     * Ends all contacts that are neither in flight nor ended. Their rows do not change: `rest` of the campaign
     * contains the end.
     */
    endRest: (end: EnrollmentEnd) => void;
    /** The transitions that this turn takes. */
    transitions: Figures['transitions'];
    /** What this turn adds to the spending of the client. */
    spending: Pick<SpendingCounter, 'added' | 'limit'>;
    perform: (effect: Effect) => void;
    /** The circuit breakers, and what attempts of this turn show about their providers. */
    breakers: TurnBreakers;
    effects: () => readonly Effect[];
    isEmpty: () => boolean;
    toTurn: (turnId: string) => Omit<Turn, 'foreign'>;
    /** Returns memory after the commit. It reuses the maps of the memory before. */
    toMemory: (turn: Turn) => Omit<CampaignMemory, 'windowOf' | 'noted'>;
  };

type WorkingSetInput = {
  memory: CampaignMemory;
  channels: WorkingSet['channels'];
  machines: Pick<Machines, 'transitions'>;
  at: number;
  readings: readonly BreakerReading[];
  senders: Pick<ClientSenders, 'isRegistered' | 'noteBlocked' | 'ofStep'>;
};

export function createWorkingSet({
  memory,
  channels,
  machines,
  at,
  readings,
  senders,
}: WorkingSetInput): WorkingSet {
  const { record: before } = memory;
  let position = memory.position;
  const figures = createFigures({ memory, channels, machines, at });
  const { counters, transitions } = figures;
  const record: CampaignRecord = { ...before, counters };
  const canary = createCanaryCounter({ counters, channels, plan: () => position.context.canary });
  const ofSenders = createSenderCounter({ channels, ...senders });
  const spending = createSpendingCounter({ channels });
  const attendance = createAttendanceCounter({ channels });
  const counting = [figures, canary, ofSenders, spending, attendance];
  const { rows, ...layer } = createTurnRows({ memory, counters: counting });
  const breakers = createTurnBreakers(readings);
  const effects: Effect[] = [];
  const { verbs, ...additions } = createTurnAdditions({ figures, seq: before.seq, at });

  return {
    ...rows,
    ...verbs,
    at,
    transitions,
    memory,
    channels,
    senders,
    record,
    counters,
    breakers,
    spending,
    position: () => position,
    setPosition(next) {
      position = next;
    },
    endRest(end) {
      record.rest = end;
      figures.endRest(end);
    },
    perform: (effect) => effects.push(effect),
    effects: () => effects,
    isEmpty: () =>
      position === memory.position && breakers.isEmpty() && layer.isEmpty() && additions.isEmpty(),
    toTurn: (turn) => ({
      expected: { epoch: before.epoch, rev: before.rev, seq: before.seq },
      record: {
        ...recordAfter({ memory, record, position, isUnlogged: additions.added.events.length === 0 }),
        seq: before.seq + additions.added.events.length,
        turn,
        updatedAt: at,
      },
      ...layer.toTurn(),
      ...figures.toTurn(),
      ...additions.added,
      ...breakers.toTurn(startedIn(layer.toTurn()).map(({ channel }) => channels.breakerOf(channel))),
      ...ofSenders.toTurn(startedIn(layer.toTurn())),
      spending: spending.toTurn(),
      ...attendance.toTurn(),
    }),
    toMemory: (turn) => ({ position, open: layer.toOpen(), ...memoryAfter(memory, turn) }),
  };
}

function memoryAfter(
  memory: CampaignMemory,
  { record, calendars, tallies }: Turn,
): Pick<CampaignMemory, 'record' | 'calendars' | 'tallies'> {
  return {
    record,
    calendars: mergeCalendars(memory, calendars),
    tallies: mergeTallies(memory, tallies),
  };
}

/**
 * Returns the campaign with its new snapshot. A move and an edit raise `rev`, and so does a turn that logs nothing.
 * Each turn therefore changes `rev` or `seq`, so that another turn that was computed from the same state is refused.
 */
function recordAfter({
  memory,
  record,
  position,
  isUnlogged,
}: {
  memory: CampaignMemory;
  record: CampaignRecord;
  position: CampaignPosition;
  isUnlogged: boolean;
}): CampaignRecord {
  const { record: before } = memory;
  const isMoved = position !== memory.position;
  const isEdited = record.definition !== before.definition;
  return {
    ...record,
    ...(isMoved && snapshotOf(position)),
    rev: isMoved || isEdited || isUnlogged ? before.rev + 1 : before.rev,
  };
}
