import type { Logger } from 'pino';
import {
  createEngine,
  createReconciler,
  createRuntime,
  defaultLease,
  defaultTimes,
  silentObserver,
} from './actors/index.ts';
import type {
  Engine,
  EngineTimes,
  LeaseTimes,
  Observer,
  Reconciler,
  Runtime,
  RuntimeInput,
  SharedLimits,
  WindowsFor,
} from './actors/index.ts';
import type { Channel, ReportEvidence } from './channels/contract.ts';
import { createLogChannel } from './channels/log/index.ts';
import { channelRegistry } from './channels/registry.ts';
import type { ChannelRegistry } from './channels/registry.ts';
import type { CallingRule, CallingRules } from './domain/time/calling-rule.ts';
import type { Channels } from './domain/campaign/channel-facts.ts';
import { idPrefixes, type NewId } from './domain/ids.ts';
import type { Bus } from './messaging/contract.ts';
import type { Store } from './persistence/contract/store.ts';
import { noSendLog, type SendLog } from './persistence/send-log/contract.ts';
import type { Clocks } from './platform/clock.ts';
import { createUlids } from './platform/ids.ts';
import type { Random } from './platform/random.ts';
import { createHolidays } from './rules/windows/holidays.ts';
import { createCallingRules, knownCallingRules, withoutExceptions } from './rules/calling/calling-rules.ts';
import { createWindows } from './rules/windows/windows.ts';

export type EngineParts = {
  instance: string;
  store: Store;
  bus: Bus;
  clocks: Clocks;
  /** See `RuntimeInput`. */
  storeClock?: RuntimeInput['storeClock'];
  random: Random;
  log: Logger;
  /** The version of the program, for the heartbeats on the bus. Without one, none are sent. */
  version?: string;
  /** Where this instance is reached, as other instances see it; null where it is not. */
  address: string | null;
  /** The channels of the campaigns, beside the log channel. `report` takes what a channel learns by itself. */
  channels: (report: ReportEvidence) => readonly Channel[];
  /** What is known of these channels; that of this program by default. */
  registry?: Pick<ChannelRegistry, 'channels' | 'faultOfDefinition'>;
  shared: SharedLimits;
  breathe: () => Promise<void>;
  /** Waits before each turn for further events of the same instant. Virtual time only: it delays each turn. */
  gather?: () => Promise<void>;
  /** Proves after a restart which attempts were never sent; without one they are searched for. */
  sendLog?: SendLog;
  times?: Partial<EngineTimes>;
  lease?: LeaseTimes;
  pacingMarginMs?: () => number;
  paceFrom?: RuntimeInput['paceFrom'];
  alert?: RuntimeInput['alert'];
  onCommitted?: RuntimeInput['onCommitted'];
  /** The calling rules in force; none by default. */
  calling?: readonly CallingRule[] | undefined;
  /** Watches the work of the engine; by default nothing does. */
  observer?: Observer;
};

export type EngineService = {
  engine: Engine;
  runtime: Runtime;
  reconciler: Reconciler;
  windowsFor: WindowsFor;
  /** The calling rules in force. */
  calling: CallingRules;
  newId: NewId;
  channels: ReadonlyMap<string, Channel>;
};

/** Returns the calling rules that are in force by the setting CALLING_RULES. */
export function callingRulesFor(setting: 'apply' | 'off'): readonly CallingRule[] {
  return setting === 'apply' ? knownCallingRules : [];
}

/**
 * The windows of a definition, made once for each version of its rules. In a campaign with calls the calling rules hold for
 * every step.
 */
export function createWindowsFor({
  calling = [],
  channels = channelRegistry.channels,
}: {
  calling?: readonly CallingRule[] | undefined;
  channels?: Pick<Channels, 'find'>;
} = {}): WindowsFor {
  const holidays = createHolidays();
  const rules = createCallingRules(calling);
  const known = new Map<string, ReturnType<WindowsFor>>();
  return ({ sendWindow, callingRules, steps }) => {
    const hasCalls = steps.some(({ channel }) => channels.find(channel)?.hasCallingRules ?? true);
    // A definition of an earlier version has no exceptions.
    const except = (callingRules?.except ?? []).map(({ region }) => region);
    const inForce = hasCalls ? withoutExceptions(rules, except) : null;
    const key = JSON.stringify([sendWindow, inForce?.all.map(({ region }) => region)]);
    let windows = known.get(key);
    if (!windows)
      known.set(key, (windows = createWindows({ rules: sendWindow, holidays, calling: inForce })));
    return windows;
  };
}

/** Builds the engine: production, tests, rehearsals and simulations all call this. */
export function composeEngine(parts: EngineParts): EngineService {
  const { clocks, random, log, store, onCommitted = () => undefined, registry = channelRegistry } = parts;
  const nextUlid = createUlids({ clock: clocks.store, random });
  const newId: NewId = (kind) => `${idPrefixes[kind]}_${nextUlid()}`;
  const windowsFor = createWindowsFor({ calling: parts.calling, channels: registry.channels });
  const report: ReportEvidence = (learned) => {
    void engine.receive({ ...learned, id: newId('event'), providerId: null }).catch((error: unknown) => {
      const { attempt } = learned;
      log.warn({ err: error, attempt }, 'a result was not taken; it will be searched for');
    });
  };
  const channels = new Map(
    [...parts.channels(report), createLogChannel({ log, report })].map((channel) => [channel.name, channel]),
  );
  const times = { ...defaultTimes, ...parts.times };
  const runtime = createRuntime({
    ...parts,
    channels,
    facts: registry.channels,
    faultOf: registry.faultOfDefinition,
    newId,
    windowsFor,
    times,
    leaseTimes: parts.lease ?? defaultLease,
    pacingMarginMs: parts.pacingMarginMs ?? (() => 5),
    paceFrom: parts.paceFrom ?? 'sent',
    sendLog: parts.sendLog ?? noSendLog,
    alert: parts.alert ?? (({ code, detail }) => log.warn({ code, detail }, 'this needs a person')),
    onCommitted,
    observer: parts.observer ?? silentObserver,
  });
  const engine = createEngine({
    instance: parts.instance,
    runtime,
    store,
    business: clocks.business,
    newId,
    faultOf: registry.faultOfDefinition,
    channels: registry.channels,
    providers: channels,
    onCommitted,
  });
  const reconciler = createReconciler({
    store,
    runtime,
    channels,
    business: clocks.business,
    times,
    log,
  });
  return {
    engine,
    runtime,
    calling: createCallingRules(parts.calling ?? []),
    reconciler,
    windowsFor,
    newId,
    channels,
  };
}
