import type { z } from 'zod';
import { needsBody } from '../route.ts';
import type { Route } from '../route.ts';
import type { Json } from './schemas.ts';

/** The body of every error. */
export const problemSchema = {
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

export const problemContent: Json = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};

type Codes = Record<number, readonly string[]>;

/** Returns the errors of a route by status: its own, and those that follow from its input and its role. */
export function errorsOf(route: Route, { keysNeeded }: { keysNeeded: boolean }): Record<string, Json> {
  const found: Codes = {};
  const add = (status: number, ...codes: readonly string[]): void => {
    found[status] = [...new Set([...(found[status] ?? []), ...codes])];
  };
  for (const { status, codes } of route.errors ?? []) add(status, ...codes);
  addAccess(route, keysNeeded, add);
  addInput(route, add);
  add(500, 'internal.fault');
  add(503, 'store.failed');
  return Object.fromEntries(
    Object.entries(found).map(([status, codes]) => [
      status,
      { description: codes.join(', '), content: problemContent },
    ]),
  );
}

type Add = (status: number, ...codes: readonly string[]) => void;

function addAccess({ role }: Route, keysNeeded: boolean, add: Add): void {
  if (!keysNeeded) return add(403, 'auth.local-only');
  add(401, 'auth.key-required');
  add(403, 'auth.role-too-low');
  if (role === 'admin') add(403, 'auth.client-only');
  add(429, 'request.too-many');
}

function addInput(route: Route, add: Add): void {
  const { method, isSocket, params, query, body, stream } = route;
  if (!isSocket) add(400, 'request.no-websocket');
  const named = [...fieldsOf(params), ...fieldsOf(query)];
  if (named.length > 0 || query) add(422, 'request.invalid');
  if (fieldsOf(params).length > 0 || named.includes('campaign')) add(404, 'campaign.not-found');
  if (named.includes('client') || fieldsOf(body).includes('client')) add(404, 'client.not-found');
  if (method !== 'get') add(422, 'request.idempotency-key-invalid', 'request.idempotency-key-reused');
  if (stream) return add(400, 'request.body-broken');
  if (method !== 'get') add(413, 'request.body-too-large');
  if (!body) return;
  add(400, 'request.malformed-json');
  if (needsBody(route)) add(400, 'request.body-missing');
  add(415, 'request.media-type');
  add(422, 'request.invalid');
}

function fieldsOf(schema: z.ZodType | null): string[] {
  const shape: unknown = schema && 'shape' in schema ? schema.shape : null;
  return typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
}
