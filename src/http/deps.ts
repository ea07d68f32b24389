import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Engine, FiguresReader, Runtime } from '../actors/index.ts';
import type { ChannelWebhook } from '../channels/contract.ts';
import type { Phones } from '../contacts/numbers/phone.ts';
import type { ReadList } from '../contacts/reading-thread/list-reader.ts';
import type { Dashboard } from '../dashboard/contract.ts';
import type { BotLine } from '../domain/bot/bot-line.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { CallingRules } from '../domain/time/calling-rule.ts';
import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { RingmasterError } from '../domain/errors.ts';
import type { Health } from '../domain/health.ts';
import type { Webhook } from '../domain/webhook/webhook.ts';
import type { NewId } from '../domain/ids.ts';
import type { Live } from '../live/index.ts';
import type { Bus } from '../messaging/contract.ts';
import type { Store } from '../persistence/contract/store.ts';
import type { Clocks } from '../platform/clock.ts';
import type { Tracing } from '../platform/tracing/tracing.ts';
import type { Queries } from '../queries/index.ts';
import type { ApiKey } from './caller.ts';
import type { Finder } from './finder.ts';
import type { HttpMetrics } from './metrics/http-metrics.ts';
import type { RequestGate } from './middleware/request-gate.ts';

/** Facts about the service for the API. */
export type ServiceFacts = {
  version: string;
  instance: string;
  carrier: 'simulator' | 'plivo';
  /** Descriptions for people, one line each. */
  store: string;
  bus: string;
  /** The schema version of the data in the store. */
  schema: number;
};

/** Something that the service uses, with a check of its state. */
export type Dependency = {
  name: string;
  /** Whether the service is not ready without it. */
  required: boolean;
  /** Whether the check only reads memory: its result is not kept for as long as that of a request. */
  isLocal?: true;
  /** Whether it is about this instance alone, so that its result is never kept. */
  isOwn?: true;
  check: () => Promise<Health>;
};

/** A statechart as plain data. */
export type MachineDescription = {
  name: string;
  version: number;
  /** XState's own description of the machine. */
  definition: MachineNode;
  /** The argument of `createMachine`, with guards and actions by name. */
  config: Readonly<Record<string, unknown>>;
};
export type MachineNode = {
  readonly states?: Readonly<Record<string, MachineNode>>;
  readonly on?: Readonly<Record<string, unknown>>;
} & Readonly<Record<string, unknown>>;

/** Makes copies of the store, one at a time. */
export type StoreCopies = {
  /** Resolves with a complete copy. Rejects with `backup.under-way`, and with the errors of `Store.backUp`. */
  make: () => Promise<{ bytes: number; body: ReadableStream<Uint8Array> }>;
};

/** What the routes for webhooks use of those that are sent. */
export type WebhookTools = {
  /** Returns the address as it is stored. Throws `webhook.url-refused` if nothing can be sent to it. */
  checkUrl: (url: string) => string;
  newSecret: () => string;
  /** Called after a webhook was changed here, so that this instance knows it at once. */
  onChanged: () => Promise<void>;
  /** Sends a test event once. Resolves also if there is no answer. */
  sendTest: (webhook: Webhook) => Promise<TestResult>;
};

/** What HTTP needs of bots. */
export type BotTools = {
  line: Pick<BotLine, 'warm' | 'release'>;
  /** Returns an address of a pool as it is stored. Throws `bots.url-refused` if nothing can be sent to it. */
  checkUrl: (input: { url: string; what: string }) => string;
  newSecret: () => string;
};

/** What a test sent, and what came back. `error`: why it is no receipt; null if it is one. */
export type TestResult = {
  id: string;
  request: string;
  status: number | null;
  answer: string;
  ms: number;
  error: string | null;
};

/** The dependencies of the HTTP interface. */
export type AppDeps = {
  engine: Engine;
  /** What this instance runs now, for metrics. */
  runtime: FiguresReader & Pick<Runtime, 'heartbeatAt'>;
  bus: Pick<Bus, 'counts'>;
  queries: Queries;
  store: Store;
  channels: Channels;
  /** The calling rules in force. */
  calling: CallingRules;
  live: Live;
  /** The webhooks of providers. */
  webhooks: readonly ChannelWebhook[];
  /** Shared with other parts, because its tables are large. */
  phones: Phones;
  /** Reads the lists of imports. */
  readList: ReadList;
  machines: readonly MachineDescription[];
  facts: ServiceFacts;
  log: Logger;
  clocks: Clocks;
  newId: NewId;
  /** Empty only if the service listens only on loopback. */
  apiKeys: readonly ApiKey[];
  dependencies: readonly Dependency[];
  /** Called after the settings of a client were changed, so that cached settings are read again. */
  onSettingsChanged: () => Promise<void>;
  /** Rehearses the campaign and returns JSON. Stops when `signal` aborts. */
  rehearse?: (input: {
    record: CampaignRecord;
    signal: AbortSignal;
  }) => Promise<Readonly<Record<string, unknown>>>;
  /** The registry of metrics. /metrics returns all of them. */
  metrics?: Registry;
  /** Creates a span for each request; null for none. */
  tracing: Tracing | null;
  /** What the routes for webhooks use. */
  outgoing: WebhookTools;
  bots: BotTools;
  /** Whether inspectors on this machine may follow actors. */
  isInspectable?: boolean;
  /** Kills an instance with SIGKILL, in `ringmaster cluster`. Without it the service cannot. */
  killInstance?: (instance: string) => void;
  /** The pages for browsers. Without it there are none. */
  dashboard?: Dashboard;
  /** Makes copies of the store. Without it there are none. */
  copies?: StoreCopies;
  /** Aborts when the service begins to stop: streams end, and it is not ready any more. */
  stopping?: AbortSignal;
  /** Refuses requests once the service takes no more. Without it requests are always taken. */
  gate?: RequestGate;
  /** Set where nothing can be ordered, because the store is a copy: the error of every order. */
  readOnly?: RingmasterError;
  /** Returns why requests that write are refused; null while they are handled. Without it they always are. */
  writeRefusal?: () => RingmasterError | null;
  /** `requestsPerSecond` is the maximum per key; 0 or undefined means no limit. */
  limits?: { bodyBytes?: number; importBytes?: number; requestsPerSecond?: number };
};

/** The dependencies of route files. */
export type RouteDeps = AppDeps & {
  finder: Finder;
  metrics: Registry;
  httpMetrics: HttpMetrics;
  stopping: AbortSignal;
  importBytes: number;
};
