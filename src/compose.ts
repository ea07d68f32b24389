import { Registry } from 'prom-client';
import { tracedObserver, type RuntimeInput } from './actors/index.ts';
import { channelRegistry } from './channels/registry.ts';
import type { HttpSend } from './channels/voice/plivo/requests/http-send.ts';
import type { CarrierAccount } from './channels/voice/plivo-voice.ts';
import { readContacts } from './contacts/import-reader.ts';
import { createPhones } from './contacts/numbers/phone.ts';
import type { ReadList } from './contacts/reading-thread/list-reader.ts';
import { composeAlerts, composeRetention } from './compose-alerts.ts';
import type { AlertParts } from './compose-alerts.ts';
import type { BotLine } from './domain/bot/bot-line.ts';
import { composeEngine } from './compose-engine.ts';
import type { EngineParts, EngineService } from './compose-engine.ts';
import { createEnds, createLifecycle } from './compose-lifecycle.ts';
import type { Ends, Lifecycle } from './compose-lifecycle.ts';
import { composeOutside, type Outside, type OutsideInput } from './compose-outside.ts';
import { composeVoice, createReadAudit, findByProviderIds, measuredChannels } from './compose-voice.ts';
import type { Voice } from './compose-voice.ts';
import { mailWebhooks, usualChannels, type MailParts } from './compose/mail.ts';
import { composeDashboard } from './compose-dashboard.ts';
import { createApp } from './http/app.ts';
import type { HttpApp } from './http/app.ts';
import { dependenciesOf } from './http/dependencies.ts';
import { createEngineMetrics } from './http/metrics/engine-metrics.ts';
import type { AppDeps } from './http/deps.ts';
import { describeMachine } from './http/responses/describe-machine.ts';
import { tracedReceive } from './http/traced-receive.ts';
import { createCampaignLog, createLive, type Live } from './live/index.ts';
import { versionedMachines } from './machines/index.ts';
import type { Store } from './persistence/contract/store.ts';
import { createSchemaGuard } from './persistence/schema-guard.ts';
import type { SchemaGuard } from './persistence/schema-guard.ts';
import { createListeners } from './platform/listeners.ts';
import { openTracing } from './platform/tracing/open-tracing.ts';
import type { Tracing } from './platform/tracing/tracing.ts';
import { createQueries, type Owners, type Queries } from './queries/index.ts';

/** What the service is called in answers; kept equal to package.json by a test. */
export const version = '0.1.0';

export type { CarrierAccount } from './channels/voice/plivo-voice.ts';
export type ServiceParts = Omit<EngineParts, 'address' | 'channels' | 'alert' | 'observer'> & {
  /** Where callers and the carrier reach this instance. */
  publicUrl: string;
  carrier: CarrierAccount;
  carrierName: 'simulator' | 'plivo';
  /** Who sends email; by default no one. */
  mail?: MailParts | null;
  /** The channels that contact people; by default voice, and email if someone sends it. `registry` must know them. */
  channels?: ReturnType<typeof usualChannels>;
  /** Sends requests to the carrier. */
  send: HttpSend;
  busName: string;
  apiKeys: AppDeps['apiKeys'];
  httpLimits?: AppDeps['limits'];
  rehearse?: AppDeps['rehearse'];
  /** Switches for development; by default they are off. */
  development?: Pick<AppDeps, 'isInspectable' | 'killInstance'>;
  /** The registry of metrics; by default an empty one. */
  metrics?: Registry;
  /** Reads the lists of imports; by default in this thread. */
  readList?: ReadList;
  /** How this instance looks for alerts; by default it does not. */
  alerts?: AlertParts;
  /** Whether this instance removes data whose retention period is over; by default it does not. */
  retention?: boolean;
  /** Makes copies of the store, for backups. */
  copies?: AppDeps['copies'];
  /** What programs outside the installation use the bus for; by default nothing. */
  outside?: OutsideInput['outside'] | undefined;
  /** How webhooks are sent; by default none are. */
  webhooks?: OutsideInput['webhooks'];
  /** Asks the bot servers of clients; by default over HTTP. */
  bots?: BotLine;
  /** Set where the store is a copy that is only shown: the error of every order. */
  readOnly?: AppDeps['readOnly'];
  /** Set where nothing is set to work, as no service has the store open: the command that starts one. */
  startCommand?: string;
};

/** A whole instance: the engine with everything that asks it and answers for it. */
export type Service = EngineService &
  HttpApp & {
    store: Store;
    queries: Queries;
    live: Live;
    /** Answers a request. `surroundings` is what a server adds to it; without them the call is made in process. */
    fetch: (request: Request, surroundings?: object) => Promise<Response>;
    start: () => Promise<void>;
    /** Stops minting, hands campaigns over, answers the requests that run, and closes everything. See `Lifecycle`. */
    stop: Lifecycle['stop'];
  };

