import type { Binary, Collection, Db } from 'mongodb';
import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { Breaker } from '../../../domain/breaker.ts';
import type { CampaignRecord } from '../../../domain/campaign/campaign.ts';
import type { SeriesRow } from '../../../domain/campaign/series.ts';
import type { Contact, RejectedRow } from '../../../domain/contact/contact.ts';
import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import type { ImportRecord } from '../../../domain/contact/import-record.ts';
import type { Incarnation } from '../../../domain/incarnation.ts';
import type { EmergencyStop, StopEvent } from '../../../domain/emergency-stop.ts';
import type { FulfilledRequest } from '../../../domain/request-key.ts';
import type { RenderedMessage } from '../../contract/attempts/messages.ts';
import type { StoredAnswer } from '../../common/handed-starts.ts';
import type { DueTally, InboxEvent, InstanceRecord, Takeover } from '../../contract/store.ts';
import type { SenderDoc, SenderOutcomesDoc } from './sender-documents.ts';
import type { AttendanceDoc, BreakerOutcomesDoc, TransitionCountDoc } from './count-documents.ts';
import type { MoveDoc } from './move-document.ts';
import type {
  AlertDoc,
  DeliveryDoc,
  ReviewDoc,
  SessionDoc,
  TaskDoc,
  WebhookCursorDoc,
  WebhookDoc,
} from './queue-documents.ts';
import type { LimitState } from '../../common/limit-rules.ts';
import type { ConsentDoc, HashKeyDoc, PartyDoc, PersonDoc, SuppressionDoc } from './person-documents.ts';
import type { RateTableDoc, SpendingDoc } from './cost-documents.ts';

/** Values such as definitions and variables may have keys that MongoDB reserves. They are stored as JSON text. */
type Json = string;

export type StoredTakeover = Omit<Takeover, 'campaign'>;
export type CampaignDoc = Omit<CampaignRecord, 'id' | 'definition'> & {
  _id: string;
  /** The keys of all its other documents begin with this number. */
  number: number;
  definition: Json;
  /** The number of the attempt that was minted last. */
  lastAttempt: number;
  /** The hash of the last chunk of its log; before the first chunk, the id of the campaign. */
  lastHash: string;
  /**
   * Raised by a write that must conflict with every transaction of this campaign. One of the two then waits, or runs
   * again.
   */
  touches?: number;
  /** The seq of the last event that is noted as published. Missing in documents of schema 4 and earlier. */
  published?: number;
  /** Set while the log has events after `published`. */
  unpublished?: true;
  /** Of an ended campaign: its end, while it has contacts; its last change, while it has a log; where its log begins. */
  contactsSince?: number;
  eventsSince?: number;
  cutSeq?: number;
  /** Its newest takeovers, in order, and the time of the last one. */
  takeovers?: StoredTakeover[];
  takenAt?: number;
};
/**
 * `trail`: the numbers of attempts and the seqs of events of this contact, in order. `waits`: set while it can become
 * due.
 */
