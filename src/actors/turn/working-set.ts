import { isOpen } from '../../domain/attempt/attempt.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { BreakerReading } from '../../domain/breaker.ts';
import { loggedEvent } from '../../domain/events/campaign-event.ts';
import type { CampaignEvent, NewEvent } from '../../domain/events/campaign-event.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { CampaignRecord, Counters } from '../../domain/campaign/campaign.ts';
import { isDispatchable } from '../../domain/contact/enrollment.ts';
import type { Enrollment, EnrollmentEnd } from '../../domain/contact/enrollment.ts';
import type { Suppression } from '../../domain/contact/party.ts';
import type { Person } from '../../domain/contact/person.ts';
import type { FulfilledRequest } from '../../domain/request-key.ts';
import type { Calendar } from '../../domain/time/window-rules.ts';
import type { ImportChunk, PersonChange, Turn } from '../../persistence/contract/store.ts';
import { snapshotOf } from './campaign-memory.ts';
import type { CampaignMemory } from './campaign-memory.ts';
import type { Effect } from '../effects.ts';
import type { CampaignPosition, Machines } from '../transitions/machines.ts';
import { mergeCalendars, mergeOpen, mergeTallies } from './merge-memory.ts';
import { createFigures } from './figures.ts';
import type { Figures } from './figures.ts';
import { createTurnBreakers, type TurnBreakers } from './turn-breakers.ts';

/** Rows that a turn may need and that memory does not hold; read before it decides. */
export type LoadedRows = {
  enrollments: readonly Enrollment[];
  attempts: readonly Attempt[];
  /** By the id that an enrollment has: that of a person who was joined leads to the survivor. */
  persons: Iterable<readonly [id: string, person: Person]>;
};

/**
 * What one turn is about to change: a layer over memory. Its figures follow from the rows that are put, so they cannot
 * disagree with them. Nothing in memory is touched until the turn is committed.
 */
export type WorkingSet = {
  readonly at: number;
  readonly memory: CampaignMemory;
  readonly channels: Pick<Channels, 'contacts' | 'stagesOf'>;
  position: () => CampaignPosition;
  /** The campaign as it shall be; fields may be set. */
  record: CampaignRecord;
  counters: Counters;
  setPosition: (position: CampaignPosition) => void;
  attempt: (id: string) => Attempt | null;
  enrollment: (position: number) => Enrollment | null;
  /** By the id of the person or of one that was joined into it. */
  person: (id: string) => Person | null;
  add: (rows: Partial<LoadedRows>) => void;
  mint: (attempt: Attempt) => void;
  putAttempt: (attempt: Attempt) => void;
  putEnrollment: (enrollment: Enrollment) => void;
  putPerson: (person: Person) => void;
  putChunk: (chunk: ImportChunk) => void;
  addCalendar: (calendar: { number: number; calendar: Calendar }) => void;
  suppress: (suppression: Suppression) => void;
  consume: (inboxId: string) => void;
  /** The work of a request is done with this turn. */
  fulfil: (request: FulfilledRequest) => void;
  /** All who are neither in flight nor ended end like this: their rows stay, the campaign's `rest` says it. */
  endRest: (end: EnrollmentEnd) => void;
  /** The transitions that this turn takes. */
  transitions: Figures['transitions'];
  /** Appends an event to the campaign's log, in the commit of this turn. */
  log: (event: NewEvent) => void;
  perform: (effect: Effect) => void;
  /** The circuit breakers, and what attempts of this turn say about their providers. */
  breakers: TurnBreakers;
  effects: () => readonly Effect[];
  isTouched: (position: number) => boolean;
  /** People this turn lets wait, of whom the due lists do not know before its commit. */
  waiting: () => readonly Enrollment[];
  /** The deadlines that this turn sets. */
  deadlines: () => readonly number[];
  isEmpty: () => boolean;
  /** Attempts that were open in memory and are not any more. */
  closed: () => readonly Attempt[];
  toTurn: (turnId: string) => Turn;
  /** Memory as it is once the turn is committed; what memory held before is used up. */
  toMemory: (turn: Turn) => Omit<CampaignMemory, 'windowOf' | 'noted'>;
};

