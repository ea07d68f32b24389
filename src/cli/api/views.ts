import type { ClientEvent } from '../../domain/client-event.ts';

/** The parts of API answers that commands read (docs/http.md). Instants are RFC 3339 in UTC. */

/** Something that stops a campaign regardless of its own state. */
export type NoticeView = {
  code: string;
  client: string;
  campaign: string | null;
  detail: string;
  command: string;
};

export type CampaignView = {
  notices: readonly NoticeView[];
  id: string;
  client: string;
  name: string;
  state: string;
  doing: string | null;
  startAt: string | null;
  total: number;
  createdAt: string;
  definition: unknown;
  pause: { cause: string; by: string; reason: string | null } | null;
  failure?: string | null;
};

/** The canary start of a campaign. */
export type CanaryView = {
  summary: string;
  rates: readonly { detail: string; isOver: boolean }[];
};

export type ProgressView = {
  notices: readonly NoticeView[];
  campaign: string;
  name: string;
  state: string;
  doing: string | null;
  asOf: string;
  total: number;
  completed: number;
  failed: number;
  stopped: number;
  remaining: number;
  inFlight: number;
  percent: number;
  successRate: number | null;
  contacts: Readonly<Record<string, number>>;
  attempts: Readonly<Record<string, number>>;
  ratePerMinute: number | null;
  eta: { early: string; likely: string; late: string } | null;
};

export type Reason = { code: string; contacts: number; until: string | null; timeZone?: string };

export type WhyView = {
  notices: readonly NoticeView[];
  state: string;
  doing: string | null;
  until: string | null;
  summary: string;
  situation: string;
  reasons: readonly Reason[];
  /** Null without a canary start. Answers about one contact do not have it. */
  canary?: CanaryView | null;
};

export type EventView = {
  contact?: { id: string; row: number; name: string | null; phone: string | null } | null;
  seq: number;
  at: string;
  type: string;
  by?: string | null;
  attempt?: string | null;
  data?: Readonly<Record<string, unknown>>;
};

export type LogVerificationView = {
  name: string;
  client: string;
  ok: boolean;
  events: number;
  removedThrough: number | null;
  chainedFrom: number | null;
  head: string | null;
  counted: boolean;
  broken: { seq: number; detail: string } | null;
  differences: readonly string[];
};

/** `at` is text. */
type Shown<Event> = Event extends ClientEvent ? Omit<Event, 'at'> & { at: string } : never;
export type ClientEventView = Shown<ClientEvent>;

export type ClientLogVerificationView = Pick<
  LogVerificationView,
  'client' | 'ok' | 'events' | 'head' | 'broken'
>;

export type CommandReplyView = {
  campaign: CampaignView;
  changed: boolean;
  finishing: number;
  next: { row?: number; position?: number } | null;
};

export type ImportView = {
  id: string;
  state: string;
  lastRow: number;
  enrolled: number;
  suppressed: number;
  duplicates: number;
  rejected: number;
  optedOut: number;
  addressesSuppressed: number;
  mapping?: MappingView | null;
  /** How a CSV list is written. */
  form?: { encoding: string } | null;
  rejections?: readonly RejectionView[];
};

/** The roles of the columns of a list. */
export type MappingView = {
  taken: readonly { as: string; columns: readonly string[] }[];
  others: readonly string[];
};

export type RejectionView = { row: number; code: string; detail: string };

export type ContactView = {
  id: string;
  row: number;
  name: string | null;
  phone: string | null;
  email: string | null;
  state: string;
  attempts: number;
  dueAt: string | null;
  lastDisposition: string | null;
  lastOutcome: string | null;
};

export type CallView = {
  id: string;
  campaign: string;
  state: string;
  disposition: string | null;
  outcome: string | null;
  recordings: readonly { id: string; seconds: number | null }[];
  to: string;
  /** The ids of the carrier. */
  requestId: string | null;
  callId: string | null;
  startedAt: string;
  endedAt: string | null;
};

/** The callbacks of the provider about a call; `further` were not kept. */
export type CallbacksView = {
  items: readonly {
    kind: string;
    effect: string;
    late: boolean;
    problem: string | null;
    fields: Readonly<Record<string, string>>;
    deliveries: number;
    arrivals: readonly string[];
  }[];
  further: number;
};

export type AttentionView = {
  code: string;
  client: string;
  name: string | null;
  since: string | null;
  detail: string;
  command: string;
};

/** An emergency stop that was ordered or lifted. */
export type StopEventView = {
  client: string;
  event: 'ordered' | 'lifted';
  reason: string | null;
  by: string;
  at: string;
};

export type ListView<Item> = { items: readonly Item[]; next: string | null };
export type CampaignListView = ListView<CampaignView> & { notices: readonly NoticeView[] };

/** The facts about a service that commands show. */
export type ServiceView = {
  incarnation: {
    id: string;
    restoredFrom: string | null;
    restoredAt: string | null;
    phase: 'marking' | 'reconciling' | 'done' | null;
    reviewed: number;
    reconciledAt: string | null;
  };
};
