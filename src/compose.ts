import type { Logger } from 'pino';
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
import { createLogChannel } from './channels/log/index.ts';
import { createVoiceChannel } from './channels/voice/index.ts';
import type { HttpSend } from './channels/voice/plivo/http-send.ts';
import { createPlivoTransport } from './channels/voice/plivo/transport.ts';
import { idPrefixes } from './domain/ids.ts';
import type { NewId } from './domain/ids.ts';
import type { Bus } from './messaging/contract.ts';
import type { Store } from './persistence/contract.ts';
import type { Clocks } from './platform/clock.ts';
import { createUlids } from './platform/ids.ts';
import type { Random } from './platform/random.ts';
import { createHolidays } from './rules/holidays.ts';
import { createWindows } from './rules/windows.ts';

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
  times?: Partial<EngineTimes>;
  lease?: LeaseTimes;
  pacingMarginMs?: () => number;
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
  const { clocks, random, log, store } = parts;
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
  const voice = createVoiceChannel({ transport, publicUrl: parts.publicUrl, clock: clocks.system });
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
    newId,
    windowsFor,
    address: parts.publicUrl,
    times: { ...defaultTimes, ...parts.times },
    lease: parts.lease ?? defaultLease,
    pacingMarginMs: parts.pacingMarginMs ?? (() => 5),
    alert: parts.alert ?? (({ code, detail }) => log.warn({ code, detail }, 'this needs a person')),
    onCommitted: parts.onCommitted ?? (() => undefined),
  });
  const engine = createEngine({ runtime, store, business: clocks.business, newId });
  return { engine, runtime, windowsFor, newId, channels };
}
