import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Engine } from '../actors/index.ts';
import type { ChannelWebhook } from '../channels/contract.ts';
import type { Phones } from '../contacts/numbers/phone.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { NewId } from '../domain/ids.ts';
import type { Live } from '../live/index.ts';
import type { Store } from '../persistence/contract/store.ts';
import type { Clocks } from '../platform/clock.ts';
import type { Queries } from '../queries/index.ts';
import type { ApiKey } from './caller.ts';
import type { Finder } from './finder.ts';
import type { HttpMetrics } from './metrics/http-metrics.ts';

/** What the service is, for whoever asks. */
export type ServiceFacts = {
  version: string;
  instance: string;
  carrier: 'simulator' | 'plivo';
  /** One line each, for people. */
  store: string;
  bus: string;
  /** Version of the schema that the store's data has. */
  schema: number;
};

/** Something the service needs, or uses, and whether it is well. */
export type Dependency = {
  name: string;
  /** Without it the service is not ready. */
  required: boolean;
  check: () => Promise<{ ok: boolean; detail: string }>;
};

/** A statechart as plain data. */
export type MachineDescription = {
  name: string;
  version: number;
  /** XState's own description of the machine. */
  definition: MachineNode;
  /** What `createMachine` takes, with guards and actions by name. */
  config: Readonly<Record<string, unknown>>;
};
export type MachineNode = {
  readonly states?: Readonly<Record<string, MachineNode>>;
  readonly on?: Readonly<Record<string, unknown>>;
} & Readonly<Record<string, unknown>>;

/** All that the HTTP face needs; every part is made elsewhere. */
export type AppDeps = {
  engine: Engine;
  queries: Queries;
  store: Store;
  channels: Channels;
  live: Live;
  /** Where providers call back. */
  webhooks: readonly ChannelWebhook[];
  /** Shared with others, because its tables are large. */
  phones: Phones;
  machines: readonly MachineDescription[];
  facts: ServiceFacts;
  log: Logger;
  clocks: Clocks;
  newId: NewId;
  /** Empty only where the service listens on loopback alone. */
  apiKeys: readonly ApiKey[];
  dependencies: readonly Dependency[];
  /** Settings of a client were changed: whoever keeps them must read them again. */
  onSettingsChanged: () => Promise<void>;
  /** Runs the campaign in rehearsal; what it answers is JSON. */
  /** Ends early once `signal` aborts. */
  rehearse?: (input: {
    record: CampaignRecord;
    signal: AbortSignal;
  }) => Promise<Readonly<Record<string, unknown>>>;
  /** Where those who measure register their metrics; /metrics shows all of them. */
  metrics?: Registry;
  /** Aborts when the service stops, so that streams end. */
  stopping?: AbortSignal;
  /** `requestsPerSecond` is for each key; 0, or none given, is no limit. */
  limits?: { bodyBytes?: number; importBytes?: number; requestsPerSecond?: number };
};

/** What route files get: the same, and what the app makes of it. */
export type RouteDeps = AppDeps & {
  finder: Finder;
  metrics: Registry;
  httpMetrics: HttpMetrics;
  stopping: AbortSignal;
  importBytes: number;
};