/** Builds an instance; `start` sets it to work. */
export function compose(given: ServiceParts): Service {
  const guard = createSchemaGuard({
    ...given,
    onNewer: (reason) => lifecycle.leave({ reason, close: guard.close }),
  });
  const parts = { ...given, store: guard.store };
  const { store, clocks, log, registry = channelRegistry, channels = usualChannels(parts) } = parts;
  const channelFacts = registry.channels;
  const metrics = parts.metrics ?? new Registry();
  const { system } = clocks;
  const tracing = openTracing();
  const measured = createEngineMetrics({ registry: metrics, ...measuredChannels, system });
  const committed = createListeners<Parameters<RuntimeInput['onCommitted']>[0]>();
  const alerts = createListeners<Parameters<RuntimeInput['alert']>[0]>();
  const watch = composeAlerts(parts.alerts, clocks);
  const voice = composeVoice({ ...parts, asked: measured.asked });
  const built = composeEngine({
    ...parts,
    address: parts.publicUrl,
    channels: (report) => channels({ voice: voice.channel, report }),
    onCommitted: committed.tell,
    alert: alerts.tell,
    observer: tracedObserver(watch.observe(measured.observer), tracing),
  });
  const { engine, runtime } = built;
  const queries = queriesOf(parts, built);
  const live = createLive({ queries, store, runtime, channels: channelFacts, system, log });
  committed.add(({ events }) => measured.committed(events));
  committed.add(live.onCommitted);
  committed.add(createCampaignLog({ log }));
  if (parts.onCommitted) committed.add(parts.onCommitted);
  alerts.add(({ code, detail }) => log.warn({ code, detail }, 'this needs a person'));
  alerts.add(live.onAlert);
  const outside = composeOutside({ ...parts, engine, runtime, channels: channelFacts, metrics, tracing });
  committed.add(outside.onCommitted);
  const ends = createEnds();
  const asked = { parts, built, queries, live, voice, metrics, tracing, ends, outside };
  const { app, routes, pages } = createApp(appDeps({ ...asked, writeRefusal: guard.refusal }));
  const retention = composeRetention({ ...parts, engine, runtime, metrics, onCommitted: committed.tell });
  const startWatch = (): void => {
    watch.start({ ...parts, runtime, channels: channelFacts, onTold: live.onAlert });
    retention.start();
  };
  const stopWatch = async (): Promise<void> => void (await Promise.all([watch.stop(), retention.stop()]));
  const running = { ...parts, built, live, outside, bots: voice.bots, ...ends, system };
  const lifecycle = createLifecycle({ ...running, watch: { start: startWatch, stop: stopWatch } });
  return {
    ...built,
    app,
    routes,
    pages,
    store,
    queries,
    live,
    fetch: async (request, surroundings) => app.fetch(request, surroundings ?? {}),
    start: lifecycle.start,
    stop: lifecycle.stop,
  };
}

/** The queries of an instance. */
function queriesOf(parts: ServiceParts, { runtime, windowsFor }: EngineService): Queries {
  const { store, clocks, shared, registry = channelRegistry, startCommand = null } = parts;
  const owners: Owners = { isAlive: parts.readOnly ? () => true : runtime.isAlive, startCommand };
  const { channels } = registry;
  const { business, store: storeClock } = clocks;
  const readAudit = parts.readOnly ? null : createReadAudit(parts);
  return createQueries({ store, channels, business, storeClock, windowsFor, shared, owners, readAudit });
}

const factsOf = ({ store, instance, carrierName, busName }: ServiceParts): AppDeps['facts'] => ({
  version,
  instance,
  carrier: carrierName,
  store: store.describe(),
  bus: busName,
  schema: store.schemaVersion(),
});

type AppDepsInput = {
  parts: ServiceParts;
  built: EngineService;
  queries: Queries;
  live: Live;
  voice: Voice;
  metrics: Registry;
  tracing: Tracing | null;
  ends: Ends;
  outside: Outside;
  writeRefusal: SchemaGuard['refusal'];
};

/** What HTTP asks of an instance. */
function appDeps({
  parts,
  built: { engine, runtime, newId, channels, calling },
  queries,
  live,
  voice,
  metrics,
  tracing,
  ends,
  outside,
  writeRefusal,
}: AppDepsInput): AppDeps {
  const { store, bus, clocks, log } = parts;
  const stopping = ends.stopping.signal;
  const ports = {
    readAttempt: runtime.readAttempt,
    findAttempt: (ids: readonly string[]) => findByProviderIds({ store, ids }),
    readTouch: runtime.readTouch,
    nextLocalTime: runtime.nextLocalTime,
    receive: tracedReceive(engine.receive, tracing),
  };
  return {
    engine,
    runtime,
    bus,
    queries,
    store,
    calling,
    channels: (parts.registry ?? channelRegistry).channels,
    live,
    webhooks: [...voice.webhooks(ports), ...mailWebhooks(parts, ports)],
    phones: createPhones(),
    readList: parts.readList ?? readContacts,
    machines: versionedMachines.map(describeMachine),
    facts: factsOf(parts),
    log,
    clocks,
    newId,
    apiKeys: parts.apiKeys,
    dashboard: composeDashboard({ ...parts, live, version }),
    dependencies: dependenciesOf({
      store,
      bus,
      hasOutside: parts.outside !== undefined,
      runtime,
      channels: channels.values(),
      stopping,
    }),
    onSettingsChanged: runtime.wakeAll,
    metrics,
    tracing,
    stopping,
    gate: ends.gate,
    writeRefusal,
    ...(parts.httpLimits && { limits: parts.httpLimits }),
    ...(parts.copies && { copies: parts.copies }),
    ...(parts.readOnly && { readOnly: parts.readOnly }),
    outgoing: outside.webhooks,
    bots: voice.bots.tools,
    ...(parts.rehearse && { rehearse: parts.rehearse }),
    ...parts.development,
  };
}
