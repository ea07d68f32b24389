import { beforeEach, describe, expect, test } from 'vitest';
import { keyOf } from '../support/builders/api-keys.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import type { Json } from '../support/service/api-client.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

type Media = { schema: Json; example?: unknown };
type Operation = {
  operationId: string;
  parameters?: (Json & { name: string; in: string; schema: Json })[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
  security?: Json[];
};
type Api = {
  servers: { url: string }[];
  security: Json[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json> };
};

let service: TestService;
let api: Api;
beforeEach(async () => {
  service = await startService();
  api = (await service.send<Api>('GET', '/openapi.json')).body;
});

const operations = () =>
  Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
const parameter = (path: string, name: string) =>
  api.paths[path]?.['get']?.parameters?.find((one) => one.name === name);
const resolved = (schema: Json): Json => {
  const ref = schema['$ref'];
  if (typeof ref !== 'string') return schema;
  return api.components.schemas[ref.split('/').at(-1) ?? ''] ?? {};
};

describe('the OpenAPI document', () => {
  test('names its server, and keys only if there are keys', async () => {
    expect(api.servers.map(({ url }) => url)).toEqual(['/']);
    expect(api.security).toEqual([]);
    const viewer = keyOf('eye', 'viewer', '*');
    service = await startService({ apiKeys: [viewer] });
    const headers = { 'x-api-key': viewer.secret };
    api = (await service.send<Api>('GET', '/openapi.json', undefined, headers)).body;
    expect(api.security).toEqual([{ bearer: [] }, { header: [] }]);
    for (const { path, operation } of operations()) {
      if (!operation.security) expect(Object.keys(operation.responses), path).toContain('401');
    }
  });

  test('has the real types of query parameters', () => {
    expect(parameter('/v1/calls', 'active')?.schema).toEqual({ type: 'boolean' });
    expect(parameter('/v1/calls', 'limit')?.schema).toEqual({
      type: 'integer',
      minimum: 1,
      maximum: 500,
      default: 50,
    });
    for (const path of ['/v1/campaigns', '/v1/campaigns/{id}/contacts']) {
      const state = parameter(path, 'state');
      expect(state).toMatchObject({ style: 'form', explode: false });
      expect(state?.schema).toMatchObject({ type: 'array', items: { type: 'string' } });
      const { enum: words } = (state?.schema['items'] ?? {}) as { enum?: string[] };
      expect(words).toContain('paused');
    }
  });

  test('lists the errors of every operation by status, each as a problem', () => {
    for (const { path, method, operation } of operations()) {
      const name = `${method} ${path}`;
      for (const [status, { content }] of Object.entries(operation.responses)) {
        if (!/^[45]/.test(status) || path === '/readyz') continue;
        expect(content?.['application/problem+json']?.schema, `${name} ${status}`).toEqual({
          $ref: '#/components/schemas/Problem',
        });
      }
      if (operation.requestBody && !/^\/webhooks|-url$/.test(path))
        expect(Object.keys(operation.responses), name).toEqual(expect.arrayContaining(['413', '415', '422']));
      if (operation.parameters?.some((one) => one.in === 'path'))
        expect(Object.keys(operation.responses), name).toContain('404');
    }
  });

  test('describes itself as an object', () => {
    const schema =
      api.paths['/openapi.json']?.['get']?.responses['200']?.content?.['application/json']?.schema;
    expect(resolved(schema ?? {})).toMatchObject({ type: 'object' });
  });

  test('says whether a body may have other keys, as the service does', async () => {
    const schemas = service.routes.filter(({ body, stream }) => body && !stream);
    expect(schemas.length).toBeGreaterThan(15);
    for (const { path, method, body, documentedBody, example } of schemas) {
      const template = path.replaceAll(/:(\w+)/g, '{$1}');
      const media = api.paths[template]?.[method]?.requestBody?.content['application/json'];
      expect(resolved(media?.schema ?? {})['additionalProperties'], path).toBe(false);
      const strange = { ...(example as object | undefined), nobodyKnows: 1 };
      expect((documentedBody ?? body)?.safeParse(strange).success, path).toBe(false);
    }
  });

  test('has a valid example of every body that is more than {}', () => {
    for (const { path, body, documentedBody, example, stream } of service.routes) {
      if (stream) continue;
      const schema = documentedBody ?? body;
      if (!schema || (example === undefined && Object.keys((schema as never)['shape']).length === 0))
        continue;
      expect(example, path).toBeDefined();
      expect(schema.safeParse(example).error, path).toBeUndefined();
    }
  });

  test('has examples that the service accepts', async () => {
    const examples = service.routes.filter(({ example }) => example !== undefined);
    for (const { method, path, example } of examples) {
      const target = path.replace(':id', path.startsWith('/v1/clients') ? 'northwind' : 'spring-checkup');
      const address = target
        .replace(':pool', 'support')
        .replace(':contact', encodeURIComponent('+12025550123'))
        .replace(':number', '+12025550123')
        .replace(':address', 'ann@example.com');
      const { status } = await service.send(method.toUpperCase(), address, example);
      expect([200, 201, 202, 404, 409], `${method} ${path}`).toContain(status);
    }
  });

  test('shows each kind of list that an import accepts, with an example', async () => {
    await service.send('POST', '/v1/campaigns', campaignFile());
    const content = api.paths['/v1/campaigns/{id}/contacts']?.['post']?.requestBody?.content ?? {};
    expect(Object.keys(content)).toEqual(['text/csv', 'application/x-ndjson', 'application/json']);
    for (const [type, { example, schema }] of Object.entries(content)) {
      expect(schema['type']).toBe(type === 'application/json' ? 'array' : 'string');
      const path = '/v1/campaigns/spring-checkup/contacts';
      const { status, body } = await service.send('POST', path, example, { 'content-type': type });
      expect({ status, rows: Number(body['enrolled']) + Number(body['duplicates']) }).toEqual({
        status: 201,
        rows: 1,
      });
    }
  });

  test('requires one of flow, speak and answerUrl in a single call', () => {
    const body = api.paths['/v1/calls']?.['post']?.requestBody?.content['application/json']?.schema ?? {};
    expect(resolved(body)['oneOf']).toEqual([
      { required: ['flow'] },
      { required: ['speak'] },
      { required: ['answerUrl'] },
    ]);
  });
});

describe('parameters must have exactly the documented form', () => {
  test.each([
    '/v1/calls?active=1',
    '/v1/calls?active=yes',
    '/v1/calls?active=TRUE',
    '/v1/calls?active=',
    '/v1/calls?limit=0x10',
    '/v1/calls?limit=1e1',
    '/v1/calls?limit=+5',
    '/v1/calls?limit=%205',
    '/v1/calls?limit=5.0',
    '/v1/calls?limit=501',
    '/v1/calls?limit=0',
    '/v1/campaigns?state=',
    '/v1/campaigns?state=running,',
    '/v1/campaigns?state=Running',
    '/v1/campaigns/spring-checkup/contacts?state=asleep',
    '/v1/campaigns/spring-checkup/events?after=',
    '/v1/campaigns/spring-checkup/events?after=-1',
    '/v1/stream?topics=',
  ])('%s is refused', async (path) => {
    await service.send('POST', '/v1/campaigns', campaignFile());
    const { status, body } = await service.send('GET', path);
    expect({ status, code: body['code'] }).toEqual({ status: 422, code: 'request.invalid' });
    expect(body['detail']).toMatch(/\w+: /);
  });

  test.each([
    '/v1/calls?active=true',
    '/v1/calls?active=false&limit=500',
    '/v1/campaigns?state=running,paused',
  ])('%s is accepted', async (path) => {
    expect((await service.send('GET', path)).status).toBe(200);
  });
});