export type EnrollmentDoc = Enrollment & {
  _id: number;
  campaign: number;
  waits?: true;
  trail: { attempts: number[]; events: number[] };
};
export type ContactDoc = Omit<Contact, 'variables' | 'id'> & {
  _id: number;
  campaign: number;
  id: string;
  variables: Json;
  identity: string;
  person: number;
  plainName: string;
  /** The keys that do-not-contact lists use. */
  keys: string[];
};
/** `key`: its place among the attempts of its campaign. `open`: set while it has not ended. */
export type AttemptDoc = Omit<Attempt, 'id'> & { _id: string; key: number; client: string; open?: true };
/** `hash`: null in chunks of versions that wrote no hashes. */
export type ChunkDoc = { _id: number; body: string; hash: string | null };
export type ImportDoc = Omit<ImportRecord, 'id' | 'campaign'> & {
  _id: string;
  campaign: number;
  number: number;
};
export type ImportRowDoc = {
  _id: { import: number; row: number };
  position: number | null;
  cells: readonly string[];
} & Partial<Pick<RejectedRow, 'code' | 'detail'>>;
export type TallyDoc = Omit<DueTally, 'contacts'> & { _id: string; campaign: number; contacts: number };
export type CalendarDoc = { _id: number; calendar: Json };
/** `owner`: the owner of the campaign, which takes the event. */
export type InboxDoc = Omit<InboxEvent, 'id' | 'campaign'> & {
  _id: { campaign: string; id: string };
  number: number;
  owner: string | null;
};
/** `_id`: the campaign. An instance other than `owner` has committed it up to this `rev` and `seq`. */
export type OwnerNewsDoc = { _id: string; owner: string | null; rev: number; seq: number };
export type RequestDoc = Partial<FulfilledRequest> & {
  _id: string;
  digest: string;
  at: number;
  client?: string;
  status?: number;
  body?: string;
};
export type StopDoc = Omit<EmergencyStop, 'client'> & { _id: string };
/** `rev`: the revision of the settings at the client's last change; missing in documents of schema 1. */
export type ClientDoc = { _id: string; settings: Json; updatedAt: number; rev?: number };
export type StopEventDoc = StopEvent & { _id: number };
/** `beatAt`: missing in documents of schema 9. */
export type InstanceDoc = Omit<InstanceRecord, 'id' | 'beatAt'> & { _id: string; beatAt?: number | null };
export type LimitDoc = LimitState & { _id: string };
export type HoldingDoc = { _id: { campaign: string; scope: string }; held: number };
export type ReservationDoc = { _id: string; epoch: number; id: number; answer: StoredAnswer; reads?: number };
export type SeriesDoc = SeriesRow & { _id: { campaign: number; at: number } };
export type BreakerDoc = Omit<Breaker, 'key'> & { _id: string };
export type ClientEventDoc = { _id: { client: string; seq: number }; body: string; hash: string | null };
/** The last event of a client's log. */
export type ClientLogDoc = { _id: string; seq: number; hash: string | null };
export type MessageDoc = Omit<RenderedMessage, 'attempt' | 'audit'> & { _id: string; audit: Json };
/** `_id`: the id of the instance. */
export type OpenSessionsDoc = { _id: string; ids: Binary[]; at: Date };
/** `_id`: the number of the incarnation. */
export type IncarnationDoc = Omit<Incarnation, 'number'> & { _id: number };
export type RemovalDoc = { _id: number };
export type CounterDoc = { _id: string; last: number };
export type MetaDoc = { _id: 'schema'; version: number };
export type Collections = {
  campaigns: Collection<CampaignDoc>;
  enrollments: Collection<EnrollmentDoc>;
  contacts: Collection<ContactDoc>;
  persons: Collection<PersonDoc>;
  parties: Collection<PartyDoc>;
  attempts: Collection<AttemptDoc>;
  chunks: Collection<ChunkDoc>;
  imports: Collection<ImportDoc>;
  importRows: Collection<ImportRowDoc>;
  tallies: Collection<TallyDoc>;
  calendars: Collection<CalendarDoc>;
  inbox: Collection<InboxDoc>;
  ownerNotes: Collection<OwnerNewsDoc>;
  suppressions: Collection<SuppressionDoc>;
  consents: Collection<ConsentDoc>;
  requests: Collection<RequestDoc>;
  holds: Collection<StopDoc>;
  clients: Collection<ClientDoc>;
  stopEvents: Collection<StopEventDoc>;
  instances: Collection<InstanceDoc>;
  limits: Collection<LimitDoc>;
  holdings: Collection<HoldingDoc>;
  reservations: Collection<ReservationDoc>;
  series: Collection<SeriesDoc>;
  transitionCounts: Collection<TransitionCountDoc>;
  breakers: Collection<BreakerDoc>;
  breakerOutcomes: Collection<BreakerOutcomesDoc>;
  senders: Collection<SenderDoc>;
  senderOutcomes: Collection<SenderOutcomesDoc>;
  rateTables: Collection<RateTableDoc>;
  spending: Collection<SpendingDoc>;
  attendance: Collection<AttendanceDoc>;
  clientEvents: Collection<ClientEventDoc>;
  clientLogs: Collection<ClientLogDoc>;
  sessions: Collection<SessionDoc>;
  deliveries: Collection<DeliveryDoc>;
  messages: Collection<MessageDoc>;
  reviews: Collection<ReviewDoc>;
  tasks: Collection<TaskDoc>;
  alerts: Collection<AlertDoc>;
  webhooks: Collection<WebhookDoc>;
  webhookCursors: Collection<WebhookCursorDoc>;
  openSessions: Collection<OpenSessionsDoc>;
  hashKeys: Collection<HashKeyDoc>;
  incarnations: Collection<IncarnationDoc>;
  removals: Collection<RemovalDoc>;
  counters: Collection<CounterDoc>;
  meta: Collection<MetaDoc>;
  moves: Collection<MoveDoc>;
};

export const collectionNames = [
  'campaigns',
  'enrollments',
  'contacts',
  'persons',
  'parties',
  'attempts',
  'chunks',
  'imports',
  'importRows',
  'tallies',
  'calendars',
  'inbox',
  'ownerNotes',
  'suppressions',
  'consents',
  'requests',
  'holds',
  'clients',
  'stopEvents',
  'instances',
  'limits',
  'holdings',
  'reservations',
  'series',
  'transitionCounts',
  'breakers',
  'breakerOutcomes',
  'senders',
  'senderOutcomes',
  'rateTables',
  'spending',
  'attendance',
  'clientEvents',
  'clientLogs',
  'sessions',
  'deliveries',
  'messages',
  'reviews',
  'tasks',
  'alerts',
  'webhooks',
  'webhookCursors',
  'openSessions',
  'hashKeys',
  'incarnations',
  'removals',
  'counters',
  'meta',
  'moves',
] as const satisfies readonly (keyof Collections)[];

export function collectionsOf(db: Db): Collections {
  const found = collectionNames.map((name) => [name, db.collection(name)] as const);
  return Object.fromEntries(found) as unknown as Collections;
}
