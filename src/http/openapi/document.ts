import type { OpenRoute } from '../open-routes.ts';
import type { Route } from '../route.ts';
import { problemSchema } from './errors.ts';
import { openOperation, operationOf } from './operation.ts';
import type { Operation } from './operation.ts';
import { createSchemas } from './schemas.ts';
import type { Json } from './schemas.ts';

export type OpenApi = {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  servers: readonly { url: string; description: string }[];
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components: Json;
} & Json;

/** Returns the OpenAPI 3.1 document of the routes, generated from their schemas. */
export function openApiOf({
  routes,
  open,
  version,
  keysNeeded,
}: {
  routes: readonly Route[];
  open: readonly OpenRoute[];
  version: string;
  /** Whether the service has API keys. Without keys it answers only its own machine. */
  keysNeeded: boolean;
}): OpenApi {
  const bodies = createSchemas({ io: 'input', suffix: 'Input' });
  const replies = createSchemas({ io: 'output', suffix: '' });
  const paths: Record<string, Record<string, Operation>> = {};
  const add = (path: string, method: string, operation: Operation): void => {
    const template = path.replaceAll(/:(\w+)/g, '{$1}');
    paths[template] = { ...paths[template], [method]: operation };
  };
  for (const route of routes)
    add(route.path, route.method, operationOf({ route, bodies, replies, keysNeeded }));
  for (const route of open) {
    for (const method of route.methods) add(route.path, method, openOperation(route, method));
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ringmaster',
      version,
      description: 'Outreach campaigns. Times are RFC 3339 in UTC; enumerated values are in kebab-case.',
    },
    servers: [{ url: '/', description: 'the service that returned this document' }],
    paths,
    components: {
      schemas: { Problem: problemSchema, ...bodies.all(), ...replies.all() },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        header: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
      },
    },
    security: keysNeeded ? [{ bearer: [] }, { header: [] }] : [],
  };
}
