import { createRequire } from 'node:module';
import { Agent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { connect } from 'node:net';
import plivo from 'plivo';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import {
  type FaultRuleInput,
  serveSimulator,
  type SimulatorOptionsInput,
} from '../../src/simulator/index.ts';
import { createFastClocks } from '../support/time/fast-clocks.ts';
import { account, basic, callTo } from './carrier.ts';

/** So fast that ring times take milliseconds. */
const { clock, system } = createFastClocks(100);

const sdkAxios = createRequire(createRequire(import.meta.url).resolve('plivo'))('axios') as {
  defaults: { httpsAgent?: HttpsAgent };
};
afterEach(() => {
  delete sdkAxios.defaults.httpsAgent;
});

/**
 * The SDK's host is hard-coded, so its TLS connections to api.plivo.com are replaced with plain ones to the local
 * port.
 */
function createClient(port: number, token = account.authToken) {
  const agent = new HttpsAgent({ keepAlive: false });
  agent.createConnection = () => connect(port, '127.0.0.1');
  sdkAxios.defaults.httpsAgent = agent;
  return new plivo.Client(account.authId, token);
}

async function serve(options: SimulatorOptionsInput = {}, faults: FaultRuleInput[] = []) {
  const events: string[] = [];
  const told = Promise.withResolvers<void>();
  const server = await serveSimulator({
    clock,
    system,
    accounts: [account],
    options: { ...options, faults },
    fetchCallback: async (request) => {
      const event = new URLSearchParams(await request.text()).get('Event') ?? '';
      events.push(event);
      if (event === 'Hangup') told.resolve();
      return new Response('<Response><Wait length="250"/></Response>');
    },
  });
  onTestFinished(server.close);
  return { ...server, events, told: told.promise };
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => void setTimeout(resolve, 2));
};

const { from, to, answer_url, ring_url, hangup_url } = callTo('+12025550100');

test('the plivo SDK makes, finds, hangs up and looks up a call', async () => {
  const { port, simulator, events, told } = await serve();
  const client = createClient(port);
  const created = await client.calls.create(from, to, answer_url, {
    ringUrl: ring_url,
    hangupUrl: hangup_url,
  });
  expect(created).toMatchObject({ message: 'call fired' });
  const uuid = String(created.requestUuid);

  const live = await client.calls.getLiveCall(uuid);
  expect(live).toMatchObject({ callUuid: uuid, direction: 'outbound', to: '12025550100' });
  expect(await client.calls.listLiveCalls({})).toMatchObject([{ id: uuid }]);
  expect(await client.calls.listQueuedCalls()).toEqual([]);

  await until(() => simulator.calls()[0]?.state === 'in-progress');
  await client.calls.hangup(uuid);
  await told;
  expect(events).toEqual(['Ring', 'StartApp', 'Hangup']);

  await until(() => clock.now() > (simulator.calls()[0]?.endedAt ?? 0) + 5000);
  expect(await client.calls.get(uuid)).toMatchObject({
    callUuid: uuid,
    hangupSource: 'API Request',
    callState: 'ANSWER',
  });
  const page = await client.calls.list({ toNumber: '12025550100', limit: 5 });
  expect(page).toHaveLength(1);
  expect(page).toMatchObject({ 0: { callUuid: uuid, hangupCauseCode: 4000 } });
});

/** Fields that the SDK's response class declares and the answer does not have. */
const missing = (response: object): string[] =>
  Object.entries(response).flatMap(([name, value]) => (value === undefined ? [name] : []));

test('the plivo SDK finds every field that it declares, in live and queued calls and in records', async () => {
  const { port, simulator } = await serve({ callsPerSecond: 0.01 });
  const client = createClient(port);
  const first = String((await client.calls.create(from, to, answer_url)).requestUuid);
  const created = await client.calls.create(from, to, answer_url);
  expect(created).toMatchObject({ message: 'call queued' });
  expect(missing(created)).toEqual([]);
  const second = String(created.requestUuid);

  const live = await client.calls.getLiveCall(first);
  expect(live).toMatchObject({ requestUuid: first, callUuid: first });
  expect(missing(live)).toEqual([]);
  expect(await client.calls.listLiveCalls({ toNumber: '12025550199' })).toEqual([]);
  expect(await client.calls.listQueuedCalls()).toMatchObject([{ id: second }]);
  const queued = await client.calls.getQueuedCall(second);
  expect(queued).toMatchObject({ callStatus: 'queued', requestUuid: second });
  expect(missing(queued)).toEqual([]);
  await expect(client.calls.getLiveCall(second)).rejects.toMatchObject({ status: 404 });

  await client.calls.cancel(second);
  expect(await client.calls.listQueuedCalls()).toEqual([]);
  const cancelled = simulator.calls()[1];
  await until(() => clock.now() > (cancelled?.endedAt ?? Infinity) + 5000);
  const record = await client.calls.get(second);
  expect(record).toMatchObject({ hangupCauseCode: 1000, callState: 'CANCEL' });
  expect(missing(record)).toEqual([]);
  const { 0: listed } = (await client.calls.list({ hangupCauseCode: 1000 })) as { 0?: object };
  expect(missing(listed ?? { nothing: undefined })).toEqual([]);
});

