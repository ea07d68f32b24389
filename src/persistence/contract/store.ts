import type { Health } from '../../domain/health.ts';
import type { AlertStore } from './alerts.ts';
import type { AttemptStore } from './attempts/attempts.ts';
import type { BreakerStore } from './attempts/breakers.ts';
import type { CampaignStore } from './campaigns/campaigns.ts';
import type { ClientLogStore } from './clients/client-log.ts';
import type { CostStore } from './cost/rates.ts';
import type { ClockStore } from './clock.ts';
import type { ConsentStore } from './persons/consents.ts';
import type { DeliveryStore } from './queues/deliveries.ts';
import type { DueStore } from './contacts/due.ts';
import type { EnrollmentStore } from './contacts/enrollments.ts';
import type { ErasureStore } from './persons/erasure.ts';
import type { EventLogStore } from './campaigns/event-log.ts';
import type { ImportStore } from './contacts/imports.ts';
import type { InboxStore } from './turn/inbox.ts';
import type { IncarnationStore } from './incarnations/incarnations.ts';
import type { LimitStore } from './attempts/limits.ts';
import type { MessageStore } from './attempts/messages.ts';
import type { NameSearchStore } from './contacts/name-search.ts';
import type { OwnedStore } from './campaigns/owned.ts';
import type { AttendanceStore } from './attempts/attendance.ts';
import type { OwnershipStore } from './campaigns/ownership.ts';
import type { PersonStore } from './persons/persons.ts';
import type { PublicationStore } from './campaigns/publications.ts';
import type { RemovalStore } from './campaigns/removals.ts';
import type { RequestStore } from './clients/requests.ts';
import type { RetentionStore } from './campaigns/retention.ts';
import type { ReviewStore } from './queues/reviews.ts';
import type { SenderStore } from './senders/senders.ts';
import type { SeriesStore } from './campaigns/series.ts';
import type { SessionStore } from './clients/sessions.ts';
import type { SettingStore } from './clients/settings.ts';
import type { SuppressionStore } from './persons/suppressions.ts';
import type { TaskStore } from './queues/tasks.ts';
import type { TransitionCountStore } from './campaigns/transition-counts.ts';
import type { TurnStore } from './turn/turns.ts';
import type { WebhookStore } from './queues/webhooks.ts';

export { tallyBucketMs } from './contacts/due.ts';
export type { DueTally } from './contacts/due.ts';
export type { ImportChunk, LookedUp, Newcomer, ResultRow } from './contacts/imports.ts';
export type { InboxEvent, News } from './turn/inbox.ts';
export type { InstanceRecord, OwnershipRecord, Takeover } from './campaigns/ownership.ts';
export type { ClientRecord } from './clients/settings.ts';
export { nothingDone } from './turn/turns.ts';
export type { BatchBudget, CommitResult, PersonChange, Turn } from './turn/turns.ts';

/**
 * The database of the engine. A write is durable when its promise resolves. After a rejected promise it is not known
 * whether the write happened. Rows are returned as new objects. Writes that take a `request` do their work once per
 * key: see `RequestStore`.
 *
 * A read sees every commit of the same instance, and everything that was committed before any of these commits. Later
 * commits of other instances may be seen late. So a decision cannot rely on a row that was read just before. A turn,
 * and each other write, states what it was computed from, and is refused if that has changed.
 */
export type Store = {
  /** Describes the store in one line: its kind and how it syncs. */
  describe: () => string;
  /** Returns the version of the schema of the data, from 1. It grows with each migration. */
  schemaVersion: () => number;
  /** Returns whether the store can be read and written now, with one line of explanation. */
  health: () => Promise<Health>;
  /**
   * Writes a copy of the store, as it is at some moment during the call, to a new file, and syncs it. Other calls continue
   * meanwhile. The copy is one file that `openStore` can open. Rejects with `store.no-backup` if the servers of the store
   * make its backups.
   */
  backUp: (input: { path: string }) => Promise<void>;
  /** Closes the store and releases its resources. No verb may be called afterwards. */
  close: () => Promise<void>;
} & AlertStore &
  AttemptStore &
  BreakerStore &
  CampaignStore &
  ClientLogStore &
  ClockStore &
  ConsentStore &
  CostStore &
  DeliveryStore &
  DueStore &
  EnrollmentStore &
  ErasureStore &
  EventLogStore &
  ImportStore &
  InboxStore &
  IncarnationStore &
  LimitStore &
  MessageStore &
  NameSearchStore &
  OwnedStore &
  OwnershipStore &
  PersonStore &
  PublicationStore &
  RemovalStore &
  RequestStore &
  RetentionStore &
  ReviewStore &
  AttendanceStore &
  SenderStore &
  SeriesStore &
  SessionStore &
  SettingStore &
  SuppressionStore &
  TaskStore &
  TransitionCountStore &
  TurnStore &
  WebhookStore;
