import { Hono } from 'hono';
import type { Context } from 'hono';
import { Registry } from 'prom-client';
import { z } from 'zod';
import type { Page } from '../dashboard/contract.ts';
import type { RingmasterError } from '../domain/errors.ts';
import type { AppDeps, RouteDeps } from './deps.ts';
import { asyncApiOf } from './asyncapi/document.ts';
import type { AsyncApi } from './asyncapi/document.ts';
import { docsPage } from './openapi/docs-page.ts';
import { problemReply } from './errors.ts';
import { createFinder } from './finder.ts';
import { createKeyring } from './keyring.ts';
import { createIdempotency } from './idempotency/idempotency.ts';
import { createHttpMetrics } from './metrics/http-metrics.ts';
import { enterGate } from './middleware/enter-gate.ts';
import { authenticate } from './middleware/authenticate.ts';
import { correlate } from './middleware/correlate.ts';
import { harden } from './middleware/harden.ts';
import { localOnly } from './middleware/local-only.ts';
import { createRequestGate } from './middleware/request-gate.ts';
import { refuseWrites } from './middleware/refuse-writes.ts';
import { throttle } from './middleware/throttle.ts';
import { openApiOf } from './openapi/document.ts';
import type { OpenApi } from './openapi/document.ts';
import { openRoutes } from './open-routes.ts';
import { errorPage, mountPages, wantsPage } from './pages/mount-pages.ts';
import { createSessions } from './pages/sessions.ts';
import { createPathBook } from './path-book.ts';
import { defineRoute } from './route.ts';
import type { AppEnv, Route } from './route.ts';
import { keyedRoutes } from './routes/index.ts';
import { named } from './schemas/common.ts';
import { refuseSocket } from './socket/open-socket.ts';

const defaultBodyBytes = 1_048_576;
const defaultImportBytes = 2_147_483_648;

export type HttpApp = {
  app: Hono<AppEnv>;
  /** The routes that require a key, as the documents describe them. */
  routes: readonly Route[];
  /** The pages of the dashboard, which have sessions instead of keys. */
  pages: readonly Page[];
};

/**
 * Creates the HTTP interface. Every route requires a key, except health and the signed callbacks of providers.
 * Without configured keys only requests from this machine are answered. Errors are application/problem+json without
 * internal details.
 */
export function createApp(given: AppDeps): HttpApp {
  const metrics = given.metrics ?? new Registry();
  const deps: RouteDeps = {
    ...given,
    finder: createFinder(given),
    metrics,
    httpMetrics: createHttpMetrics({ registry: metrics }),
    stopping: given.stopping ?? new AbortController().signal,
    importBytes: given.limits?.importBytes ?? defaultImportBytes,
  };
  const { facts, apiKeys, clocks, store } = deps;
  const open = openRoutes(deps);
  // The document takes tens of milliseconds, so that it is made when it is first requested.
  let api: OpenApi | null = null;
  const readApi = (): OpenApi =>
    (api ??= openApiOf({ routes, open, version: facts.version, keysNeeded: apiKeys.length > 0 }));
  const routes = [...keyedRoutes(deps), ...documentRoutes(() => ({ api: readApi(), facts }))];
  const { dashboard } = given;
  const pages = dashboard?.pages ?? [];
  const book = createPathBook([
    ...pages,
    ...routes.map(({ path, method }) => ({ path, method })),
    ...open.flatMap(({ path, methods }) => methods.map((method) => ({ path, method }))),
  ]);
  const openPaths = new Set(open.map(({ path }) => path));
  const isOpen = (path: string): boolean => openPaths.has(path);
  const tools = {
    idempotency: createIdempotency({ store, clocks }),
    bodyLimit: given.limits?.bodyBytes ?? defaultBodyBytes,
  };
  const newRequestId = (): string => given.newId('event').replace(/^[a-z]+_/, 'req_');

  const app = new Hono<AppEnv>();
  const answerError = (error: unknown, context: Context<AppEnv>): Response => {
    const requestId = context.get('requestId');
    const { status, problem, headers, isFault } = problemReply({ error, requestId });
    if (isFault) context.get('log').error({ err: error, route: context.get('route') }, 'a request failed');
    return new Response(JSON.stringify(problem), {
      status,
      headers: { ...headers, 'content-type': 'application/problem+json' },
    });
  };
  app.onError(answerError);
  app.notFound((context) => {
    const error = book.refusal(context.req.method, context.req.path);
    return dashboard && wantsPage(context)
      ? errorPage({ error, context, dashboard })
      : answerError(error, context);
  });

  useMiddleware({ app, given, deps, isOpen, isReading: isReadingPath(routes), newRequestId });

  for (const { path, methods, handle } of open) {
    app.on(
      [...methods].map((method) => method.toUpperCase()),
      path,
      (context) => {
        context.set('route', path);
        refuseSocket(context);
        return handle(context);
      },
    );
  }
  for (const { path, method, isSocket, handle } of routes) {
    app.on(method.toUpperCase(), path, (context) => {
      context.set('route', path);
      if (!isSocket) refuseSocket(context);
      return handle(context, tools);
    });
  }
  return { app, routes, pages };
}

