import { z } from 'zod';
import type { OpenRoute } from './open-routes.ts';
import type { Route } from './route.ts';
import { createSchemas } from './openapi-schemas.ts';
import type { Json, Schemas } from './openapi-schemas.ts';

export type OpenApi = {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components: Json;
} & Json;
export type Operation = {
  operationId: string;
  tags: readonly string[];
  summary: string;
  description?: string;
  parameters?: readonly Parameter[];
  requestBody?: Json;
  responses: Readonly<Record<string, Json>>;
} & Json;
export type Parameter = { name: string; in: string; required: boolean; description?: string; schema: Json };

const problem = {
  type: 'object',
  description: 'RFC 9457. `code` is for programs, `detail` and `hint` are for people.',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    hint: { type: 'string' },
    requestId: { type: 'string' },
  },
};
const problemContent = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};

/** The OpenAPI 3.1 document of the routes, made of the schemas that check and type them. */
export function openApiOf({
  routes,
  open,
  version,
}: {
  routes: readonly Route[];
  open: readonly OpenRoute[];
  version: string;
}): OpenApi {
  const bodies = createSchemas({ io: 'input', suffix: 'Input' });
  const replies = createSchemas({ io: 'output', suffix: '' });
  const paths: Record<string, Record<string, Operation>> = {};
  const add = (path: string, method: string, operation: Operation): void => {
    const template = path.replaceAll(/:(\w+)/g, '{$1}');
    paths[template] = { ...paths[template], [method]: operation };
  };
  for (const route of routes) add(route.path, route.method, operationOf({ route, bodies, replies }));
  for (const route of open) {
    for (const method of route.methods) add(route.path, method, openOperation(route, method));
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ringmaster',
      version,
      description: 'Outreach campaigns that must not go wrong. Times are RFC 3339 in UTC, values kebab-case.',
    },
    paths,
    components: {
      schemas: { Problem: problem, ...bodies.all(), ...replies.all() },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        header: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
      },
    },
    security: [{ bearer: [] }, { header: [] }],
  };
}

function operationOf({
  route,
  bodies,
  replies,
}: {
  route: Route;
  bodies: Schemas;
  replies: Schemas;
}): Operation {
  const operationId = nameOf(route.method, route.path);
  const name = operationId[0]?.toUpperCase() + operationId.slice(1);
  const isKeyed = route.method !== 'get' && route.path.startsWith('/v1/');
  return {
    operationId,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...(isKeyed ? [idempotencyKey] : []),
    ],
    ...requestBody({ route, bodies, name }),
    responses: responsesOf({ route, replies, name }),
    'x-role': route.role,
  };
}

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Makes the request safe to repeat for 24 hours.',
  schema: { type: 'string', maxLength: 255 },
};

function parametersOf(schema: z.ZodType | null, where: 'path' | 'query'): Parameter[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property as Record<string, unknown>;
    return {
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      ...(typeof description === 'string' ? { description } : {}),
      schema: rest,
    };
  });
}

function requestBody({ route, bodies, name }: { route: Route; bodies: Schemas; name: string }): {
  requestBody?: Json;
} {
  if (route.stream) {
    const { types, description } = route.stream;
    const content = Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }]));
    return { requestBody: { required: true, description, content } };
  }
  const schema = route.documentedBody ?? route.body;
  if (!schema) return {};
  const isNeeded = !route.body?.safeParse({}).success || route.documentedBody !== undefined;
  const content = { 'application/json': { schema: bodies.refer(schema, `${name}Body`) } };
  return { requestBody: { required: isNeeded, content } };
}

function responsesOf({
  route: { reply, errors = [] },
  replies,
  name,
}: {
  route: Route;
  replies: Schemas;
  name: string;
}): Record<string, Json> {
  const type = reply.type ?? 'application/json';
  const schema = reply.schema ? replies.refer(reply.schema, `${name}Reply`) : { type: 'string' };
  const content = reply.schema || reply.type ? { content: { [type]: { schema } } } : {};
  return {
    [reply.status]: { description: reply.description, ...content },
    ...Object.fromEntries(
      errors.map(({ status, codes }) => [status, { description: codes.join(', '), content: problemContent }]),
    ),
    default: { description: 'an error', content: problemContent },
  };
}

function openOperation({ path, tag, summary, description }: OpenRoute, method: string): Operation {
  return {
    operationId: nameOf(method, path),
    tags: [tag],
    summary,
    description,
    responses: {
      200: { description: 'taken' },
      default: { description: 'an error', content: problemContent },
    },
    security: [],
  };
}

/** `getV1CampaignsIdContacts` of GET /v1/campaigns/:id/contacts. */
function nameOf(method: string, path: string): string {
  const words = path.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  return method + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
}
