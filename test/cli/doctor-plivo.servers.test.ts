import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { createSystemClock } from '../../src/platform/system-clock.ts';
import { serveSimulator } from '../../src/simulator/index.ts';
import type { SimulatorOptionsInput } from '../../src/simulator/index.ts';
import { runHere } from './support/fake-cli.ts';
import { writeCampaign } from './support/lists.ts';
import { start, temporaryFolder } from './support/process.ts';

const account = { authId: 'MATESTACCOUNT0000001', authToken: 'token-of-the-test-account' };

async function serveCarrier(options: SimulatorOptionsInput = {}): Promise<string> {
  const clock = createSystemClock();
  const carrier = await serveSimulator({ clock, system: clock, accounts: [account], options });
  onTestFinished(() => carrier.close());
  return carrier.url;
}

type Answer = (input: {
  request: IncomingMessage;
  response: ServerResponse;
  /** Passes the request on, with changes. */
  pass: (change?: { path?: string; headers?: Record<string, string>; date?: string }) => Promise<void>;
}) => Promise<void> | void;

/** A proxy in front of `target`, which a test may change. */
async function openProxy(target: () => string) {
  let answer: Answer = ({ pass }) => pass();
  const server = createServer((request, response) => {
    void answer({
      request,
      response,
      async pass({ path = request.url ?? '/', headers = {}, date } = {}) {
        const body = await text(request);
        const { authorization = '', 'content-type': type = '' } = request.headers;
        const signed = Object.entries(request.headers).filter(([name]) => name.startsWith('x-plivo'));
        const reply = await fetch(new URL(path, target()), {
          method: request.method ?? 'GET',
          headers: {
            ...(Object.fromEntries(signed) as Record<string, string>),
            ...(authorization !== '' && { authorization }),
            ...(type !== '' && { 'content-type': type }),
            ...headers,
          },
          ...(body !== '' && { body }),
        }).catch(() => null);
        const content = reply?.headers.get('content-type') ?? 'text/html';
        response.writeHead(reply?.status ?? 502, { 'content-type': content, ...(date && { date }) });
        response.end(await reply?.text());
      },
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answerWith: (next: Answer) => void (answer = next),
  };
}

/** A port that is free, as far as is known. */
async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return String(port);
}

const settings = (over: Record<string, string>): Record<string, string> => ({
  DATA_DIR: temporaryFolder(),
  CARRIER: 'plivo',
  PLIVO_AUTH_ID: account.authId,
  PLIVO_AUTH_TOKEN: account.authToken,
  ...over,
});

type Findings = Record<string, { ok: boolean; detail: string }>;
async function findingsOf(environment: Record<string, string>): Promise<Findings> {
  const { stdout } = await runHere('doctor --json', { environment });
  const { findings } = JSON.parse(stdout) as { findings: { what: string; ok: boolean; detail: string }[] };
  return Object.fromEntries(findings.map(({ what, ...found }) => [what, found]));
}

test('doctor checks the account, its credit and limits, and the clock', async () => {
  const carrier = await serveCarrier({ credits: 3 });
  const environment = settings({ CARRIER_URL: carrier, PUBLIC_URL: carrier, PORT: '0' });
  expect(await findingsOf(environment)).toMatchObject({
    carrier: { ok: true, detail: expect.stringMatching(/answers and knows the account/) as string },
    'carrier credit': { ok: true, detail: expect.stringMatching(/3\.00 US dollars; it is low/) as string },
    'caller IDs': { ok: true, detail: 'no campaign yet' },
    'carrier limits': { ok: true, detail: expect.stringMatching(/an account in India/) as string },
    clock: { ok: true },
  });
  expect(await findingsOf({ ...environment, CARRIER_REQUESTS_PER_5S: '400' })).toMatchObject({
    'carrier limits': {
      ok: false,
      detail: expect.stringMatching(/Set CARRIER_REQUESTS_PER_5S=300/) as string,
    },
  });
  const wrong = await findingsOf({ ...environment, PLIVO_AUTH_TOKEN: 'other' });
  expect(wrong['carrier']).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/check PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN/) as string,
  });
  const broke = settings({ CARRIER_URL: await serveCarrier({ credits: 0 }), PUBLIC_URL: carrier, PORT: '0' });
  expect((await findingsOf(broke))['carrier credit']).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/Add credit/) as string,
  });

  const proxy = await openProxy(() => carrier);
  const late = new Date(Date.now() + 180_000).toUTCString();
  proxy.answerWith(({ pass }) => pass({ date: late }));
  expect((await findingsOf({ ...environment, CARRIER_URL: proxy.url }))['clock']).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/3 minutes behind that of the carrier.*NTP/) as string,
  });
  proxy.answerWith(({ response }) => void response.end('<html>Sign in</html>'));
  expect((await findingsOf({ ...environment, CARRIER_URL: proxy.url }))['carrier']).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/not as Plivo does/) as string,
  });
});