/** Finds out whether a path only asks. A viewer may not change anything, so that what a viewer may post only reads. */
function isReadingPath(routes: readonly Route[]): (path: string) => boolean {
  const asked = routes.filter(({ method, role }) => method === 'post' && role === 'viewer');
  const paths = new Set(asked.map(({ path }) => path));
  return (path) => paths.has(path);
}

/** Adds what every request passes before its route. Pages come before the check of keys, because they have sessions. */
function useMiddleware({
  app,
  given,
  deps,
  isOpen,
  isReading,
  newRequestId,
}: {
  app: Hono<AppEnv>;
  given: AppDeps;
  deps: RouteDeps;
  isOpen: (path: string) => boolean;
  isReading: (path: string) => boolean;
  newRequestId: () => string;
}): void {
  const { facts, apiKeys, clocks, log, store, dashboard, httpMetrics, tracing, stopping } = deps;
  const { system } = clocks;
  app.use(correlate({ log, system, newRequestId, metrics: httpMetrics, tracing }));
  app.use(harden({ isCarrierSimulated: facts.carrier === 'simulator' }));
  app.use(enterGate({ gate: given.gate ?? createRequestGate(), stopping }));
  const keyring = apiKeys.length === 0 ? null : createKeyring(apiKeys);
  if (dashboard) {
    const sessions = keyring && createSessions({ store, keyring, system });
    mountPages({ app, dashboard, sessions, system, stopping, readOnly: given.readOnly ?? null });
  }
  if (!keyring) app.use(localOnly({ isOpen }));
  app.use(authenticate({ keyring, isOpen }));
  if (apiKeys.length > 0) {
    app.use(throttle({ system, perSecond: given.limits?.requestsPerSecond ?? 0, isOpen }));
  }
  const refusal = (): RingmasterError | null => given.readOnly ?? given.writeRefusal?.() ?? null;
  app.use(refuseWrites({ refusal, isOpen, isReading }));
}

const asyncApiSchema = named('AsyncApiDocument', z.looseObject({ asyncapi: z.literal('3.0.0') }));
const documentSchema = named('OpenApiDocument', z.looseObject({ openapi: z.literal('3.1.0') }));

/** Returns the routes of the documents, which are generated from the other routes. */
function documentRoutes(read: () => { api: OpenApi; facts: AppDeps['facts'] }): Route[] {
  const tag = 'Documents';
  let asyncApi: AsyncApi | null = null;
  return [
    defineRoute({
      method: 'get',
      path: '/openapi.json',
      tag,
      summary: 'This API as OpenAPI 3.1',
      role: 'viewer',
      reply: { status: 200, description: 'the document', schema: documentSchema },
      run: async () => Response.json(read().api),
    }),
    defineRoute({
      method: 'get',
      path: '/asyncapi.json',
      tag,
      summary: 'The subjects and messages on NATS as AsyncAPI 3.0',
      role: 'viewer',
      reply: { status: 200, description: 'the document', schema: asyncApiSchema },
      run: async () => Response.json((asyncApi ??= asyncApiOf(read().facts))),
    }),
    defineRoute({
      method: 'get',
      path: '/docs',
      tag,
      summary: 'This API as a page',
      role: 'viewer',
      reply: { status: 200, description: 'the page', type: 'text/html' },
      async run() {
        const { api, facts } = read();
        const notice = facts.carrier === 'simulator' ? 'The carrier is a simulator: no real calls.' : null;
        return docsPage({ api, notice });
      },
    }),
  ];
}
