import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { createEngine, createRuntime, defaultLease, defaultTimes } from './actors/index.ts';
import type {
  Engine,
  EngineTimes,
  LeaseTimes,
  Runtime,
  RuntimeInput,
  SharedLimits,
  WindowsFor,
} from './actors/index.ts';
import type { Channel } from './channels/contract.ts';
import { channels as channelFacts, contactingChannels, faultOfDefinition } from './channels/registry.ts';
import { createLogChannel } from './channels/log/index.ts';
import { createVoiceChannel } from './channels/voice/index.ts';
import type { HttpSend } from './channels/voice/plivo/requests/http-send.ts';
import { measuredSend } from './channels/voice/plivo/requests/measured-send.ts';
import { createPlivoTransport } from './channels/voice/plivo/requests/transport.ts';
import { createPlivoWebhooks } from './channels/voice/plivo/callbacks/webhooks.ts';
import { createPhones } from './contacts/numbers/phone.ts';
import { renderTemplate } from './contacts/template.ts';
import { idPrefixes, type NewId } from './domain/ids.ts';
import { createApp } from './http/app.ts';
import { createEngineMetrics } from './http/metrics/engine-metrics.ts';
import type { AppDeps, MachineNode } from './http/deps.ts';
import { createCampaignLog, createLive, type Live } from './live/index.ts';
import { callMachine, callMachineVersion } from './machines/call-machine.ts';
import { campaignMachine, campaignMachineVersion } from './machines/campaign-machine.ts';
import { enrollmentMachine, enrollmentMachineVersion } from './machines/enrollment-machine.ts';
import type { Bus } from './messaging/contract.ts';
import type { Store } from './persistence/contract/store.ts';
import { noSendLog, type SendLog } from './persistence/send-log/contract.ts';
import type { Clocks } from './platform/clock.ts';
import { createUlids } from './platform/ids.ts';
import type { Random } from './platform/random.ts';
import { createQueries, type Owners, type Queries } from './queries/index.ts';
import { createHolidays } from './rules/windows/holidays.ts';
import { createWindows } from './rules/windows/windows.ts';

/** What the service is called in answers; kept equal to package.json by a test. */
export const version = '0.1.0';

/** The carrier account that calls are made with. */
export type CarrierAccount = { authId: string; authToken: string; baseUrl: string; requestsPer5s: number };

export type EngineParts = {
  instance: string;
  store: Store;
  bus: Bus;
  clocks: Clocks;
  random: Random;
  log: Logger;
  publicUrl: string;
  carrier: CarrierAccount;
  /** Whether the carrier lives by the business clock: a simulated one does. */
  carrierIsSimulated: boolean;
  send: HttpSend;
  shared: SharedLimits;
  breathe: () => Promise<void>;
  /** Proves after a restart which attempts were never sent; without one they are searched for. */
  sendLog?: SendLog;
  times?: Partial<EngineTimes>;
  lease?: LeaseTimes;
  pacingMarginMs?: () => number;
  paceFrom?: RuntimeInput['paceFrom'];
  alert?: RuntimeInput['alert'];
  onCommitted?: RuntimeInput['onCommitted'];
  /** Channels that stand in for, or beside, the usual ones. */
  channels?: readonly Channel[];
};

export type EngineService = {
  engine: Engine;
  runtime: Runtime;
  windowsFor: WindowsFor;
  newId: NewId;
  channels: ReadonlyMap<string, Channel>;
};

/** The windows of a definition, made once for each version of its rules. */
export function createWindowsFor(): WindowsFor {
  const holidays = createHolidays();
  const known = new Map<string, ReturnType<WindowsFor>>();
  return ({ sendWindow }) => {
    const key = JSON.stringify(sendWindow);
    let windows = known.get(key);
    if (!windows) known.set(key, (windows = createWindows({ rules: sendWindow, holidays })));
    return windows;
  };
}

/** Builds the engine: production, tests, rehearsals and simulations all call this. */
export function composeEngine(parts: EngineParts): EngineService {
  const { clocks, random, log, store, onCommitted = () => undefined } = parts;
  const nextUlid = createUlids({ clock: clocks.system, random });
  const newId: NewId = (kind) => `${idPrefixes[kind]}_${nextUlid()}`;
  const windowsFor = createWindowsFor();
  const carrierClock = parts.carrierIsSimulated ? clocks.business : clocks.system;
  const transport = createPlivoTransport({
    send: parts.send,
    authId: parts.carrier.authId,
    authToken: parts.carrier.authToken,
    baseUrl: parts.carrier.baseUrl,
    clock: carrierClock,
    budget: { requests: parts.carrier.requestsPer5s, perMs: 5_000 },
  });
  const voice = createVoiceChannel({
    transport,
    publicUrl: parts.publicUrl,
    clock: clocks.system,
    isSimulated: parts.carrierIsSimulated,
  });
  const logChannel = createLogChannel({
    log,
    report: ({ attempt, campaign, evidence }) => {
      void engine
        .receive({ id: newId('event'), campaign, attempt, callId: null, evidence })
        .catch((error: unknown) => {
          log.warn(
            { err: error, attempt },
            'a result of the log channel was not taken; it will be searched for',
          );
        });
    },
  });
  const channels = new Map(
    [voice, logChannel, ...(parts.channels ?? [])].map((channel) => [channel.name, channel]),
  );
  const runtime = createRuntime({
    ...parts,
    channels,
    facts: channelFacts,
    faultOf: faultOfDefinition,
    newId,
    windowsFor,
    address: parts.publicUrl,
    times: { ...defaultTimes, ...parts.times },
    leaseTimes: parts.lease ?? defaultLease,
    pacingMarginMs: parts.pacingMarginMs ?? (() => 5),
    paceFrom: parts.paceFrom ?? 'sent',
    sendLog: parts.sendLog ?? noSendLog,
    alert: parts.alert ?? (({ code, detail }) => log.warn({ code, detail }, 'this needs a person')),
    onCommitted,
  });
  const engine = createEngine({
    runtime,
    store,
    business: clocks.business,
    newId,
    faultOf: faultOfDefinition,
    onCommitted,
  });
  return { engine, runtime, windowsFor, newId, channels };
}

