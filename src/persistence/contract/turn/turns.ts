import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { BreakerChange } from '../../../domain/breaker.ts';
import type { CampaignRecord } from '../../../domain/campaign/campaign.ts';
import type { SeriesRow } from '../../../domain/campaign/series.ts';
import type { TransitionCount } from '../../../domain/campaign/transition-count.ts';
import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import type { Suppression } from '../../../domain/do-not-contact/suppression.ts';
import type { Person } from '../../../domain/contact/person.ts';
import type { CampaignEvent } from '../../../domain/events/campaign-event.ts';
import type { FulfilledRequest } from '../../../domain/request-key.ts';
import type { Calendar } from '../../../domain/time/window-rules.ts';
import type { NotedOutcomes } from '../attempts/breakers.ts';
import type { NotedAttendance } from '../attempts/attendance.ts';
import type { NotedSenderOutcomes } from '../senders/senders.ts';
import type { SpendingChange } from '../cost/rates.ts';
import type { DueTally } from '../contacts/due.ts';
import type { ImportChunk } from '../contacts/imports.ts';

/** A circuit breaker and the revision on which a turn was decided. */
export type BreakerSeen = { key: string; rev: number };

/**
 * A change of one person, on condition that its stored revision is `expectedRev`. `person.rev` is the new revision.
 */
export type PersonChange = { person: Person; expectedRev: number };

/**
 * One turn: everything that one decision changes, committed completely or not at all. `record` is the campaign after
 * the turn, `expected` the state from which it was computed.
 */
export type Turn = {
  expected: { epoch: number; rev: number; seq: number };
  record: CampaignRecord;
  /**
   * The attempts minted in this turn. The result is a conflict if a suppression bars one of the contacts (`barOf`),
   * and `stopped` if an emergency stop is in force.
   */
  minted: readonly Attempt[];
  /**
   * Attempts that were minted before and get their permit in this turn. They are also in `attempts`, and the
   * conditions of a mint apply to them.
   */
  sent: readonly Attempt[];
  /**
   * The changed attempts. Each row is replaced, except for the facts it was minted with: contact, step, numbers,
   * channel, address.
   */
  attempts: readonly Attempt[];
  /** The changed enrollments. Each row is replaced, except for contact and person. */
  enrollments: readonly Enrollment[];
  persons: readonly PersonChange[];
  /** Changes to the tallies. `contacts` is the difference. */
  tallies: readonly DueTally[];
  calendars: readonly { number: number; calendar: Calendar }[];
  /**
   * Stored before anything is minted. A full opt-out marks the person of the address and raises the person's rev,
   * unless the turn itself has marked the person.
   */
  suppressions: readonly Suppression[];
  /** The events of the turn. Their `seq` continues from `expected.seq` without a gap. */
  events: readonly CampaignEvent[];
  /** The ids of the inbox events that this turn consumed. */
  consumed: readonly string[];
  /** The requests whose work this turn does. Each key occurs only once. */
  requests: readonly FulfilledRequest[];
  /** The transitions that were taken. Each count is added to the stored one. */
  transitions: readonly TransitionCount[];
  /** Figures over time. Each is added to the stored one; an `open` that is not null replaces the stored one. */
  series: readonly SeriesRow[];
  /** The changed circuit breakers, each on condition of its revision (0 for one that was never stored). */
  breakers: readonly BreakerChange[];
  /** Outcomes to add to circuit breakers, without a condition. */
  outcomes: readonly NotedOutcomes[];
  /**
   * The circuit breakers that the minted and sent attempts depend on. Each must still have this revision (0 for one
   * that was never stored).
   */
  breakersSeen: readonly BreakerSeen[];
  /** Attendance to add to the campaign, without a condition. */
  attendance: readonly NotedAttendance[];
  /** Outcomes to add to senders of the client, without a condition. */
  senderOutcomes: readonly NotedSenderOutcomes[];
  /**
   * The senders of the client that the minted and sent attempts use. The result is `sender-barred` if one of them is
   * paused or in quarantine at `record.updatedAt`. One that is not stored is not barred.
   */
  senders: readonly string[];
  /**
   * What the turn adds to the spending of the client, each currency of a period once. The result is `budget-exceeded` if one
   * with a limit is above it afterwards.
   */
  spending: readonly SpendingChange[];
  /** Whether an instance that is not the owner commits the turn. The owner then gets news of it (`readNews`). */
  foreign: boolean;
  chunk: ImportChunk | null;
};

/** The fields of a turn that changes nothing. A turn sets only the fields that it needs. */
export const nothingDone: Omit<Turn, 'expected' | 'record'> = {
  minted: [],
  sent: [],
  attempts: [],
  enrollments: [],
  persons: [],
  tallies: [],
  calendars: [],
  suppressions: [],
  events: [],
  consumed: [],
  requests: [],
  transitions: [],
  series: [],
  breakers: [],
  outcomes: [],
  breakersSeen: [],
  attendance: [],
  senderOutcomes: [],
  senders: [],
  spending: [],
  foreign: false,
  chunk: null,
};

/**
 * The size of a turn that a store writes efficiently. The engine decides no more at once. A store must accept somewhat
 * larger turns.
 */
export type BatchBudget = {
  /** The maximum number of events in one turn. Each may change an attempt, its enrollment and its person. */
  events: number;
  /** The maximum number of attempts that are minted in one turn. */
  mints: number;
  /** The maximum number of contacts of a list that are added in one turn. */
  newcomers: number;
};

export type CommitResult =
  | { kind: 'committed' }
  /** Another instance owns the campaign, or it was removed: discard everything. */
  | { kind: 'fenced' }
  /** The owner is the same, but another turn was committed: reload and decide again. */
  | { kind: 'stale' }
  /**
   * Persons changed or were joined, contacts were barred (by position) or identities were enrolled: reload these and
   * decide again. They are read after the refusal. If others commit in between, the lists can be longer or shorter
   * than the actual conflicts, or empty.
   */
  | {
      kind: 'conflict';
      persons: readonly string[];
      barred: readonly number[];
      identities: readonly string[];
    }
  /** An emergency stop is in force for this client: nothing may start. */
  | { kind: 'stopped' }
  /** A circuit breaker has changed since it was read: read it and decide again. */
  | { kind: 'breaker-changed' }
  /** A sender was paused or put in quarantine since it was chosen: read the senders and decide again. */
  | { kind: 'sender-barred' }
  /** Other campaigns of the client have spent what the budget still allowed: read it and decide again. */
  | { kind: 'budget-exceeded' }
  /** The work of one of its requests is already done: read these requests and decide again. */
  | { kind: 'repeated' };

/** Commits turns, the only writes of the engine. */
export type TurnStore = {
  /** Returns the size of a turn that this store writes efficiently. It does not change while the store is open. */
  batchBudget: () => BatchBudget;
  /**
   * Commits a turn. Conditions: the campaign has the expected epoch, rev and seq; the persons have the expected rev;
   * no suppression bars the contact of a minted attempt. Nothing is written unless the result is `committed`. A
   * newcomer that is suppressed gets `record.updatedAt` as its end. A turn that contradicts itself is rejected with
   * `store.invalid-turn`. If a result is stored for one of its requests, the turn is `repeated`, unless it is fenced.
   */
  commitTurn: (turn: Turn) => Promise<CommitResult>;
  /** Returns the id of the last turn, to resolve an ambiguous commit. */
  readLastTurn: (campaign: string) => Promise<string | null>;
};
