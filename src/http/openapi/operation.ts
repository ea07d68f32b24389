import type { OpenRoute } from '../open-routes.ts';
import { needsBody } from '../route.ts';
import type { Route } from '../route.ts';
import { errorsOf, problemContent } from './errors.ts';
import { idempotencyKey, parametersOf } from './parameters.ts';
import type { Parameter } from './parameters.ts';
import type { Json, Schemas } from './schemas.ts';

export type Operation = {
  operationId: string;
  tags: readonly string[];
  summary: string;
  description?: string;
  parameters?: readonly Parameter[];
  requestBody?: Json;
  responses: Readonly<Record<string, Json>>;
} & Json;

type Describing = { route: Route; bodies: Schemas; replies: Schemas; keysNeeded: boolean };

export function operationOf({ route, bodies, replies, keysNeeded }: Describing): Operation {
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
    responses: {
      [route.reply.status]: replyOf({ route, replies, name }),
      ...errorsOf(route, { keysNeeded }),
      default: { description: 'an error', content: problemContent },
    },
    'x-role': route.role,
  };
}

/** Returns the operation of an open route. */
export function openOperation(route: OpenRoute, method: string): Operation {
  const { path, tag, summary, description, body, replies } = route;
  const responses = Object.entries(replies).map(([status, { type, schema, what }]) => [
    status,
    {
      description: what,
      ...(type === undefined ? {} : { content: { [type]: { schema } } }),
    },
  ]);
  return {
    operationId: nameOf(method, path),
    tags: [tag],
    summary,
    description,
    ...(body && method === 'post' ? { requestBody: { required: true, content: body } } : {}),
    responses: {
      ...(Object.fromEntries(responses) as Record<string, Json>),
      default: { description: 'an error', content: problemContent },
    },
    security: [],
  };
}

function requestBody({ route, bodies, name }: { route: Route; bodies: Schemas; name: string }): {
  requestBody?: Json;
} {
  if (route.stream) {
    const { types, description } = route.stream;
    return { requestBody: { required: true, description, content: types } };
  }
  const schema = route.documentedBody ?? route.body;
  if (!schema) return {};
  const media = {
    schema: bodies.refer(schema, `${name}Body`),
    ...(route.example === undefined ? {} : { example: route.example }),
  };
  return { requestBody: { required: needsBody(route), content: { 'application/json': media } } };
}

function replyOf({
  route: { reply },
  replies,
  name,
}: {
  route: Route;
  replies: Schemas;
  name: string;
}): Json {
  const types = [reply.type ?? 'application/json'].flat();
  const schema = reply.schema ? replies.refer(reply.schema, `${name}Reply`) : { type: 'string' };
  const content =
    reply.schema || reply.type
      ? { content: Object.fromEntries(types.map((type) => [type, { schema }])) }
      : {};
  return { description: reply.description, ...content };
}

/** Returns the id of an operation: `getV1CampaignsIdContacts` for GET /v1/campaigns/:id/contacts. */
function nameOf(method: string, path: string): string {
  const words = path.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  return method + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
}
