import type { ChannelWebhook } from '../channels/contract.ts';
import type { RouteDeps } from './deps.ts';
import type { AppContext, Method } from './route.ts';
import { createReadiness } from './readiness.ts';
import { readBytes } from './requests/request-body.ts';

/** A route that requires no key: health, and callbacks, which are signed. */
export type OpenRoute = {
  path: string;
  methods: readonly Method[];
  tag: string;
  summary: string;
  description: string;
  /** The body of a POST by media type, for the documents. */
  body?: Readonly<Record<string, { schema: Readonly<Record<string, unknown>> }>>;
  replies: Readonly<Record<number, OpenReply>>;
  handle: (context: AppContext) => Promise<Response>;
};

type OpenReply = { what: string; type?: string; schema?: Readonly<Record<string, unknown>> };

const problem = {
  type: 'application/problem+json',
  schema: { $ref: '#/components/schemas/Problem' },
};
const json = (schema: Readonly<Record<string, unknown>>) => ({ type: 'application/json', schema });
const dependency = {
  type: 'object',
  required: ['ok', 'required', 'code', 'advice'],
  properties: {
    ok: { type: 'boolean' },
    required: { type: 'boolean', description: 'whether the service is not ready without it' },
    code: { type: ['string', 'null'], description: 'why it cannot be used; null if it can' },
    advice: { type: ['string', 'null'], description: 'what to do; null if it can be used' },
    detail: { type: 'string', description: 'with a key only' },
  },
};
const readiness = {
  type: 'object',
  required: ['status', 'dependencies'],
  properties: {
    status: { enum: ['ready', 'not-ready'] },
    dependencies: {
      type: 'object',
      description: 'by name: `store`, `bus`, `dispatch`, `clock`, `channel:<name>`',
      additionalProperties: dependency,
    },
  },
};

export function openRoutes(deps: RouteDeps): OpenRoute[] {
  const { dependencies, clocks } = deps;
  const readReadiness = createReadiness({ dependencies, system: clocks.system });
  return [
    ...['/livez', '/healthz'].map(liveness),
    {
      path: '/readyz',
      methods: ['get'],
      tag: 'Health',
      summary: 'Is the service ready?',
      description:
        '503 while a required dependency is down. Each dependency that is down has a code and an advice. With a key the answer has details.',
      replies: {
        200: { what: 'ready', ...json(readiness) },
        503: { what: 'not ready', ...json(readiness) },
      },
      async handle(context) {
        const found = await readReadiness({ withDetails: context.get('caller') !== null });
        return Response.json(found, { status: found.status === 'ready' ? 200 : 503 });
      },
    },
    ...deps.webhooks.map(webhookRoute),
  ];
}

/** Says that the process runs. It asks nothing else, so that a supervisor does not restart it for an outage elsewhere. */
function liveness(path: string): OpenRoute {
  return {
    path,
    methods: ['get'],
    tag: 'Health',
    summary: 'Is the process alive?',
    description: 'Always 200 while the process can answer. /healthz is the same as /livez.',
    replies: {
      200: {
        what: 'the process is alive',
        ...json({ type: 'object', properties: { status: { const: 'alive' } } }),
      },
    },
    handle: async () => Response.json({ status: 'alive' }),
  };
}

function webhookRoute(webhook: ChannelWebhook): OpenRoute {
  const { path, methods, summary, description, bodyType, bodyLimit, replies } = webhook;
  return {
    path,
    methods,
    tag: 'Webhooks',
    summary,
    description,
    body: { [bodyType]: { schema: { type: 'object' } } },
    replies: Object.fromEntries(
      Object.entries(replies).map(([status, what]) => [
        status,
        Number(status) < 400 ? { what } : { what, ...problem },
      ]),
    ),
    async handle(context) {
      const request = context.req.raw;
      const { method, url, headers } = request;
      const body = method === 'POST' ? (await readBytes({ request, limit: bodyLimit })).toString('utf8') : '';
      return webhook.handle({ method, url, headers, body, log: context.get('log') });
    },
  };
}
