import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { RingmasterError } from '../../src/domain/errors.ts';
import type { ErrorFamily } from '../../src/domain/errors.ts';
import { problemReply } from '../../src/http/errors.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

describe('the mapping', () => {
  const of = (family: ErrorFamily, code = 'some.code') =>
    problemReply({
      error: new RingmasterError({
        code,
        family,
        message: 'What happened.',
        hint: 'What to do.',
        details: { state: 'draft', status: 1, code: 'faked' },
      }),
      requestId: 'req_1',
    });

  test.each([
    ['invalid', 422],
    ['not-found', 404],
    ['conflict', 409],
    ['refused', 403],
    ['overloaded', 503],
    ['fault', 500],
  ] as const)('an error of the family %s is answered with %i', (family, status) => {
    const reply = of(family);
    expect(reply.status).toBe(status);
    expect(reply.problem).toMatchObject({ status, code: 'some.code', requestId: 'req_1' });
  });

  test('details are added to the standard members, and never replace them', () => {
    expect(of('conflict').problem).toMatchObject({ state: 'draft', status: 409, code: 'some.code' });
  });

  test('an overload says when to repeat the request', () => {
    expect(of('overloaded').headers['retry-after']).toBe('2');
  });

  test('only the code of a fault is shown', () => {
    const { problem, isFault } = of('fault');
    expect(isFault).toBe(true);
    expect(JSON.stringify(problem)).not.toMatch(/What happened|What to do|draft/);
  });

  test('an unknown error shows no details', () => {
    const { status, problem } = problemReply({
      error: new Error('SELECT secret FROM parties'),
      requestId: 'req_1',
    });
    expect(status).toBe(500);
    expect(JSON.stringify(problem)).not.toMatch(/SELECT|at .*\.ts/);
  });

  test('a store that cannot be used is answered with a time to repeat, without file names', () => {
    const { status, headers, problem } = of('fault', 'store.failed');
    expect({ status, headers }).toEqual({ status: 503, headers: { 'retry-after': '2' } });
    expect(JSON.stringify(problem)).not.toContain('What happened');
  });

  test('a refusal by a schema names path and message of each issue', () => {
    const { error } = z
      .object({ a: z.object({ b: z.number() }), c: z.string() })
      .safeParse({ a: { b: 'x' } });
    const { status, problem } = problemReply({ error, requestId: 'req_1' });
    expect(status).toBe(422);
    expect(problem).toMatchObject({
      code: 'request.invalid',
      detail: expect.stringContaining('a.b: '),
      issues: [{ path: 'a.b' }, { path: 'c' }],
    });
  });
});

