import { isOpen } from '../../domain/attempt/attempt.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import { loggedEvent } from '../../domain/events/campaign-event.ts';
import type { CampaignEvent, NewEvent } from '../../domain/events/campaign-event.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { CampaignRecord, Counters } from '../../domain/campaign/campaign.ts';
import { isDispatchable } from '../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import type { Party, Suppression } from '../../domain/contact/party.ts';
import type { FulfilledRequest } from '../../domain/request-key.ts';
import type { Calendar } from '../../domain/time/window-rules.ts';
import type { DueTally, ImportChunk, PartyChange, Turn } from '../../persistence/contract/store.ts';
import { stateOf, tallyKey, writeSnapshot } from './campaign-memory.ts';
import type { CampaignMemory } from './campaign-memory.ts';
import type { Effect } from '../effects.ts';
import type { CampaignPosition } from '../transitions/machines.ts';
import { mergeCalendars, mergeOpen, mergeTallies } from './merge-memory.ts';
import { bump, countAttempt, tallyOf } from './row-counts.ts';

/** Rows that a turn may need and that memory does not hold; read before it decides. */
export type LoadedRows = {
  enrollments: readonly Enrollment[];
  attempts: readonly Attempt[];
  parties: readonly Party[];
};

export type BreakerOutcome = { mintedAt: number; fault: boolean };

/**
 * What one turn is about to change: a layer over memory. Counters and tallies follow from the rows put, so they
 * cannot disagree with them. Nothing in memory is touched until the turn is committed.
 */
export type WorkingSet = {
  readonly at: number;
  readonly memory: CampaignMemory;
  position: () => CampaignPosition;
  /** The campaign as it shall be; fields may be set. */
  record: CampaignRecord;
  counters: Counters;
  setPosition: (position: CampaignPosition) => void;
  attempt: (id: string) => Attempt | null;
  enrollment: (position: number) => Enrollment | null;
  party: (id: number) => Party | null;
  add: (rows: Partial<LoadedRows>) => void;
  mint: (attempt: Attempt) => void;
  putAttempt: (attempt: Attempt) => void;
  putEnrollment: (enrollment: Enrollment) => void;
  putParty: (party: Omit<Party, 'rev'>) => void;
  putChunk: (chunk: ImportChunk) => void;
  addCalendar: (calendar: { number: number; calendar: Calendar }) => void;
  suppress: (suppression: Suppression) => void;
  consume: (inboxId: string) => void;
  /** The work of a request is done with this turn. */
  fulfil: (request: FulfilledRequest) => void;
  /** Nobody is due any more: the campaign's `rest` says what they became. */
  clearTallies: () => void;
  /** Appends an event to the campaign's log, in the commit of this turn. */
  log: (event: NewEvent) => void;
  perform: (effect: Effect) => void;
  /** How an attempt of this turn ended, for the circuit breaker. */
  noteOutcome: (outcome: BreakerOutcome) => void;
  outcomes: () => readonly BreakerOutcome[];
  effects: () => readonly Effect[];
  isTouched: (position: number) => boolean;
  /** People this turn lets wait, of whom the due lists do not know before its commit. */
  waiting: () => readonly Enrollment[];
  isEmpty: () => boolean;
  /** Attempts that were open in memory and are not any more. */
  closed: () => readonly Attempt[];
  toTurn: (turnId: string) => Turn;
  /** Memory as it is once the turn is committed; what memory held before is used up. */
  toMemory: (turn: Turn) => Omit<CampaignMemory, 'windowOf' | 'breaker' | 'noted'>;
};