/** Methods of the SDK that its types do not declare. */
type Streaming = {
  stream: (callUuid: string, serviceUrl: string, more: object) => Promise<{ streamId: string }>;
  stopStream: (callUuid: string, streamId: string) => Promise<unknown>;
  stopAllStream: (callUuid: string) => Promise<unknown>;
  transfer: (callUuid: string, to: object) => Promise<unknown>;
};

test('the plivo SDK places in bulk, plays, speaks, records, streams and transfers', async () => {
  const { port, simulator } = await serve();
  const client = createClient(port);
  const bulk = await client.calls.create(from, `${to}<12025550101`, answer_url);
  expect(bulk).toMatchObject({
    message: 'calls fired',
    requestUuid: [expect.any(String), expect.any(String)],
  });
  const [uuid = ''] = bulk.requestUuid;
  const streaming = client.calls as unknown as Streaming;
  await until(() => simulator.calls()[0]?.state === 'in-progress');

  const recording = await client.calls.record(uuid, {});
  const stream = await streaming.stream(uuid, 'wss://bot.test/', {});
  const answers = [
    recording,
    stream,
    await client.calls.speakText(uuid, 'Hello', {}),
    await client.calls.playMusic(uuid, 'https://customer.test/a.mp3', {}),
    await client.calls.sendDigits(uuid, '1', {}),
  ];
  for (const answer of answers) expect(missing(answer)).toEqual([]);
  await client.calls.stopRecording(uuid, {});
  await streaming.stopStream(uuid, stream.streamId);
  await streaming.stopAllStream(uuid);
  await client.calls.stopSpeakingText(uuid);
  await client.calls.stopPlayingMusic(uuid);
  const transfer = { legs: 'aleg', alegUrl: 'https://customer.test/other?attempt=a1' };
  const transferred = await streaming.transfer(uuid, transfer);
  expect(transferred).toMatchObject({ message: 'transfer executed', callUuids: [uuid] });
});

test('with accepted-then-500 the stock SDK calls one contact three times', async () => {
  const { port, simulator } = await serve({ callsPerSecond: 10 }, [{ fault: 'accepted-then-500' }]);
  const client = createClient(port);
  await expect(client.calls.create(from, to, answer_url)).rejects.toThrow('internal server error');
  expect(simulator.audit()).toMatchObject({ placements: 3, doubles: ['a1'], perAttempt: { a1: 3 } });
});

test('after one 500 the stock SDK reports success, although it has called twice', async () => {
  const { port, simulator } = await serve({ callsPerSecond: 10 }, [{ fault: 'accepted-then-500', times: 1 }]);
  const created = await createClient(port).calls.create(from, to, answer_url);
  expect(created).toMatchObject({ message: 'call fired' });
  expect(simulator.audit()).toMatchObject({ placements: 2, doubles: ['a1'] });
});

test('the stock SDK does not repeat after a reset or a 429, and hides the status of the latter', async () => {
  const reset = await serve({}, [{ fault: 'accepted-then-reset' }]);
  const failure: unknown = await createClient(reset.port)
    .calls.create(from, to, answer_url)
    .catch((error: unknown) => error);
  expect(failure).toBeTypeOf('string');
  expect(reset.simulator.audit().placements).toBe(1);

  const busy = await serve({}, [{ fault: 'reject-429' }]);
  const refusal: unknown = await createClient(busy.port)
    .calls.create(from, to, answer_url)
    .catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Error);
  expect(refusal).not.toHaveProperty('status');
  expect(busy.simulator.faults.rules()).toMatchObject([{ struck: 1 }]);
});

test('the SDK sees wrong credentials, a wrong request and an unknown call as errors', async () => {
  const { port } = await serve();
  await expect(createClient(port, 'wrong').calls.create(from, to, answer_url)).rejects.toMatchObject({
    status: 401,
  });
  const client = createClient(port);
  await expect(client.calls.create(from, 'CALL-ME', answer_url)).rejects.toThrow(
    'to parameter must be phone numbers',
  );
  await expect(client.calls.get('unknown')).rejects.toMatchObject({ status: 404 });
});

/** Places a call with a plain HTTP client. Resolves with the status or the code of the error. */
function placeOverTcp(port: number, timeout = 5000): Promise<number | string | undefined> {
  return new Promise((resolve) => {
    const headers = { authorization: basic(account), 'content-type': 'application/json' };
    const path = `/v1/Account/${account.authId}/Call/`;
    const agent = new Agent({ keepAlive: false });
    const request = httpRequest(
      { port, host: '127.0.0.1', path, method: 'POST', headers, timeout, agent },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    request.on('timeout', () => request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    request.end(JSON.stringify(callTo('+12025550101')));
  });
}

test.each([
  ['accepted-then-reset', 'ECONNRESET', 1],
  ['reset', 'ECONNRESET', 0],
  ['accepted-then-no-reply', 'ETIMEDOUT', 1],
] as const)('%s reaches a client over TCP as %s', async (fault, code, placements) => {
  const { port, simulator } = await serve({}, [{ fault }]);
  expect(await placeOverTcp(port, 200)).toBe(code);
  expect(simulator.audit().placements).toBe(placements);
});

test('answers further requests after a reset', async () => {
  const { port } = await serve({}, [{ fault: 'reset', times: 1 }]);
  expect(await placeOverTcp(port)).toBe('ECONNRESET');
  expect(await placeOverTcp(port)).toBe(201);
});

test('refuses to start on a port in use', async () => {
  const { port } = await serve();
  await expect(serveSimulator({ clock, system, port, accounts: [account] })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