export function createWorkingSet({
  memory,
  channels,
  machines,
  at,
  readings,
}: {
  memory: CampaignMemory;
  channels: WorkingSet['channels'];
  machines: Pick<Machines, 'transitions'>;
  at: number;
  readings: readonly BreakerReading[];
}): WorkingSet {
  const { record: before } = memory;
  const figures = createFigures({ memory, channels, machines, at });
  const { counters, transitions } = figures;
  const record: CampaignRecord = { ...before, counters };
  let position = memory.position;
  const loaded = {
    enrollments: new Map<number, Enrollment>(),
    attempts: new Map<string, Attempt>(),
    persons: new Map<string, Person>(),
    /** Survivors of persons that were joined. */
    survivors: new Map<string, string>(),
  };
  const enrollments = new Map<number, Enrollment>();
  const attempts = new Map<string, Attempt>();
  const minted = new Map<string, Attempt>();
  const persons = new Map<string, PersonChange>();
  const sent = new Set<string>();
  const calendars: { number: number; calendar: Calendar }[] = [];
  const suppressions: Suppression[] = [];
  const consumed: string[] = [];
  const requests: FulfilledRequest[] = [];
  const events: CampaignEvent[] = [];
  const effects: Effect[] = [];
  const breakers = createTurnBreakers(readings);
  let chunk: ImportChunk | null = null;

  const attempt = (id: string): Attempt | null =>
    minted.get(id) ?? attempts.get(id) ?? memory.open.get(id)?.attempt ?? loaded.attempts.get(id) ?? null;
  const enrollment = (number: number): Enrollment | null =>
    enrollments.get(number) ?? loaded.enrollments.get(number) ?? null;
  const person = (id: string): Person | null => {
    const survivor = loaded.survivors.get(id) ?? id;
    return persons.get(survivor)?.person ?? loaded.persons.get(survivor) ?? null;
  };

  return {
    at,
    transitions,
    memory,
    channels,
    record,
    counters,
    position: () => position,
    setPosition(next) {
      position = next;
    },
    attempt,
    enrollment,
    person,
    add(rows) {
      for (const row of rows.enrollments ?? []) {
        if (!loaded.enrollments.has(row.position)) loaded.enrollments.set(row.position, row);
      }
      for (const row of rows.attempts ?? []) loaded.attempts.set(row.id, row);
      for (const [id, row] of rows.persons ?? []) {
        loaded.persons.set(row.id, row);
        if (id !== row.id) loaded.survivors.set(id, row.id);
      }
    },
    mint(row) {
      figures.attempt(null, row);
      minted.set(row.id, row);
    },
    putAttempt(row) {
      const before = attempt(row.id);
      if (before?.state === 'preparing' && row.state === 'sending') sent.add(row.id);
      figures.attempt(before, row);
      (minted.has(row.id) ? minted : attempts).set(row.id, row);
    },
    putEnrollment(row) {
      figures.enrollment(enrollment(row.position), row);
      enrollments.set(row.position, row);
    },
    putPerson(row) {
      const expectedRev = persons.get(row.id)?.expectedRev ?? loaded.persons.get(row.id)?.rev ?? 0;
      persons.set(row.id, { person: { ...row, rev: expectedRev + 1 }, expectedRev });
    },
    putChunk(next) {
      chunk = next;
      figures.newcomers(next.newcomers);
    },
    addCalendar: (calendar) => calendars.push(calendar),
    suppress: (suppression) => suppressions.push(suppression),
    consume: (id) => consumed.push(id),
    fulfil: (request) => requests.push(request),
    endRest(end) {
      record.rest = end;
      figures.endRest(end);
    },
    log: (event) => events.push(loggedEvent({ seq: before.seq + events.length + 1, at, event })),
    perform: (effect) => effects.push(effect),
    breakers,
    effects: () => effects,
    isTouched: (number) => enrollments.has(number),
    waiting: () => [...enrollments.values()].filter(({ state }) => isDispatchable(state)),
    deadlines: () => [...enrollments.values()].flatMap(({ deadlineAt }) => deadlineAt ?? []),
    isEmpty: () =>
      position === memory.position &&
      events.length === 0 &&
      enrollments.size === 0 &&
      attempts.size === 0 &&
      minted.size === 0 &&
      persons.size === 0 &&
      consumed.length === 0 &&
      requests.length === 0 &&
      breakers.changes().length === 0 &&
      chunk === null,
    closed: () => [...attempts.values()].filter(({ id, state }) => memory.open.has(id) && !isOpen(state)),
    toTurn(turnId) {
      const isMoved = position !== memory.position;
      const isEdited = record.definition !== before.definition;
      return {
        expected: { epoch: before.epoch, rev: before.rev, seq: before.seq },
        record: {
          ...record,
          ...(isMoved && snapshotOf(position)),
          rev: isMoved || isEdited ? before.rev + 1 : before.rev,
          seq: before.seq + events.length,
          turn: turnId,
          updatedAt: at,
        },
        minted: [...minted.values()],
        sent: [...sent].flatMap((id) => attempts.get(id) ?? []),
        attempts: [...attempts.values()],
        enrollments: [...enrollments.values()],
        persons: [...persons.values()],
        ...figures.toTurn(),
        calendars,
        suppressions,
        events,
        consumed,
        requests,
        breakers: breakers.changes(),
        outcomes: breakers.noted(),
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
        person,
      }),
    }),
  };
}