test('doctor follows a signed callback from PUBLIC_URL to the port, and names what is in the way', async () => {
  const port = await freePort();
  const carrier = await serveCarrier();
  const proxy = await openProxy(() => `http://127.0.0.1:${port}`);
  const environment = settings({ CARRIER_URL: carrier, PUBLIC_URL: proxy.url, PORT: port });
  const through = async (answer: Answer): Promise<string> => {
    proxy.answerWith(answer);
    const { webhooks } = await findingsOf(environment);
    return `${webhooks?.ok ? 'ok' : 'bad'}: ${webhooks?.detail}`;
  };
  expect(await through(({ pass }) => pass({ headers: { 'x-forwarded-proto': 'https' } }))).toMatch(
    /^ok: a signed callback to \S+ arrives.*changes the host to 127.*came by https/,
  );
  const answers = (status: number, headers: Record<string, string> = {}) =>
    through(({ response }) => void response.writeHead(status, headers).end('<html></html>'));
  expect(await answers(301, { location: 'https://calls.example.com/' })).toMatch(
    /^bad: .*set PUBLIC_URL=https:\/\/calls\.example\.com/,
  );
  expect(await answers(302, { location: '/login' })).toMatch(/^bad: .*does not follow: let the proxy answer/);
  expect(await answers(401)).toMatch(/^bad: .*without a login/);
  expect(await answers(404)).toMatch(/^bad: .*is blocked, or PUBLIC_URL is out of date/);
  expect(await answers(502)).toMatch(/^bad: .*does not reach this service/);
  expect(await answers(200)).toMatch(/^bad: .*belongs to another installation/);
  expect(
    await findingsOf({ ...environment, PUBLIC_URL: `http://127.0.0.1:${await freePort()}` }),
  ).toMatchObject({
    webhooks: { ok: false, detail: expect.stringMatching(/nothing listens at 127\.0\.0\.1/) as string },
  });
  expect(await findingsOf({ ...environment, PUBLIC_URL: 'http://no-such-name.invalid' })).toMatchObject({
    webhooks: { ok: false, detail: expect.stringMatching(/is not in DNS/) as string },
  });
  const real = settings({
    PUBLIC_URL: 'http://192.168.7.7',
    PORT: port,
    CARRIER_URL: 'http://carrier.invalid',
  });
  expect((await findingsOf(real))['webhooks']).toMatchObject({
    detail: expect.stringMatching(/reached from this network only/) as string,
  });
});

test('doctor asks a service that runs, finds one with other settings, and checks its caller IDs', async () => {
  const carrier = await serveCarrier({
    numbers: [
      { number: '12025550100', voice: true },
      { number: '12025550101', voice: false },
      { number: '12025550102', voice: true, compliance: 'pending' },
    ],
    verifiedCallerIds: ['12025550103'],
  });
  const folder = temporaryFolder();
  const port = await freePort();
  const proxy = await openProxy(() => `http://127.0.0.1:${port}`);
  const environment = settings({
    DATA_DIR: folder,
    CARRIER_URL: carrier,
    PUBLIC_URL: proxy.url,
    PORT: port,
    LOG_LEVEL: 'silent',
  });
  const serve = start(['serve'], { cwd: folder, environment });
  await serve.says(/ at (http:\S+) /);
  for (const [index, number] of ['00', '01', '02', '03', '04'].entries()) {
    const file = writeCampaign({ folder, name: `c${index}` });
    writeFileSync(file, readFileSync(file, 'utf8').replace('+12025550100', `+120255501${number}`));
    expect(await runHere(`create ${file}`, { environment })).toMatchObject({ code: 0 });
  }
  const found = await findingsOf(environment);
  expect(found['webhooks']).toMatchObject({ ok: true });
  expect(found['caller IDs']?.detail).toBe(
    '+12025550101 is rented, but not for voice: choose another caller ID. ' +
      '+12025550102 is rented, but its compliance application is pending: complete it in the console. ' +
      '+12025550104 does not belong to the account: rent it, or verify it as a caller ID, in the console.',
  );
  proxy.answerWith(({ request, pass }) => pass({ path: (request.url ?? '').replace('?', '?from=proxy&') }));
  expect((await findingsOf(environment))['webhooks']?.detail).toMatch(/changes the path or the query/);
  proxy.answerWith(({ request, pass }) => pass({ path: `/calls${request.url}` }));
  expect((await findingsOf(environment))['webhooks']?.detail).toMatch(/HTTP 404 .*changes the path/);
  proxy.answerWith(({ pass }) => pass());
  const stale = await openProxy(() => `http://127.0.0.1:${port}`);
  expect((await findingsOf({ ...environment, PUBLIC_URL: stale.url }))['webhooks']?.detail).toMatch(
    /has another PUBLIC_URL or another PLIVO_AUTH_TOKEN/,
  );
  serve.child.kill('SIGTERM');
  await serve.ended;
});