export function createWorkingSet({
  memory,
  channels,
  at,
}: {
  memory: CampaignMemory;
  channels: Pick<Channels, 'contacts'>;
  at: number;
}): WorkingSet {
  const { record: before } = memory;
  const counters: Counters = {
    ...before.counters,
    states: { ...before.counters.states },
    attempts: { ...before.counters.attempts },
  };
  const record: CampaignRecord = { ...before, counters };
  let position = memory.position;
  const loaded = {
    enrollments: new Map<number, Enrollment>(),
    attempts: new Map<string, Attempt>(),
    parties: new Map<number, Party>(),
  };
  const enrollments = new Map<number, Enrollment>();
  const attempts = new Map<string, Attempt>();
  const minted = new Map<string, Attempt>();
  const parties = new Map<number, PartyChange>();
  const tallies = new Map<string, DueTally>();
  const calendars: { number: number; calendar: Calendar }[] = [];
  const suppressions: Suppression[] = [];
  const consumed: string[] = [];
  const requests: FulfilledRequest[] = [];
  const events: CampaignEvent[] = [];
  const effects: Effect[] = [];
  const outcomes: BreakerOutcome[] = [];
  let chunk: ImportChunk | null = null;

  const tally = (key: Omit<DueTally, 'contacts'>, by: number): void => {
    const name = tallyKey(key);
    const known = tallies.get(name);
    tallies.set(name, { ...key, contacts: (known?.contacts ?? 0) + by });
  };
  const attempt = (id: string): Attempt | null =>
    minted.get(id) ?? attempts.get(id) ?? memory.open.get(id)?.attempt ?? loaded.attempts.get(id) ?? null;
  const enrollment = (number: number): Enrollment | null =>
    enrollments.get(number) ?? loaded.enrollments.get(number) ?? null;
  const party = (id: number): Party | null => parties.get(id)?.party ?? loaded.parties.get(id) ?? null;

  const countEnrollment = (row: Enrollment, by: 1 | -1): void => {
    bump(counters.states, row.state, by);
    if (isDispatchable(row.state)) tally(tallyOf(row), by);
  };

  return {
    at,
    memory,
    record,
    counters,
    position: () => position,
    setPosition(next) {
      position = next;
    },
    attempt,
    enrollment,
    party,
    add(rows) {
      for (const row of rows.enrollments ?? []) {
        if (!loaded.enrollments.has(row.position)) loaded.enrollments.set(row.position, row);
      }
      for (const row of rows.attempts ?? []) loaded.attempts.set(row.id, row);
      for (const row of rows.parties ?? []) loaded.parties.set(row.id, row);
    },
    mint(row) {
      countAttempt({ channels, counters, attempt: row, by: 1 });
      minted.set(row.id, row);
    },
    putAttempt(row) {
      const old = attempt(row.id);
      if (old) countAttempt({ channels, counters, attempt: old, by: -1 });
      countAttempt({ channels, counters, attempt: row, by: 1 });
      (minted.has(row.id) ? minted : attempts).set(row.id, row);
    },
    putEnrollment(row) {
      const old = enrollment(row.position);
      if (old) countEnrollment(old, -1);
      countEnrollment(row, 1);
      enrollments.set(row.position, row);
    },
    putParty(row) {
      const read = loaded.parties.get(row.id);
      const expectedRev = parties.get(row.id)?.expectedRev ?? read?.rev ?? 0;
      parties.set(row.id, { party: { ...row, rev: expectedRev + 1 }, expectedRev });
    },
    putChunk(next) {
      chunk = next;
      for (const newcomer of next.newcomers) {
        counters.total += 1;
        bump(counters.states, newcomer.state, 1);
        if (newcomer.state === 'pending') {
          tally({ calendar: newcomer.calendar, dueClass: 2, waitReason: 'contact.new', bucket: 0 }, 1);
        }
      }
    },
    addCalendar: (calendar) => calendars.push(calendar),
    suppress: (suppression) => suppressions.push(suppression),
    consume: (id) => consumed.push(id),
    fulfil: (request) => requests.push(request),
    clearTallies() {
      tallies.clear();
      for (const [name, known] of memory.tallies) tallies.set(name, { ...known, contacts: -known.contacts });
    },
    log: (event) => events.push(loggedEvent({ seq: before.seq + events.length + 1, at, event })),
    perform: (effect) => effects.push(effect),
    noteOutcome: (outcome) => outcomes.push(outcome),
    outcomes: () => outcomes,
    effects: () => effects,
    isTouched: (number) => enrollments.has(number),
    waiting: () => [...enrollments.values()].filter(({ state }) => isDispatchable(state)),
    isEmpty: () =>
      position === memory.position &&
      events.length === 0 &&
      enrollments.size === 0 &&
      attempts.size === 0 &&
      minted.size === 0 &&
      parties.size === 0 &&
      consumed.length === 0 &&
      requests.length === 0 &&
      chunk === null,
    closed: () => [...attempts.values()].filter(({ id, state }) => memory.open.has(id) && !isOpen(state)),
    toTurn(turnId) {
      const { state } = stateOf(position);
      const next: CampaignRecord = {
        ...record,
        state,
        rev:
          position === memory.position && record.definition === before.definition
            ? before.rev
            : before.rev + 1,
        seq: before.seq + events.length,
        turn: turnId,
        snapshot: position === memory.position ? before.snapshot : writeSnapshot(position),
        updatedAt: at,
      };
      return {
        expected: { epoch: before.epoch, rev: before.rev, seq: before.seq },
        record: next,
        minted: [...minted.values()],
        attempts: [...attempts.values()],
        enrollments: [...enrollments.values()],
        parties: [...parties.values()],
        tallies: [...tallies.values()].filter(({ contacts }) => contacts !== 0),
        calendars,
        suppressions,
        events,
        consumed,
        requests,
        chunk,
      };
    },
    toMemory: (turn) => ({
      record: turn.record,
      position,
      calendars: mergeCalendars(memory, calendars),
      tallies: mergeTallies(memory, turn.tallies),
      open: mergeOpen({
        memory,
        attempts: [...minted.values(), ...attempts.values()],
        enrollments: enrollments.values(),
        enrollment,
        party,
      }),
    }),
  };
}
