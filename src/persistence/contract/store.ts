import type { AttemptStore } from './attempts.ts';
import type { BreakerStore } from './breakers.ts';
import type { CampaignStore } from './campaigns.ts';
import type { ClientLogStore } from './client-log.ts';
import type { DeliveryStore } from './deliveries.ts';
import type { DueStore } from './due.ts';
import type { EnrollmentStore } from './enrollments.ts';
import type { EventLogStore } from './event-log.ts';
import type { ImportStore } from './imports.ts';
import type { InboxStore } from './inbox.ts';
import type { LimitStore } from './limits.ts';
import type { MessageStore } from './messages.ts';
import type { NameSearchStore } from './name-search.ts';
import type { OwnershipStore } from './ownership.ts';
import type { PersonStore } from './persons.ts';
import type { RemovalStore } from './removals.ts';
import type { RequestStore } from './requests.ts';
import type { ReviewStore } from './reviews.ts';
import type { SeriesStore } from './series.ts';
import type { SessionStore } from './sessions.ts';
import type { SettingStore } from './settings.ts';
import type { SuppressionStore } from './suppressions.ts';
import type { TaskStore } from './tasks.ts';
import type { TransitionCountStore } from './transition-counts.ts';
import type { TurnStore } from './turns.ts';

export { tallyBucketMs } from './due.ts';
export type { DueTally } from './due.ts';
export type { ImportChunk, Newcomer, ResultRow } from './imports.ts';
export type { InboxEvent } from './inbox.ts';
export type { InstanceRecord, OwnershipRecord } from './ownership.ts';
export type { ClientRecord } from './settings.ts';
export { nothingDone } from './turns.ts';
export type { BatchBudget, CommitResult, PersonChange, Turn } from './turns.ts';

/**
 * What the engine needs of a database. Writes are durable when their promise resolves; a rejected promise leaves it
 * open whether the write happened. Rows come back as fresh objects. Writes that take a `request` do their work once per
 * key: see `RequestStore`.
 *
 * A read sees every commit of the same instance, and everything that was committed before one of them. What other instances
 * committed later may be seen late. So no decision is right because a row was read just before: a turn, and each other
 * write, states what it was computed from, and is refused if that has changed.
 */
export type Store = {
  /** One line for people: what this store is and how it syncs. */
  describe: () => string;
  /** Version of the schema that its data has, from 1; it grows with each migration. */
  schemaVersion: () => number;
  /** Whether the store can be read and written now, and one line about it. */
  health: () => Promise<{ ok: boolean; detail: string }>;
  /** Releases what the store holds; no verb may be called afterwards. */
  close: () => Promise<void>;
} & AttemptStore &
  BreakerStore &
  CampaignStore &
  ClientLogStore &
  DeliveryStore &
  DueStore &
  EnrollmentStore &
  EventLogStore &
  ImportStore &
  InboxStore &
  LimitStore &
  MessageStore &
  NameSearchStore &
  OwnershipStore &
  PersonStore &
  RemovalStore &
  RequestStore &
  ReviewStore &
  SeriesStore &
  SessionStore &
  SettingStore &
  SuppressionStore &
  TaskStore &
  TransitionCountStore &
  TurnStore;
