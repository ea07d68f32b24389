import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import { mountedRoutes } from '../support/service/mounted-routes.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

let service: TestService;
let ids: string[];
beforeAll(async () => {
  service = await startService({ owner: 'caller' });
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile({ keepOpen: true }));
  const campaign = String(body['id']);
  const upload = await service.send('POST', `/v1/campaigns/${campaign}/contacts`, csvOf(['14', '00']), {
    'content-type': 'text/csv',
  });
  const call = await service.send<{ call: { id: string; contact: string } }>('POST', '/v1/calls', {
    to: '+12125550114',
    from: '+12025550100',
    speak: 'Hello.',
  });
  ids = [
    campaign,
    'spring-checkup',
    'direct',
    String(upload.body['id']),
    call.body.call.id,
    call.body.call.contact,
  ];
});
afterAll(() => service.close());

const runs = { numRuns: 150 };

/** Checks the rules of every answer, for any request. Returns the rules that the answer breaks. */
async function faultsOf(response: Response): Promise<string[]> {
  if (response.status < 400) {
    await response.body?.cancel();
    return [];
  }
  const text = await response.text();
  const faults: string[] = [];
  if (response.status === 500) faults.push(`it is a fault: ${text}`);
  if (response.headers.get('content-type') !== 'application/problem+json')
    faults.push('it is no problem+json');
  if (/node_modules|\.ts:\d+|SELECT |INSERT /.test(text)) faults.push(`it shows what is inside: ${text}`);
  if (response.body === null) return faults;
  const { status, code, detail, requestId } = JSON.parse(text) as Record<string, unknown>;
  if (status !== response.status) faults.push('its status is another');
  if (typeof code !== 'string' || !/^[a-z]+[a-z.-]*$/.test(code)) faults.push(`its code is ${String(code)}`);
  if (typeof detail !== 'string' || detail === '') faults.push('it has no detail');
  if (requestId !== response.headers.get('x-request-id')) faults.push('its request id is another');
  return faults;
}

async function expectAnswer(response: Response, request: string): Promise<void> {
  expect({ request, faults: await faultsOf(response) }).toEqual({ request, faults: [] });
}

async function isAlive(): Promise<boolean> {
  return (await service.send('GET', '/v1/campaigns')).status === 200;
}

const paths = () => [...new Set(mountedRoutes(service).map(({ path }) => path))];
const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '',
    '.',
    '..',
    '%00',
    '%',
    '%zz',
    '__proto__',
    'null',
    '-1',
    '1e999',
    '[]',
    '["x"]',
    '[1,2]',
  ),
);
const part = (value: string): string => {
  try {
    return encodeURIComponent(value) || 'x';
  } catch {
    return 'x';
  }
};
const known = () => fc.constantFrom(...ids);
const filled = () =>
  fc
    .tuple(
      fc.constantFrom(...paths()),
      fc.array(fc.oneof({ weight: 3, arbitrary: known() }, word), { minLength: 2, maxLength: 2 }),
    )
    .map(([path, values]) => {
      let index = 0;
      return path.replaceAll(/:\w+/g, () => part(values[index++ % values.length] ?? 'x'));
    });
const query = fc
  .dictionary(
    fc.constantFrom(
      'client',
      'limit',
      'after',
      'state',
      'active',
      'campaign',
      'topics',
      'contact',
      'resume',
      'x',
    ),
    fc.oneof(word, fc.integer().map(String)),
    { maxKeys: 3 },
  )
  .map((entries) =>
    Object.entries(entries)
      .map(([name, value]) => `${name}=${part(value)}`)
      .join('&'),
  );
const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD');
const type = fc.constantFrom(
  'application/json',
  'text/csv',
  'application/x-ndjson',
  'application/x-www-form-urlencoded',
  'text/plain',
  '',
  'application/json; charset=utf-16',
);
const header = fc.stringMatching(/^[\x21-\x7e]{1,60}$/);

function requestOf(
  verb: string,
  target: string,
  headers: Record<string, string>,
  body: string | Uint8Array<ArrayBuffer> | null,
): Request {
  const isBare = verb === 'GET' || verb === 'HEAD';
  return new Request(`http://localhost${target}`, { method: verb, headers, body: isBare ? null : body });
}

test('no request makes the service fail', async () => {
  await fc.assert(
    fc.asyncProperty(
      filled(),
      query,
      method,
      type,
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.json().map((text) => new TextEncoder().encode(text)),
      ),
      fc.dictionary(
        fc.constantFrom('x-request-id', 'idempotency-key', 'last-event-id', 'authorization'),
        header,
      ),
      async (path, search, verb, contentType, body, extra) => {
        const target = search === '' ? path : `${path}?${search}`;
        const headers = { ...extra, 'content-type': contentType };
        const response = await service.sendRaw(requestOf(verb, target, headers, new Uint8Array(body)));
        await expectAnswer(response, `${verb} ${target}`);
      },
    ),
    { ...runs, numRuns: 400 },
  );
  expect(await isAlive()).toBe(true);
});

