import type { Context } from 'hono';
import type { WSEvents } from 'hono/ws';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Role } from '../domain/role.ts';
import type { Caller } from '../domain/caller.ts';
import { requireRole } from './caller.ts';
import type { RequestKey } from '../domain/request-key.ts';
import type { Idempotency, StreamKeys } from './idempotency/idempotency.ts';
import { openSocket } from './socket/open-socket.ts';
import {
  bodyMissing,
  mediaTypeOf,
  parseJson,
  readBytes,
  unsupportedMediaType,
} from './requests/request-body.ts';
import { parseInput } from './parse-input.ts';

export type AppEnv = {
  /** `viewer` is set for calls that a page makes in process. A request from outside cannot set it. */
  Bindings: { viewer?: Caller };
  Variables: {
    requestId: string;
    log: Logger;
    /** Null for a request without a valid key to an open route. */
    caller: Caller | null;
    /** The path pattern of the route, for logs and metrics, because a path may contain a phone number. */
    route: string;
  };
};
export type AppContext = Context<AppEnv>;

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** The input of a handler, validated and typed by the schemas of its route. */
export type RouteInput<Params, Query, Body> = {
  params: Params;
  query: Query;
  body: Body;
  caller: Caller;
  requestId: string;
  log: Logger;
  request: Request;
  /** Set if the request has an Idempotency-Key. The work is committed together with it. */
  requestKey: RequestKey | undefined;
  /** The keys for a body that is read as a stream. */
  streamKeys: StreamKeys | undefined;
  /** Upgrades the connection to a WebSocket with these event handlers. */
  openSocket: (events: WSEvents) => Promise<Response>;
};

/** One media type of a streamed body: its JSON schema and a valid example. */
export type StreamType = { schema: Readonly<Record<string, unknown>>; example: unknown };

/** Errors of a route, in addition to those that every route has. */
export type DocumentedError = { status: number; codes: readonly string[] };

export type RouteSpec<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
> = {
  method: Method;
  /** With parameters as `:name`. */
  path: string;
  tag: string;
  /** One line. */
  summary: string;
  description?: string;
  /** The required role; `open` requires no key. */
  role: Role | 'open';
  params?: Params;
  query?: Query;
  /** The JSON body. If the schema accepts `{}`, a POST may have no body. */
  body?: Body;
  /** The body in the documents, if the handler validates it with more precise messages than `body`. */
  documentedBody?: z.ZodType;
  /** A valid body for the documents. */
  example?: unknown;
  /** Streamed bodies, which the handler reads itself: the media types for the documents. */
  stream?: { types: Readonly<Record<string, StreamType>>; description: string };
  reply: {
    status: number;
    description: string;
    schema?: Reply;
    /** The media types of a reply that is not JSON: those that it may have. */
    type?: string | readonly string[];
  };
  errors?: readonly DocumentedError[];
  /** Whether the route answers with a WebSocket. Other routes refuse one. */
  isSocket?: true;
  run: (
    input: RouteInput<z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => Promise<DeepReadonly<z.input<Reply>> | Response>;
};

/** What every route uses to handle requests. */
export type RouteTools = { idempotency: Idempotency; bodyLimit: number };

/** A route for the app and the documents. */
export type Route = Omit<
  RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType>,
  'run' | 'params' | 'query' | 'body'
> & {
  params: z.ZodType | null;
  query: z.ZodType | null;
  body: z.ZodType | null;
  handle: (context: AppContext, tools: RouteTools) => Promise<Response>;
};

const nothing = z.strictObject({});

/** Creates a route from its specification. The schemas validate the input, type the handler and fill the documents. */
export function defineRoute<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
>(spec: RouteSpec<Params, Query, Body, Reply>): Route {
  const { run, params, query, body, ...rest } = spec;

  const respond = async ({
    context,
    value,
    request,
    requestKey,
    streamKeys,
  }: {
    context: AppContext;
    value?: unknown;
    request: Request;
    requestKey?: RequestKey | undefined;
    streamKeys?: StreamKeys | undefined;
  }): Promise<Response> => {
    const caller = context.get('caller');
    if (!caller) throw new TypeError(`${spec.method} ${spec.path} was reached without a caller`);
    const result = await run({
      params: parseInput(params ?? nothing, context.req.param()) as z.output<Params>,
      query: parseInput(query ?? nothing, queryOf(context)) as z.output<Query>,
      body: (body ? parseInput(body, value) : undefined) as z.output<Body>,
      caller,
      requestId: context.get('requestId'),
      log: context.get('log'),
      request,
      requestKey,
      streamKeys,
      openSocket: (events) => openSocket(context, events),
    });
    if (result instanceof Response) return result;
    const { status, schema } = spec.reply;
    return schema ? Response.json(result, { status }) : new Response(null, { status });
  };

  const isNeeded = needsBody({ body: body ?? null, documentedBody: spec.documentedBody });
  return {
    ...rest,
    params: params ?? null,
    query: query ?? null,
    body: body ?? null,
    async handle(context, { idempotency, bodyLimit }) {
      const caller = context.get('caller');
      if (spec.role !== 'open' && caller) requireRole(caller, spec.role);
      const request = context.req.raw;
      if (spec.stream) {
        return idempotency.stream({
          request,
          caller,
          respond: (taken, streamKeys) => respond({ context, request: taken, streamKeys }),
        });
      }
      const bytes = spec.method === 'get' ? Buffer.alloc(0) : await readBytes({ request, limit: bodyLimit });
      const value = body ? readJson({ request, bytes, isNeeded }) : undefined;
      return idempotency.whole({
        request,
        caller,
        bytes,
        bareStatus: spec.reply.schema ? undefined : spec.reply.status,
        respond: (requestKey) => respond({ context, value, request, requestKey }),
      });
    },
  };
}

/** Whether a request needs a body: its schema refuses `{}`, or the handler validates the body. */
export function needsBody({
  body,
  documentedBody,
}: {
  body: z.ZodType | null;
  documentedBody?: z.ZodType | undefined;
}): boolean {
  return body !== null && (documentedBody !== undefined || !body.safeParse({}).success);
}

/** Parses a body. One that may be missing counts as `{}`. */
function readJson({
  request,
  bytes,
  isNeeded,
}: {
  request: Request;
  bytes: Buffer;
  isNeeded: boolean;
}): unknown {
  if (bytes.length === 0) {
    if (isNeeded) throw bodyMissing();
    return {};
  }
  const found = mediaTypeOf(request.headers);
  if (found !== 'application/json' && !found.endsWith('+json')) {
    throw unsupportedMediaType({ found, wanted: ['application/json'] });
  }
  return parseJson(bytes);
}

/** Returns the query parameters. The values of a repeated parameter are joined with commas. */
function queryOf(context: AppContext): Record<string, string> {
  const entries = Object.entries(context.req.queries()).map(([name, values]) => [name, values.join(',')]);
  return Object.fromEntries(entries) as Record<string, string>;
}
