import type { Touch } from '../../../channels/contract.ts';
import { isOpen } from '../../../domain/attempt/attempt.ts';
import type { Attempt } from '../../../domain/attempt/attempt.ts';
import { isDispatchable } from '../../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import type { Person } from '../../../domain/contact/person.ts';
import type { PersonChange, Turn } from '../../../persistence/contract/store.ts';
import type { CampaignMemory } from '../campaign-memory.ts';
import type { Figures } from '../figures/figures.ts';
import { mergeOpen } from './merge-memory.ts';

/** Rows that a turn may need and that are not in memory. They are read before the decision. */
export type LoadedRows = {
  enrollments: readonly Enrollment[];
  attempts: readonly Attempt[];
  /** By the id that an enrollment has. The id of a person that was joined leads to the person it was joined into. */
  persons: Iterable<readonly [id: string, person: Person]>;
};

/**
 * The attempts, enrollments and persons of one turn: a layer of changed rows over the rows that it loaded and those in
 * memory. Each change is counted in the figures.
 */
export type TurnRows = {
  attempt: (id: string) => Attempt | null;
  enrollment: (position: number) => Enrollment | null;
  /** Finds a person by id, also by the id of one that was joined into it. */
  person: (id: string) => Person | null;
  add: (rows: Partial<LoadedRows>) => void;
  /** `touch`: its content, so that it need not be read when it is sent. */
  mint: (attempt: Attempt, touch: Touch) => void;
  /** Returns the touch of an attempt that this turn mints, else null. */
  touchOf: (attempt: string) => Touch | null;
  putAttempt: (attempt: Attempt) => void;
  putEnrollment: (enrollment: Enrollment) => void;
  putPerson: (person: Person) => void;
  /** Whether the turn changes the enrollment at this position. */
  isTouched: (position: number) => boolean;
  /** Contacts that wait after this turn. They can be read as due only after its commit. */
  waiting: () => readonly Enrollment[];
  /** The deadlines that this turn sets. */
  deadlines: () => readonly number[];
  /** Attempts that were open in memory and are not open any more. */
  closed: () => readonly Attempt[];
};

type Layer = {
  memory: CampaignMemory;
  /** What counts each change. */
  counters: readonly Pick<Figures, 'attempt' | 'enrollment'>[];
  loaded: {
    enrollments: Map<number, Enrollment>;
    attempts: Map<string, Attempt>;
    persons: Map<string, Person>;
    /** The ids of persons that were joined, with the ids of the persons they were joined into. */
    survivors: Map<string, string>;
  };
  enrollments: Map<number, Enrollment>;
  attempts: Map<string, Attempt>;
  minted: Map<string, Attempt>;
  touches: Map<string, Touch>;
  persons: Map<string, PersonChange>;
  /** Attempts that were preparing and that this turn sends. */
  sent: Set<string>;
};

export function createTurnRows({ memory, counters }: Pick<Layer, 'memory' | 'counters'>): {
  rows: TurnRows;
  isEmpty: () => boolean;
  toTurn: () => Pick<Turn, 'minted' | 'sent' | 'attempts' | 'enrollments' | 'persons'>;
  /** Returns the open attempts after the commit. Changes those in memory. */
  toOpen: () => CampaignMemory['open'];
} {
  const layer: Layer = {
    memory,
    counters,
    loaded: { enrollments: new Map(), attempts: new Map(), persons: new Map(), survivors: new Map() },
    enrollments: new Map(),
    attempts: new Map(),
    minted: new Map(),
    touches: new Map(),
    persons: new Map(),
    sent: new Set(),
  };
  const { enrollments, attempts, minted, persons, sent } = layer;
  const rows = layerRows(layer);
  return {
    rows,
    isEmpty: () => enrollments.size + attempts.size + minted.size + persons.size === 0,
    toTurn: () => ({
      minted: [...minted.values()],
      sent: [...sent].flatMap((id) => attempts.get(id) ?? []),
      attempts: [...attempts.values()],
      enrollments: [...enrollments.values()],
      persons: [...persons.values()],
    }),
    toOpen: () =>
      mergeOpen({
        memory,
        attempts: [...minted.values(), ...attempts.values()],
        enrollments: [...enrollments.values()],
        enrollment: rows.enrollment,
        person: rows.person,
      }),
  };
}

function layerRows({
  memory,
  counters,
  loaded,
  enrollments,
  attempts,
  minted,
  touches,
  persons,
  sent,
}: Layer): TurnRows {
  const attempt = (id: string): Attempt | null =>
    minted.get(id) ?? attempts.get(id) ?? memory.open.get(id)?.attempt ?? loaded.attempts.get(id) ?? null;
  const enrollment = (position: number): Enrollment | null =>
    enrollments.get(position) ?? loaded.enrollments.get(position) ?? null;
  return {
    attempt,
    enrollment,
    person(id) {
      const survivor = loaded.survivors.get(id) ?? id;
      return persons.get(survivor)?.person ?? loaded.persons.get(survivor) ?? null;
    },
    add(added) {
      for (const row of added.enrollments ?? []) {
        if (!loaded.enrollments.has(row.position)) loaded.enrollments.set(row.position, row);
      }
      for (const row of added.attempts ?? []) loaded.attempts.set(row.id, row);
      for (const [id, row] of added.persons ?? []) {
        loaded.persons.set(row.id, row);
        if (id !== row.id) loaded.survivors.set(id, row.id);
      }
    },
    mint(row, touch) {
      for (const counter of counters) counter.attempt(null, row);
      minted.set(row.id, row);
      touches.set(row.id, touch);
    },
    touchOf: (id) => touches.get(id) ?? null,
    putAttempt(row) {
      const before = attempt(row.id);
      if (before?.state === 'preparing' && row.state === 'sending') sent.add(row.id);
      for (const counter of counters) counter.attempt(before, row);
      (minted.has(row.id) ? minted : attempts).set(row.id, row);
    },
    putEnrollment(row) {
      for (const counter of counters) counter.enrollment(enrollment(row.position), row);
      enrollments.set(row.position, row);
    },
    putPerson(row) {
      const expectedRev = persons.get(row.id)?.expectedRev ?? loaded.persons.get(row.id)?.rev ?? 0;
      persons.set(row.id, { person: { ...row, rev: expectedRev + 1 }, expectedRev });
    },
    isTouched: (position) => enrollments.has(position),
    waiting: () => [...enrollments.values()].filter(({ state }) => isDispatchable(state)),
    deadlines: () => [...enrollments.values()].flatMap(({ deadlineAt }) => deadlineAt ?? []),
    closed: () => [...attempts.values()].filter(({ id, state }) => memory.open.has(id) && !isOpen(state)),
  };
}
