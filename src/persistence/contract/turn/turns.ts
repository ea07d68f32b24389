import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { BreakerChange } from '../../../domain/breaker.ts';
import type { CampaignRecord } from '../../../domain/campaign/campaign.ts';
import type { SeriesRow } from '../../../domain/campaign/series.ts';
import type { TransitionCount } from '../../../domain/campaign/transition-count.ts';
import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import type { Suppression } from '../../../domain/contact/party.ts';
import type { Person } from '../../../domain/contact/person.ts';
import type { CampaignEvent } from '../../../domain/events/campaign-event.ts';
import type { FulfilledRequest } from '../../../domain/request-key.ts';
import type { Calendar } from '../../../domain/time/window-rules.ts';
import type { NotedOutcomes } from '../attempts/breakers.ts';
import type { DueTally } from '../contacts/due.ts';
import type { ImportChunk } from '../contacts/imports.ts';

/** The revision of a circuit breaker that a turn was decided on. */
export type BreakerSeen = { key: string; rev: number };

/** A change of one person, on condition that it still has revision `expectedRev`. `person.rev` is the new one. */
export type PersonChange = { person: Person; expectedRev: number };

/**
 * One turn: everything that one decision changes, committed whole or not at all. `record` is the campaign as it shall
 * be; `expected` what it was computed from.
 */
export type Turn = {
  expected: { epoch: number; rev: number; seq: number };
  record: CampaignRecord;
  /** Attempts minted in this turn; a conflict where a suppression bars the contact (`barOf`), or an emergency stop is in force. */
  minted: readonly Attempt[];
  /** Minted before, and get their permit in this turn: they are among `attempts`, and meet the conditions of a mint. */
  sent: readonly Attempt[];
  /** Attempts changed; each row is replaced, but for what it was minted with: who, step, numbers, channel, address. */
  attempts: readonly Attempt[];
  /** Enrollments changed; each row is replaced, but for contact and person. */
  enrollments: readonly Enrollment[];
  persons: readonly PersonChange[];
  /** Changes to the tallies; `contacts` is the difference. */
  tallies: readonly DueTally[];
  calendars: readonly { number: number; calendar: Calendar }[];
  /**
   * Put before anything is minted. A full opt-out marks the person of the address; its rev grows, unless the turn itself
   * has marked it.
   */
  suppressions: readonly Suppression[];
  /** With `seq` running on from `expected.seq` without a gap. */
  events: readonly CampaignEvent[];
  /** Ids of inbox events this turn consumed. */
  consumed: readonly string[];
  /** Requests whose work this turn does; each key only once. */
  requests: readonly FulfilledRequest[];
  /** Transitions taken; each count is added to what is stored. */
  transitions: readonly TransitionCount[];
  /** Figures over time; each is added to what is stored, and an `open` that is not null replaces what is stored. */
  series: readonly SeriesRow[];
  /** Circuit breakers changed; each on condition of its revision, 0 for one that was never stored. */
  breakers: readonly BreakerChange[];
  /** Outcomes to add to circuit breakers; no condition. */
  outcomes: readonly NotedOutcomes[];
  /** The circuit breakers that the minted and sent attempts depend on: none may have another revision. 0: never stored. */
  breakersSeen: readonly BreakerSeen[];
  /** Another instance than the owner commits it: the owner gets a note (`listNews`). */
  foreign: boolean;
  chunk: ImportChunk | null;
};

/** What a turn that does nothing brings: one that does something names only that. */
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
  foreign: false,
  chunk: null,
};

/** The size of a turn that a store writes well. The engine decides no more at once; a store must take somewhat more. */
export type BatchBudget = {
  /** Events that are decided in one turn. Each may change an attempt, its enrollment and its person. */
  events: number;
  /** Attempts that are minted in one turn. */
  mints: number;
  /** Contacts of a list that are added in one turn. */
  newcomers: number;
};

export type CommitResult =
  | { kind: 'committed' }
  /** Another owner has it, or it was removed: drop everything. */
  | { kind: 'fenced' }
  /** Same owner, but another turn was committed: reload and decide again. */
  | { kind: 'stale' }
  /**
   * Persons changed or were joined, contacts were barred (by position) or identities were enrolled: reload those and
   * decide again. They are read after the refusal: if others commit in between, there may be more of them than the turn
   * met, or fewer, even none.
   */
  | {
      kind: 'conflict';
      persons: readonly string[];
      barred: readonly number[];
      identities: readonly string[];
    }
  /** An emergency stop is in force for this client: nothing may be minted. */
  | { kind: 'stopped' }
  /** A circuit breaker changed since it was read: read it and decide again. */
  | { kind: 'breaker-changed' }
  /** The work of one of its requests is done already: read those and decide again. */
  | { kind: 'repeated' };

/** The one write of the engine. */
export type TurnStore = {
  /** How much this store writes well in one commit. It is the same as long as the store is open. */
  batchBudget: () => BatchBudget;
  /**
   * Commits a turn: the campaign row is updated on condition of epoch, rev and seq; persons on condition of their rev;
   * no suppression may bar the contact of a minted attempt. Nothing is written unless the result is `committed`. A newcomer
   * who is suppressed has ended at `record.updatedAt`. A turn that contradicts itself is rejected as `store.invalid-turn`. One of whose requests a result is stored is `repeated`, unless it is fenced.
   */
  commitTurn: (turn: Turn) => Promise<CommitResult>;
  /** The id of the last turn, to resolve an ambiguous commit. */
  readLastTurn: (campaign: string) => Promise<string | null>;
};