export type ServiceParts = Omit<EngineParts, 'onCommitted' | 'alert'> & {
  carrierName: 'simulator' | 'plivo';
  busName: string;
  apiKeys: AppDeps['apiKeys'];
  httpLimits?: AppDeps['limits'];
  rehearse?: AppDeps['rehearse'];
  /** Set where nothing is set to work, as no service has the store open: the command that starts one. */
  startCommand?: string;
};

/** A whole instance: the engine with everything that asks it and answers for it. */
export type Service = EngineService & {
  store: Store;
  queries: Queries;
  live: Live;
  /** Answers a request; also in process, without the surroundings that a server gives. */
  fetch: (request: Request, surroundings?: object) => Promise<Response>;
  start: () => Promise<void>;
  /** Stops minting, finishes what is under way, hands campaigns over, and closes everything in reverse order. */
  stop: () => Promise<void>;
};

/** A machine as plain data: what JSON leaves of XState's own description. */
function describeMachine(
  name: string,
  version: number,
  machine: { toJSON: () => unknown },
): AppDeps['machines'][number] {
  return { name, version, definition: JSON.parse(JSON.stringify(machine)) as MachineNode };
}

/** Builds an instance; `start` sets it to work. */
export function compose(parts: ServiceParts): Service {
  const { store, bus, clocks, log, publicUrl, carrier } = parts;
  const late: { live: Live | null } = { live: null };
  const metrics = new Registry();
  const measured = createEngineMetrics({ registry: metrics, channels: contactingChannels });
  const tellLife = createCampaignLog({ log });
  const built = composeEngine({
    ...parts,
    send: measuredSend({ send: parts.send, system: clocks.system, onReply: measured.asked }),
    onCommitted: (committed) => {
      measured.committed(committed.events);
      late.live?.onCommitted(committed);
      tellLife(committed);
    },
    alert: ({ code, detail }) => {
      log.warn({ code, detail }, 'this needs a person');
      late.live?.onAlert();
    },
  });
  const { engine, runtime, windowsFor, newId, channels } = built;
  const owners: Owners = { isAlive: runtime.isAlive, startCommand: parts.startCommand ?? null };
  const queries = createQueries({
    store,
    channels: channelFacts,
    business: clocks.business,
    windowsFor,
    shared: parts.shared,
    owners,
  });
  const live = createLive({ queries, store, channels: channelFacts, system: clocks.system, log });
  late.live = live;
  const stopping = new AbortController();
  const app = createApp({
    engine,
    queries,
    store,
    channels: channelFacts,
    live,
    webhooks: createPlivoWebhooks({
      authTokens: [carrier.authToken],
      publicUrl,
      render: (text, variables) => renderTemplate({ text, contact: variables, campaign: {} }).text,
      ports: {
        readAttempt: async (id) => (await store.readAttempts([id]))[0] ?? null,
        readTouch: runtime.readTouch,
        receive: engine.receive,
      },
    }),
    phones: createPhones(),
    machines: [
      describeMachine('campaign', campaignMachineVersion, campaignMachine),
      describeMachine('enrollment', enrollmentMachineVersion, enrollmentMachine),
      describeMachine('call', callMachineVersion, callMachine),
    ],
    facts: {
      version,
      instance: parts.instance,
      carrier: parts.carrierName,
      store: store.describe(),
      bus: parts.busName,
      schema: store.schemaVersion(),
    },
    log,
    clocks,
    newId,
    apiKeys: parts.apiKeys,
    dependencies: [
      { name: 'store', required: true, check: store.health },
      { name: 'bus', required: true, check: bus.health },
      ...[...channels.values()].map(({ name, check }) => ({
        name: `channel:${name}`,
        required: false,
        check,
      })),
    ],
    onSettingsChanged: runtime.wakeAll,
    metrics,
    stopping: stopping.signal,
    ...(parts.httpLimits && { limits: parts.httpLimits }),
    ...(parts.rehearse && { rehearse: parts.rehearse }),
  });
  return {
    ...built,
    store,
    queries,
    live,
    fetch: async (request, surroundings) => app.fetch(request, surroundings),
    async start() {
      await runtime.start();
      await engine.closeAbandonedImports();
    },
    async stop() {
      stopping.abort();
      await runtime.stop();
      parts.sendLog?.close();
      live.close();
      for (const channel of channels.values()) await channel.close();
      await bus.close();
      await store.close();
    },
  };
}
