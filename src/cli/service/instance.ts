import { availableParallelism, hostname } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { createUndiciSend } from '../../channels/voice/plivo/requests/undici-send.ts';
import type { HttpConnections } from '../../channels/voice/plivo/requests/http-send.ts';
import { openBackends, type Backends } from '../../compose-backends.ts';
import { openClocks } from '../../compose-clocks.ts';
import { openCarrier } from '../../compose-carrier.ts';
import { openMail, type MailParts } from '../../compose/mail.ts';
import { compose } from '../../compose.ts';
import type { CarrierAccount, Service } from '../../compose.ts';
import type { Config } from '../../config.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { createProcessRegistry } from '../../http/index.ts';
import { openSendLog, openSharedSendLog } from '../../persistence/send-log/open-send-log.ts';
import type { Clock } from '../../platform/clock.ts';
import { keepHeapSmall } from '../../platform/small-heap.ts';
import { makePrivate, privateFile } from '../../platform/private-files.ts';
import type { ScenarioInput } from '../../simulator/index.ts';
import { createStoredRehearsal } from '../../rehearsal/rehearse-stored.ts';
import { createListReader } from '../../contacts/reading-thread/list-reader.ts';
import { createRehearsalWorkers } from '../../rehearsal/worker/rehearse-in-worker.ts';
import { removeAddress, writeAddress } from '../folder/address-file.ts';
import type { Cli } from '../cli.ts';
import { dataFolder, filesOf } from '../folder/data-folder.ts';
import { endWithoutStore } from './end-without-store.ts';
import { listen } from '../listener/listener.ts';
import { nameHolder } from './other-service.ts';
import { makeDataFolder } from '../folder/make-data-folder.ts';
import { createOwnClock } from '../clock/process-clock.ts';
import { alertParts } from './alert-parts.ts';
import { callingRulesFor } from '../../compose-engine.ts';
import { sharedLimits } from './installation-limits.ts';
import { simulatorAccount } from './simulator-account.ts';
import { createStoreCopies } from './store-copies.ts';

const rehearsalMemoryMb = 1_024;
const instanceSuffixDigits = 6;
/** The maximum time for open requests when the service stops. System time. */
const closeGraceMs = 3_000;
/** The usual delay of a request in system time. With a fast clock this is a long business time. */
const startJitterMs = 30;
const minMarginMs = 5;

/** A running service with its store and its address. */
export type Instance = {
  /** Its id in the store. */
  id: string;
  url: string;
  service: Service;
  store: Store;
  stop: () => Promise<void>;
};

export type InstanceInput = {
  cli: Cli;
  config: Config;
  business: Clock;
  /** Returns the current speed of the business clock. */
  speed: () => number;
  /** The seed of a simulator inside this process. */
  seed: number;
  /** A port to try before PORT: the one to which callbacks of open calls are sent. */
  formerPort?: number | null;
  /** The scenario of a simulator inside this process. */
  scenario?: ScenarioInput;
  /** Kills an instance of a cluster on this machine. Not used with a real carrier. */
  killInstance?: (instance: string) => void;
  /** The file of the log. Default: stderr. */
  logFile?: string;
};

type Closing = (() => Promise<void> | void)[];

/**
 * Opens the port and the store, starts a simulator if the settings ask for one, and composes and starts the service.
 * On an error everything is closed again.
 */
export async function startInstance(input: InstanceInput): Promise<Instance> {
  const closing: Closing = [];
  const close = async (): Promise<void> => {
    for (const closeNext of closing.splice(0).reverse()) await closeNext();
  };
  try {
    return { ...(await assemble(input, closing)), stop: close };
  } catch (error) {
    await close();
    throw await nameHolder({ error, config: input.config });
  }
}