describe('over HTTP', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await startService();
  });

  test('a missing resource is a problem with a code, a hint and the id of the request', async () => {
    const { status, headers, body } = await service.send('GET', '/v1/nothing', undefined, {
      'x-request-id': 'my-request.1',
    });
    expect(status).toBe(404);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(headers.get('x-request-id')).toBe('my-request.1');
    expect(body).toMatchObject({
      type: 'urn:ringmaster:problem:request.not-found',
      title: 'Not Found',
      status: 404,
      code: 'request.not-found',
      requestId: 'my-request.1',
    });
  });

  test('a request id that could damage a log is replaced', async () => {
    const { headers } = await service.send('GET', '/healthz', undefined, { 'x-request-id': 'a b"c' });
    expect(headers.get('x-request-id')).toMatch(/^req_[0-9A-Z]{26}$/);
  });

  test('a refused method is answered with the allowed methods', async () => {
    const { status, headers, body } = await service.send('PUT', '/v1/campaigns');
    expect({ status, code: body['code'] }).toEqual({ status: 405, code: 'request.method-not-allowed' });
    expect(headers.get('allow')).toBe('POST, GET');
  });

  test('malformed JSON is 400', async () => {
    const { status, body } = await service.send('POST', '/v1/campaigns', '{"name": ');
    expect({ status, code: body['code'] }).toEqual({ status: 400, code: 'request.malformed-json' });
  });

  test.each([
    ['PATCH', '/v1/campaigns/spring-checkup'],
    ['POST', '/v1/campaigns'],
    ['POST', '/v1/calls'],
  ])('%s %s without a body is refused', async (method, path) => {
    await service.send('POST', '/v1/campaigns', campaignFile());
    const { status, body } = await service.send(method, path);
    expect({ status, code: body['code'] }).toEqual({ status: 400, code: 'request.body-missing' });
  });

  test('JSON that is not UTF-8 is 400', async () => {
    const response = await service.sendRaw(
      new Request('http://localhost/v1/campaigns', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]),
      }),
    );
    expect(response.status).toBe(400);
  });

  test('a body of the type of a form is 415, so that no web page can send it', async () => {
    const { status, body } = await service.send('POST', '/v1/campaigns', '{"name":"x"}', {
      'content-type': 'text/plain',
    });
    expect({ status, code: body['code'] }).toEqual({ status: 415, code: 'request.media-type' });
  });

  test('a huge body is 413, with and without Content-Length', async () => {
    const huge = `{"name":"${'x'.repeat(1_100_000)}"}`;
    const said = await service.send('POST', '/v1/campaigns', huge, { 'content-length': '1100011' });
    expect(said.status).toBe(413);
    const unsaid = await service.sendRaw(
      new Request('http://localhost/v1/campaigns', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: new Blob([huge]).stream(),
        duplex: 'half',
      }),
    );
    expect(unsaid.status).toBe(413);
  });

  test('a body nested too deeply is 422', async () => {
    const { status, body } = await service.send(
      'POST',
      '/v1/campaigns',
      `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    );
    expect({ status, code: body['code'] }).toEqual({ status: 422, code: 'request.too-deep' });
  });

  test('a body of too many values is 422 before it is validated', async () => {
    const flow = Array.from({ length: 6_000 }, () => 0).join(',');
    const { status, body } = await service.send('POST', '/v1/campaigns', `{"name":"a","flow":[${flow}]}`);
    expect({ status, code: body['code'] }).toEqual({ status: 422, code: 'request.too-many-values' });
  });

  test('of very many unknown keys the first are listed, with the number of the others', async () => {
    const keys = Object.fromEntries(Array.from({ length: 700 }, (_, index) => [`stepz${index}`, 1]));
    const { status, body } = await service.send('POST', '/v1/campaigns', JSON.stringify(keys));
    expect(status).toBe(422);
    const issues = (body as { issues: { message: string }[] }).issues;
    const messages = issues.map(({ message }) => message);
    expect(messages.filter((message) => message === 'unknown key')).toHaveLength(50);
    expect(messages).toContain('has 650 more unknown keys');
  });

  test('an unknown query parameter is 422 and not ignored', async () => {
    const { status, body } = await service.send('GET', '/v1/campaigns?limt=5');
    expect({ status, code: body['code'] }).toEqual({ status: 422, code: 'request.invalid' });
    expect(body['detail']).toContain('limt');
  });

  test('every answer forbids sniffing, framing and scripts, and names the carrier as a simulator', async () => {
    for (const path of ['/healthz', '/v1/campaigns', '/nowhere']) {
      const { headers } = await service.send('GET', path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-ringmaster-carrier')).toBe('simulator');
    }
  });

  test('a store that fails is answered with 503 and the service continues', async () => {
    let isDown = false;
    const logged: string[] = [];
    const broken = await startService({
      log: pino({ level: 'warn' }, { write: (line) => void logged.push(line) }),
      wrapStore: (store) => ({
        ...store,
        async listCampaigns(input) {
          if (!isDown) return store.listCampaigns(input);
          throw new RingmasterError({
            code: 'store.full',
            family: 'overloaded',
            message: 'The disk of /srv/data/ringmaster.db is full: nothing of this write was kept.',
            details: { file: '/srv/data/ringmaster.db' },
          });
        },
      }),
    });
    isDown = true;
    const { status, headers, body } = await broken.send('GET', '/v1/campaigns');
    expect({ status, code: body['code'] }).toEqual({ status: 503, code: 'store.full' });
    expect(JSON.stringify(body)).not.toContain('/srv');
    expect(headers.get('retry-after')).toBe('2');
    expect(logged.join('')).toContain('"route":"/v1/campaigns","status":503');
    isDown = false;
    expect((await broken.send('GET', '/v1/campaigns')).status).toBe(200);
  });
});
