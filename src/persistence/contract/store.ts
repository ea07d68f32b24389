import type { Page } from './pages.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { BreakerChange } from '../../domain/breaker.ts';
import type { CampaignEvent } from '../../domain/events/campaign-event.ts';
import type { CampaignRecord, CampaignState } from '../../domain/campaign/campaign.ts';
import type { Contact, RejectedRow } from '../../domain/contact/contact.ts';
import type { DueClass, Enrollment, EnrollmentState, WaitReason } from '../../domain/contact/enrollment.ts';
import type { SeriesRow } from '../../domain/campaign/series.ts';
import type { TransitionCount } from '../../domain/campaign/transition-count.ts';
import type { ImportRecord } from '../../domain/contact/import-record.ts';
import type { Party, Suppression } from '../../domain/contact/party.ts';
import type { FulfilledRequest, RequestKey } from '../../domain/request-key.ts';
import type { Calendar } from '../../domain/time/window-rules.ts';
import type { BreakerStore, NotedOutcomes } from './breakers.ts';
import type { EventLogStore } from './event-log.ts';
import type { LimitStore } from './limits.ts';
import type { NameSearchStore } from './name-search.ts';
import type { RemovalStore } from './removals.ts';
import type { RequestStore } from './requests.ts';
import type { SeriesStore } from './series.ts';
import type { SettingStore } from './settings.ts';
import type { TransitionCountStore } from './transition-counts.ts';

export type { ClientRecord } from './settings.ts';

/** Due times are tallied in buckets of a quarter of an hour of business time, so that nobody counts rows. */
export const tallyBucketMs = 900_000;

/** How many people of a calendar wait for a bucket of due times; `bucket` is `floor(dueAt / tallyBucketMs)`. */
export type DueTally = {
  calendar: number;
  dueClass: DueClass;
  waitReason: WaitReason;
  bucket: number;
  contacts: number;
};

/** A person to add; the store finds or makes the party. Numbers of calendars come from `calendars` of the same turn. */
export type Newcomer = {
  position: number;
  contact: Contact;
  identity: string;
  address: string;
  calendar: number;
  /** `pending`, or `suppressed` for those who must not be contacted. */
  state: Extract<EnrollmentState, 'pending' | 'suppressed'>;
  cells: readonly string[];
};

/** One chunk of an import, committed with its record. */
export type ImportChunk = {
  record: ImportRecord;
  newcomers: readonly Newcomer[];
  rejections: readonly RejectedRow[];
};

/** A change of one party, on condition that it still has revision `expectedRev`. `party.rev` is the new one. */
export type PartyChange = { party: Party; expectedRev: number };

/**
 * One turn: everything that one decision changes, committed whole or not at all. `record` is the campaign as it shall
 * be; `expected` what it was computed from.
 */
export type Turn = {
  expected: { epoch: number; rev: number; seq: number };
  record: CampaignRecord;
  /** Attempts minted in this turn; a conflict where a key that bars the contact is suppressed, or a hold is in force. */
  minted: readonly Attempt[];
  /** Attempts changed; each row is replaced, but for what it was minted with: who, step, numbers, channel, address. */
  attempts: readonly Attempt[];
  /** Enrollments changed; each row is replaced, but for contact, party and address. */
  enrollments: readonly Enrollment[];
  parties: readonly PartyChange[];
  /** Changes to the tallies; `contacts` is the difference. */
  tallies: readonly DueTally[];
  calendars: readonly { number: number; calendar: Calendar }[];
  /** Put before anything is minted; a party that the turn itself has not marked is marked, and its rev grows. */
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
  chunk: ImportChunk | null;
};

/** What a turn that does nothing brings: one that does something names only that. */
export const nothingDone: Omit<Turn, 'expected' | 'record'> = {
  minted: [],
  attempts: [],
  enrollments: [],
  parties: [],
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
  chunk: null,
};

export type CommitResult =
  | { kind: 'committed' }
  /** Another owner has it, or it was removed: drop everything. */
  | { kind: 'fenced' }
  /** Same owner, but somebody else committed a turn: reload and decide again. */
  | { kind: 'stale' }
  /** Parties changed, contacts were barred (by position) or identities were enrolled: reload those and decide again. */
  | {
      kind: 'conflict';
      parties: readonly number[];
      suppressed: readonly string[];
      barred: readonly number[];
      identities: readonly string[];
    }
  /** An emergency stop is in force for this client: nothing may be minted. */
  | { kind: 'held' }
  /** A circuit breaker changed since it was read: read it and decide again. */
  | { kind: 'breaker-changed' }
  /** The work of one of its requests is done already: read those and decide again. */
  | { kind: 'repeated' };