async function assemble(input: InstanceInput, closing: Closing): Promise<Omit<Instance, 'stop'>> {
  const { cli, config, business, speed } = input;
  const { system, random, pid } = cli;
  const folder = dataFolder({ path: config.DATA_DIR });
  closing.push(keepHeapSmall({ clock: system }).stop);
  const listener = await listenOn(input);
  closing.push(() => listener.close({ graceMs: closeGraceMs }));
  makeDataFolder(folder.path);
  for (const path of filesOf(folder)) makePrivate(path);
  const instance = `${hostname()}-${pid}-${Math.floor(random() * 10 ** instanceSuffixDigits)}`;
  const log = pino(
    { level: config.LOG_LEVEL, base: null },
    pino.destination({ dest: input.logFile ?? 2, sync: true, mode: privateFile }),
  );
  listener.onRefused(({ requestId, status, code }) => log.info({ requestId, status, code }, 'refused'));
  const { backends, handOver } = await openForService({ cli, config, instance, log }, closing);
  const { store } = backends;
  const { clocks, storeClock } = await openClocks({ store, system, business });
  const isStoreTime = clocks.business === storeClock;
  const carrier = await openCarrierOf(input, closing);
  const mail = await openMailOf(input, closing);
  const connections: HttpConnections = createUndiciSend({ clock: system });
  // One core stays free for the service.
  const rehearsals = createRehearsalWorkers({
    most: Math.max(1, availableParallelism() - 1),
    memoryMb: rehearsalMemoryMb,
  });
  closing.push(rehearsals.close);
  const lists = createListReader({ most: availableParallelism() - 1 });
  closing.push(lists.close);
  const open = { instance, now: system.now, log };
  const sendLog =
    config.STORE === 'sqlite'
      ? openSendLog({ ...open, path: folder.sends })
      : openSharedSendLog({ ...open, folder: folder.path });
  closing.push(() => sendLog.close());
  const rules = { shared: sharedLimits(config), calling: callingRulesFor(config.CALLING_RULES) };
  const played = { store, ...rules, log, play: rehearsals.play };
  const service = compose({
    instance,
    version: cli.version,
    ...backends,
    ...chosenBy(input),
    sendLog,
    clocks,
    storeClock,
    random,
    log,
    publicUrl: config.PUBLIC_URL ?? listener.url,
    carrier,
    mail,
    send: connections.send,
    ...rules,
    readList: lists.read,
    copies: createStoreCopies({ store, folder: folder.path, name: String(pid) }),
    rehearse: createStoredRehearsal({ ...played, business: clocks.business }),
    metrics: createProcessRegistry(),
    breathe: () => nextTurn(),
    // Two instances know the time of the store with different errors.
    pacingMarginMs: () =>
      Math.max(minMarginMs, speed() * startJitterMs) + (isStoreTime ? (storeClock?.roundTripMs() ?? 0) : 0),
    paceFrom: config.CARRIER === 'simulator' ? 'answered' : 'sent',
  });
  closing.push(() => connections.close());
  handOver();
  closing.push(() => service.stop({ drain: () => listener.close({ graceMs: closeGraceMs }) }));
  listener.answerWith(service.fetch);
  await service.start();
  writeAddress({ folder: folder.path, address: { url: listener.url, pid, startedAt: system.now() } });
  closing.push(() => removeAddress({ folder: folder.path, pid }));
  return { id: instance, url: listener.url, service, store };
}

/** The parts that the settings decide alone. */
const chosenBy = ({ config, killInstance }: InstanceInput) => ({
  outside: config.BUS === 'nats' ? { publishesEvents: config.NATS_EVENTS_DAYS > 0 } : null,
  carrierName: config.CARRIER,
  development: {
    isInspectable: config.INSPECT === 'on',
    ...(killInstance && config.CARRIER === 'simulator' && { killInstance }),
  },
  times: { searchPeriodMs: config.UNKNOWN_HOLD_SECONDS * 1_000 },
  apiKeys: config.API_KEYS,
  alerts: alertParts(config),
  webhooks: { allow: config.WEBHOOK_ALLOW },
  retention: true,
  httpLimits: { requestsPerSecond: config.API_REQUESTS_PER_SECOND },
});

/** Opens the store and the bus. `closing` closes them, until `handOver` says that the service does. */
async function openForService(
  { cli, config, instance, log }: Pick<InstanceInput, 'cli' | 'config'> & { instance: string; log: Logger },
  closing: Closing,
): Promise<{ backends: Backends; handOver: () => void }> {
  const { system, random } = cli;
  const backends = await openBackends({
    config,
    instance,
    path: dataFolder({ path: config.DATA_DIR }).store,
    onLost: (error) => endWithoutStore({ cli, error }),
    system,
    breathe: () => nextTurn(),
    random,
    log,
  });
  let areOurs = true;
  closing.push(async () => {
    if (!areOurs) return;
    await backends.bus.close();
    await backends.store.close();
  });
  return { backends, handOver: () => (areOurs = false) };
}

async function listenOn({ config: { HOST, PORT }, formerPort }: InstanceInput): ReturnType<typeof listen> {
  if (!formerPort) return listen({ host: HOST, port: PORT });
  return listen({ host: HOST, port: formerPort }).catch(() => listen({ host: HOST, port: PORT }));
}

/** Opens the carrier. `closing` closes it. */
async function openCarrierOf(
  { cli, config, business, seed, scenario = {} }: InstanceInput,
  closing: Closing,
): Promise<CarrierAccount> {
  const { account, close } = await openCarrier({
    config,
    keys: {
      authId: config.PLIVO_AUTH_ID ?? simulatorAccount.authId,
      authToken: config.PLIVO_AUTH_TOKEN ?? simulatorAccount.authToken,
    },
    simulator: {
      clock: clockOfProviders({ cli, business }),
      journal: dataFolder({ path: config.DATA_DIR }).journal,
      seed,
      scenario,
    },
    system: cli.system,
  });
  closing.push(close);
  return account;
}

/** Providers have their own clock, which a change of this machine's clock does not affect. */
function clockOfProviders({ cli, business }: Pick<InstanceInput, 'cli' | 'business'>): Clock {
  return business === cli.system ? createOwnClock({ cli, speed: 1 }) : business;
}

/** Opens what sends email. `closing` closes it. */
async function openMailOf(input: InstanceInput, closing: Closing): Promise<MailParts | null> {
  const { cli, config, seed } = input;
  const journal = dataFolder({ path: config.DATA_DIR }).mailJournal;
  const clock = clockOfProviders(input);
  const { mail, close } = await openMail({ config, clock, system: cli.system, journal, seed });
  closing.push(close);
  return mail;
}
