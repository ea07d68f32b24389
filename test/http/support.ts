import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import pino from 'pino';
import { Registry } from 'prom-client';
import { expect } from 'vitest';
import { createPlivoVoice } from '../../src/channels/voice/plivo-voice.ts';
import { createFetchSend } from '../../src/channels/voice/plivo/requests/fetch-send.ts';
import { composeEngine } from '../../src/compose-engine.ts';
import { createPhones } from '../../src/contacts/numbers/phone.ts';
import { renderTemplate } from '../../src/contacts/template.ts';
import { channels } from '../../src/channels/registry.ts';
import type { CampaignDefinitionInput } from '../../src/channels/registry.ts';
import { createApp } from '../../src/http/index.ts';
import type { ApiKey, AppDeps, MachineDescription } from '../../src/http/index.ts';
import { createFinder } from '../../src/http/finder.ts';
import { describeMachine } from '../../src/http/responses/describe-machine.ts';
import { createHttpMetrics } from '../../src/http/metrics/http-metrics.ts';
import type { AppEnv, Route } from '../../src/http/route.ts';
import { keyedRoutes } from '../../src/http/routes/index.ts';
import { createLive } from '../../src/live/index.ts';
import type { Live } from '../../src/live/index.ts';
import { attemptMachine, attemptMachineVersion } from '../../src/machines/attempt/attempt-machine.ts';
import { campaignMachine, campaignMachineVersion } from '../../src/machines/campaign/campaign-machine.ts';
import {
  enrollmentMachine,
  enrollmentMachineVersion,
} from '../../src/machines/enrollment/enrollment-machine.ts';
import { createMemoryBus } from '../../src/messaging/memory/memory-bus.ts';
import type { Store } from '../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { createSeededRandom } from '../../src/platform/random.ts';
import { createListeners } from '../../src/platform/listeners.ts';
import { createVirtualTime } from '../../src/platform/virtual-clock.ts';
import { createQueries } from '../../src/queries/index.ts';
import { createSimulator } from '../../src/simulator/index.ts';
import type { Simulator, SimulatorOptionsInput } from '../../src/simulator/index.ts';

export const account = { authId: 'MAHTTPTESTS000000001', authToken: 'token-of-the-http-tests' };
export const publicUrl = 'http://ringmaster.test';
/** A Monday, 10:00 in New York. */
const start = Date.UTC(2027, 2, 1, 15);
const free = { concurrent: null, perSecond: null };
/** Loading its tables takes a while. */
const phones = createPhones();

/** A key and its secret. */
export function keyOf(id: string, role: ApiKey['role'], client: string): ApiKey & { secret: string } {
  const secret = `secret-of-${id}`;
  return { id, role, client, secret, hash: createHash('sha256').update(secret).digest('hex') };
}

const machines: MachineDescription[] = [
  describeMachine({ machine: campaignMachine, version: campaignMachineVersion }),
  describeMachine({ machine: enrollmentMachine, version: enrollmentMachineVersion }),
  describeMachine({ machine: attemptMachine, version: attemptMachineVersion }),
];

export type Answer<Body = Record<string, unknown>> = {
  status: number;
  headers: Headers;
  text: string;
  body: Body;
};

export type TestService = {
  app: Hono<AppEnv>;
  store: Store;
  live: Live;
  simulator: Simulator;
  deps: AppDeps;
  /** Every route that needs a key, as the documents describe it. */
  routes: readonly Route[];
  /** Sends a request and lets virtual time pass until it is answered. */
  send: <Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer<Body>>;
  /** The same for a `Request`. */
  sendRaw: (request: Request) => Promise<Response>;
  /** Lets virtual time pass until a condition holds. */
  until: (holds: () => boolean | Promise<boolean>) => Promise<void>;
  /** Lets this much virtual time pass. */
  pass: (ms: number) => Promise<void>;
  during: <Result>(promise: Promise<Result>) => Promise<Result>;
  stop: () => void;
  close: () => Promise<void>;
};

export type TestServiceInput = {
  apiKeys?: readonly ApiKey[];
  carrier?: SimulatorOptionsInput;
  /** Wraps the store of the service. */
  wrapStore?: (store: Store) => Store;
  /** A store that remains after the service; the default is a new one. */
  kept?: Store;
  instance?: string;
  /** The random source of ids. */
  seed?: number;
  overrides?: Partial<AppDeps>;
};