/** Who runs a campaign, and how far its own machine has come: `rev` only grows. */
export type OwnershipRecord = { campaign: string; owner: string | null; epoch: number; rev: number };

/** An event for a campaign that waits until its owner takes it. */
export type InboxEvent = { id: string; campaign: string; at: number; body: string };

/** A running process, seen by its heartbeat counter. */
export type InstanceRecord = { id: string; counter: number; startedAt: number; address: string | null };

/** One row of the list a campaign was given, with what happened to it. */
export type ResultRow = {
  import: string;
  row: number;
  cells: readonly string[];
  enrollment: Enrollment | null;
  /** Set where the row did not become a contact. */
  rejection: { code: string; detail: string } | null;
};

/**
 * What the engine needs of a database. Writes are durable when their promise resolves; a rejected promise leaves it
 * open whether the write happened. Every read sees every earlier commit. Rows come back as fresh objects.
 * Writes that take a `request` do their work once per key: see `RequestStore`.
 */
export type Store = {
  /** One line for people: what this store is and how it syncs. */
  describe: () => string;
  /** Version of the schema that its data has, from 1; it grows with each migration. */
  schemaVersion: () => number;
  health: () => Promise<{ ok: boolean; detail: string }>;
  close: () => Promise<void>;

  /** Adds a campaign and resolves with it; `conflict` `campaign.name-taken` if the client has that name. */
  createCampaign: (
    record: CampaignRecord,
    request?: RequestKey,
    /** The beginning of its log, up to the record's `seq`. */
    events?: readonly CampaignEvent[],
  ) => Promise<CampaignRecord>;
  readCampaign: (id: string) => Promise<CampaignRecord | null>;
  findCampaign: (input: { client: string; name: string }) => Promise<CampaignRecord | null>;
  /** The clients that have a campaign of that name, in alphabetical order. */
  listClientsOf: (name: string) => Promise<readonly string[]>;
  /** By creation, newest first; `after` is the `next` of the page before. */
  listCampaigns: (input: {
    client?: string;
    states?: readonly CampaignState[];
    listedOnly?: boolean;
    after?: string;
    limit: number;
  }) => Promise<Page<CampaignRecord>>;

  /**
   * Commits a turn: the campaign row is updated on condition of epoch, rev and seq; parties on condition of their rev;
   * no key that bars a contact of a minted attempt may be suppressed. Nothing is written unless the result is
   * `committed`. A newcomer who is suppressed has ended at `record.updatedAt`. A turn that contradicts itself is rejected
   * as `store.invalid-turn`. One of whose requests a result is stored is `repeated`, unless it is fenced.
   */
  commitTurn: (turn: Turn) => Promise<CommitResult>;
  /** The id of the last turn, to resolve an ambiguous commit. */
  readLastTurn: (campaign: string) => Promise<string | null>;

  /** Raises the epoch and sets the owner, if the epoch still is `fromEpoch`; null if it is not. Idempotent per instance and epoch. */
  claimCampaign: (input: {
    campaign: string;
    fromEpoch: number;
    instance: string | null;
  }) => Promise<number | null>;
  /** Raises this instance's heartbeat counter, adding the instance if needed. */
  beat: (input: Omit<InstanceRecord, 'counter'>) => Promise<void>;
  listInstances: () => Promise<readonly InstanceRecord[]>;
  removeInstance: (id: string) => Promise<void>;
  /**
   * Campaigns that need an owner, with owner, epoch and rev: by their state, or because they have ended and still hold slots,
   * which their owner gives back right after the commit that ended them. If it died in between, another one recounts.
   */
  listOwnership: () => Promise<readonly OwnershipRecord[]>;

  /**
   * Due contacts of these calendars in dispatch order: class, due time, position. `classes`: only of these; all by
   * default. `steps`: only those at these steps, by index; the store may read every contact that is due at another step to
   * find them. Like all reads of due times and deadlines it returns nothing for a campaign whose `rest` is set.
   */
  readDue: (input: {
    campaign: string;
    calendars: readonly number[];
    classes?: readonly DueClass[];
    steps?: readonly number[];
    now: number;
    limit: number;
  }) => Promise<readonly Enrollment[]>;
  /** The earliest due time per calendar and class. */
  readDueHeads: (
    campaign: string,
  ) => Promise<readonly { calendar: number; dueClass: DueClass; dueAt: number; position: number }[]>;
  readTallies: (campaign: string) => Promise<readonly DueTally[]>;
  /** How many of a calendar's tally bucket are due after `now`: the one place where rows are counted, within one bucket. */
  countDueAfter: (input: {
    campaign: string;
    calendar: number;
    dueClass: DueClass;
    waitReason: WaitReason;
    now: number;
  }) => Promise<number>;
  readCalendars: (campaign: string) => Promise<readonly { number: number; calendar: Calendar }[]>;
  /** Enrollments whose deadline has passed. */
  readOverdue: (input: { campaign: string; now: number; limit: number }) => Promise<readonly Enrollment[]>;
  readEnrollments: (input: {
    campaign: string;
    positions: readonly number[];
  }) => Promise<readonly Enrollment[]>;
  /** One person by contact id, E.164 phone (any of theirs), e-mail or external id. */
  findEnrollment: (input: { campaign: string; who: string }) => Promise<Enrollment | null>;
  /** By position. A page may be short, even empty, before the end: where few match, only so many rows are looked at. */
  listEnrollments: (input: {
    campaign: string;
    states?: readonly EnrollmentState[];
    after?: string;
    limit: number;
  }) => Promise<Page<Enrollment>>;
  readContacts: (input: {
    campaign: string;
    positions: readonly number[];
  }) => Promise<readonly { position: number; contact: Contact }[]>;
  readParties: (ids: readonly number[]) => Promise<readonly Party[]>;

  readOpenAttempts: (campaign: string) => Promise<readonly Attempt[]>;
  readAttempts: (ids: readonly string[]) => Promise<readonly Attempt[]>;
  /** Newest first; of one client, one campaign, one person, or only the open ones. Pages may be short as well. */
  listAttempts: (input: {
    client?: string;
    campaign?: string;
    position?: number;
    openOnly?: boolean;
    after?: string;
    limit: number;
  }) => Promise<Page<Attempt>>;

  /** Stores an event once: false if one with this id is there already. */
  putInbox: (event: InboxEvent) => Promise<boolean>;
  readInbox: (input: { campaign: string; limit: number }) => Promise<readonly InboxEvent[]>;
  /** The campaigns for which events wait. */
  listInboxes: () => Promise<readonly string[]>;

  /** Which of these identities are enrolled in the campaign, and which keys are suppressed for the client, and why. */
  lookUpNewcomers: (input: {
    campaign: string;
    client: string;
    identities: readonly string[];
    keys: readonly string[];
  }) => Promise<{ enrolled: ReadonlySet<string>; suppressed: ReadonlyMap<string, string> }>;
  /** Everyone in the campaign who has one of these keys (`keysOf`). */
  findByKeys: (input: {
    campaign: string;
    keys: readonly string[];
  }) => Promise<readonly { key: string; position: number }[]>;
  /** The greatest position given so far. */
  readLastPosition: (campaign: string) => Promise<number>;
  readImport: (id: string) => Promise<ImportRecord | null>;
  listImports: (campaign: string) => Promise<readonly ImportRecord[]>;
  listRejections: (input: {
    import: string;
    afterRow: number;
    limit: number;
  }) => Promise<readonly RejectedRow[]>;
  /** Every row of every import in input order; `after` is the last row's import and row. */
  readResults: (input: {
    campaign: string;
    after: { import: string; row: number } | null;
    limit: number;
  }) => Promise<readonly ResultRow[]>;

  /** Adds or replaces a suppression, marks the party (its rev grows) and resolves with the suppression. */
  putSuppression: (suppression: Suppression, request?: RequestKey) => Promise<Suppression>;
  /** False, and no key is stored, where there is none. */
  removeSuppression: (input: { client: string; address: string }, request?: RequestKey) => Promise<boolean>;
  /** By client, then address. */
  listSuppressions: (input: { client?: string; after?: string; limit: number }) => Promise<Page<Suppression>>;
} & BreakerStore &
  EventLogStore &
  TransitionCountStore &
  SeriesStore &
  RemovalStore &
  NameSearchStore &
  LimitStore &
  RequestStore &
  SettingStore;