test('no path makes the service fail', async () => {
  await fc.assert(
    fc.asyncProperty(fc.webPath(), fc.webQueryParameters(), method, async (path, search, verb) => {
      const target = `/${path.replace(/^\/+/, '')}?${search}`;
      await expectAnswer(await service.sendRaw(requestOf(verb, target, {}, null)), `${verb} ${target}`);
    }),
    runs,
  );
  expect(await isAlive()).toBe(true);
});

/** Bodies with the right keys and strange values. */
const near = fc.oneof(
  fc.constantFrom(
    null,
    true,
    -1,
    0,
    1.5,
    1e308,
    '',
    'x',
    '+12125550114',
    '+12025550100',
    '9:00',
    '09:00',
    '25:00',
    '1s',
    '30m',
    '999999999999d',
    'UTC',
    'default',
    '*',
    '2027-03-01T15:00:00Z',
    '9999-12-31T23:59:59Z',
    [],
    {},
  ),
  fc.jsonValue({ maxDepth: 2 }),
) as fc.Arbitrary<unknown>;
const keys = [
  'name',
  'client',
  'steps',
  'sendWindow',
  'rateLimits',
  'retry',
  'priority',
  'variables',
  'end',
  'startAt',
  'reason',
  'hangUp',
  'to',
  'from',
  'speak',
  'flow',
  'timezone',
  'outsideHours',
  'ringTimeout',
  'address',
  'limits',
  'sequences',
  'contacts',
  'keepOpen',
  '__proto__',
  'constructor',
];
const nearBody = fc.dictionary(fc.constantFrom(...keys), near, { maxKeys: 5 });

test('no JSON body with the right keys makes the service fail', async () => {
  const targets = () =>
    fc.constantFrom(
      'POST /v1/campaigns',
      `PATCH /v1/campaigns/${ids[0]}`,
      `POST /v1/campaigns/${ids[0]}/start`,
      `POST /v1/campaigns/${ids[0]}/pause`,
      `POST /v1/campaigns/${ids[0]}/cancel`,
      'POST /v1/calls',
      'POST /v1/suppressions',
      'PUT /v1/clients/northwind',
      'POST /v1/clients/northwind/pause',
      'POST /v1/pause',
    );
  const valid = [
    { ...campaignFile({ name: 'near' }) },
    { to: '+12125550114', from: '+12025550100', speak: 'Hello.' },
    {},
  ];
  await fc.assert(
    fc.asyncProperty(targets(), fc.constantFrom(...valid), nearBody, async (target, base, over) => {
      const [verb = '', path = ''] = target.split(' ');
      const body = JSON.stringify({ ...base, ...over });
      const response = await service.sendRaw(
        requestOf(verb, path, { 'content-type': 'application/json' }, body),
      );
      await expectAnswer(response, `${target} ${body}`);
    }),
    { ...runs, numRuns: 300 },
  );
  expect(await isAlive()).toBe(true);
});

test('no list of contacts makes the service fail', async () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom('+12125550147', '"', '', "',"),
  );
  const table = fc
    .array(fc.array(cell, { maxLength: 4 }), { maxLength: 6 })
    .map((rows) => ['phone,first_name', ...rows.map((cells) => cells.join(','))].join('\n'));
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile({ name: 'lists' }));
  const path = `/v1/campaigns/${String(body['id'])}/contacts`;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('text/csv', 'application/x-ndjson', 'application/json'),
      fc.oneof(
        table.map((text) => new TextEncoder().encode(text)),
        fc.uint8Array({ maxLength: 200 }),
        fc.json().map((text) => new TextEncoder().encode(text)),
      ),
      async (contentType, bytes) => {
        const request = requestOf('POST', path, { 'content-type': contentType }, new Uint8Array(bytes));
        await expectAnswer(
          await service.sendRaw(request),
          `${contentType} ${Buffer.from(bytes).toString('base64')}`,
        );
      },
    ),
    runs,
  );
  const imports = await service.send<{ items: { state: string }[] }>(
    'GET',
    path.replace('contacts', 'imports'),
  );
  expect(imports.body.items.every(({ state }) => state !== 'open')).toBe(true);
});

test('no unsigned callback makes the service fail or changes anything', async () => {
  const before = await service.store.listAttempts({ limit: 100 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('answer', 'ring', 'hangup', 'machine'),
      query,
      fc.dictionary(word, word, { maxKeys: 5 }),
      fc.dictionary(
        fc.constantFrom('x-plivo-signature-v3', 'x-plivo-signature-ma-v3', 'x-plivo-signature-v3-nonce'),
        header,
      ),
      async (kind, search, fields, headers) => {
        const form = Object.entries(fields)
          .map(([name, value]) => `${part(name)}=${part(value)}`)
          .join('&');
        const target = `/webhooks/plivo/${kind}?attempt=${ids[4]}&campaign=${ids[0]}&${search}`;
        const response = await service.sendRaw(requestOf('POST', target, headers, form));
        expect(response.status).toBe(403);
        await expectAnswer(response, target);
      },
    ),
    runs,
  );
  expect((await service.store.listAttempts({ limit: 100 })).items.length).toBe(before.items.length);
});