/** The real service on an in-memory store, joined in process with the carrier simulator, on virtual time. */
export async function openService({
  apiKeys = [],
  carrier = {},
  wrapStore = (store) => store,
  kept,
  instance = 'instance-1',
  seed = 1,
  overrides = {},
}: TestServiceInput = {}): Promise<TestService> {
  const plain = kept ?? (await openSqliteStore({ path: ':memory:' }));
  const store = wrapStore(plain);
  let busy = 0;
  const time = createVirtualTime({ businessStart: start, settle: () => settle(() => busy > 0) });
  const { clocks } = time;
  const counted = async <Result>(work: Promise<Result>): Promise<Result> => {
    busy += 1;
    try {
      return await work;
    } finally {
      busy -= 1;
    }
  };
  const simulator: Simulator = createSimulator({
    clock: clocks.business,
    system: clocks.system,
    accounts: [account],
    options: carrier,
    fetchCallback: async (request) => app.request(request),
  });
  const log = pino({ level: 'silent' });
  const stopping = new AbortController();
  const committed = createListeners<Parameters<Live['onCommitted']>[0]>();
  const shared = { account: free, global: free, caller: free };
  const voice = createPlivoVoice({
    account: { ...account, baseUrl: 'http://carrier.test', requestsPer5s: 300 },
    isSimulated: true,
    publicUrl,
    send: createFetchSend({
      clock: clocks.system,
      fetch: (request) => counted(simulator.fetch(request)),
    }),
    clocks,
    render: (text, variables) => renderTemplate({ text, contact: variables, campaign: {} }).text,
  });
  const service = composeEngine({
    instance,
    store,
    bus: createMemoryBus(),
    clocks,
    random: createSeededRandom({ seed }),
    log,
    address: publicUrl,
    channels: () => [voice.channel],
    shared,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    onCommitted: committed.tell,
  });
  const owners = { isAlive: service.runtime.isAlive, startCommand: null };
  const queries = createQueries({
    store,
    channels,
    business: clocks.business,
    windowsFor: service.windowsFor,
    shared,
    owners,
  });
  const live = createLive({ queries, store, channels, system: clocks.system, log });
  committed.add(live.onCommitted);
  const deps: AppDeps = {
    engine: service.engine,
    queries,
    store,
    live,
    channels,
    webhooks: voice.webhooks({
      readAttempt: async (id) => (await store.readAttempts([id]))[0] ?? null,
      readTouch: service.runtime.readTouch,
      receive: service.engine.receive,
    }),
    phones,
    machines,
    facts: {
      version: '0.0.0-test',
      instance,
      carrier: 'simulator',
      store: store.describe(),
      bus: 'memory',
      schema: store.schemaVersion(),
    },
    log,
    clocks,
    newId: service.newId,
    apiKeys,
    dependencies: [{ name: 'store', required: true, check: store.health }],
    onSettingsChanged: service.runtime.wakeAll,
    stopping: stopping.signal,
    ...overrides,
  };
  const app = createApp(deps);
  await service.runtime.start();
  const documented = new Registry();
  const routes = keyedRoutes({
    ...deps,
    finder: createFinder(deps),
    metrics: documented,
    httpMetrics: createHttpMetrics({ registry: documented }),
    stopping: stopping.signal,
    importBytes: 0,
  });

  const until: TestService['until'] = async (holds) => {
    let isDone = await holds();
    const ended = await time.run({
      done: () => isDone,
      limitMs: 3_600_000,
      afterEach: async () => {
        isDone = await holds();
      },
    });
    if (ended !== 'done')
      throw new Error(`the condition did not hold within an hour of virtual time (${ended})`);
  };
  const during: TestService['during'] = async (promise) => {
    let isSettled = false;
    const watched = counted(promise);
    watched.then(
      () => (isSettled = true),
      () => (isSettled = true),
    );
    await until(() => isSettled);
    return watched;
  };
  const sendRaw = (request: Request): Promise<Response> => during(Promise.resolve(app.request(request)));

  return {
    app,
    store,
    live,
    simulator,
    deps,
    routes,
    sendRaw,
    until,
    during,
    async pass(ms) {
      await time.run({ limitMs: ms });
    },
    async send<Body>(
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<Answer<Body>> {
      const isText = typeof body === 'string';
      const init: RequestInit = { method, headers: { ...headers } };
      if (body !== undefined) {
        init.body = isText ? body : JSON.stringify(body);
        init.headers = { 'content-type': 'application/json', ...headers };
      }
      const response = await sendRaw(new Request(`http://localhost${path}`, init));
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      const parsed: unknown = isJson ? JSON.parse(text) : {};
      if (response.ok && isJson) expectDocumented({ routes, method, path, reply: parsed });
      return { status: response.status, headers: response.headers, text, body: parsed as Body };
    },
    stop: () => stopping.abort(),
    async close() {
      stopping.abort();
      live.close();
      simulator.close();
      await Promise.race([during(service.runtime.stop()), new Promise((resolve) => setImmediate(resolve))]);
      if (!kept) await plain.close();
    },
  };
}

/** Checks that every reply has exactly the documented form. */
function expectDocumented({
  routes,
  method,
  path,
  reply,
}: {
  routes: readonly Route[];
  method: string;
  path: string;
  reply: unknown;
}): void {
  const parts = path.replace(/\?.*/, '').split('/');
  const route = routes.find(({ method: verb, path: pattern }) => {
    const wanted = pattern.split('/');
    const fits = wanted.length === parts.length;
    return (
      fits &&
      verb.toUpperCase() === method &&
      wanted.every((part, index) => part.startsWith(':') || part === parts[index])
    );
  });
  const schema = route?.reply.schema;
  if (schema) expect(schema.parse(reply)).toEqual(reply);
}

async function settle(isBusy: () => boolean): Promise<void> {
  for (let turn = 0; turn < 4 || (isBusy() && turn < 200); turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export type Json = Record<string, unknown>;

/** A voice campaign with one step that asks a question. */
export function campaignFile(over: Partial<CampaignDefinitionInput> = {}): CampaignDefinitionInput {
  return {
    name: 'spring-checkup',
    contacts: { country: 'US' },
    steps: [
      {
        id: 'reminder',
        channel: 'voice',
        from: '+12025550100',
        flow: [
          { speak: 'Hello {{first_name}}.' },
          { gather: { speak: 'Press 1.', on: { '1': 'confirmed', '9': 'opt-out' } } },
          { speak: 'Good bye.' },
        ],
      },
    ],
    ...over,
  };
}

/** Contacts in New York whose numbers end in these two digits, which decide the outcome of their calls. */
export function csvOf(suffixes: readonly string[]): string {
  const rows = suffixes.map((suffix, index) => `Person ${index + 1},+1212${55500 + index}${suffix}`);
  return `first_name,phone\n${rows.join('\n')}\n`;
}
