import { z } from 'zod';
import { scopeOf } from '../caller.ts';
import type { Caller } from '../../domain/caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { campaignParams, clientQuery, listOf, ordinal, withContacts } from '../schemas/common.ts';
import { eventSchema } from '../schemas/event.ts';
import { eventStream } from '../sse/event-stream.ts';
import { fillEvents } from '../sse/campaign-events.ts';
import type { StreamWriter } from '../sse/event-stream.ts';
import { fillLive, liveTopics } from '../sse/live-state.ts';
import { socketStream } from '../socket/socket-stream.ts';

const tag = 'Streams';
const sse = 'text/event-stream';

const liveQuery = z.strictObject({
  ...clientQuery,
  topics: listOf(liveTopics).default([...liveTopics]),
  campaign: z.string().max(100).optional().describe('only this campaign, by id or name'),
});

const streamEvents = ({ finder, queries, live, clocks, stopping }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/events/stream',
    tag,
    summary: 'Stream the events of a campaign as they are committed',
    description:
      'Each event has its seq as id. With Last-Event-ID (which browsers send automatically) or ?after= the stream continues after that seq, without gaps.',
    role: 'viewer',
    params: campaignParams,
    query: z.strictObject({
      ...clientQuery,
      after: ordinal.optional().describe('only events after this seq; default 0, the beginning'),
      contacts: withContacts,
    }),
    reply: {
      status: 200,
      description: 'one event per message: its seq as id, its type as event, and this as data',
      schema: eventSchema,
      type: sse,
    },
    async run({ params, query, caller, log, request }) {
      const record = await finder.campaign({ caller, campaign: params.id, client: query.client });
      if (request.method === 'HEAD') return new Response(null, { headers: { 'content-type': sse } });
      const lastSeen = ordinal.safeParse(request.headers.get('last-event-id') ?? undefined);
      const afterSeq = lastSeen.success ? lastSeen.data : (query.after ?? 0);
      return eventStream({
        system: clocks.system,
        stopping,
        fill: (writer) =>
          fillEvents({ writer, record, afterSeq, withContacts: query.contacts, queries, live }),
        onError: (error) => log.error({ err: error, campaign: record.id }, 'an event stream failed'),
      });
    },
  });

const streamLive = ({ finder, live, clocks, stopping }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/stream',
    tag,
    summary: 'Stream the live state: progress, open calls, instances, alerts',
    description:
      'The current state is sent first, then every change, with a maximum of four per second and topic. Without `campaign` it includes every campaign that has started and not ended.',
    role: 'viewer',
    query: liveQuery,
    reply: {
      status: 200,
      description: 'one event per topic and change, with the name of the topic',
      type: sse,
    },
    async run({ query, caller, log, request }) {
      const fill = await liveStream({ finder, live, caller, query });
      if (request.method === 'HEAD') return new Response(null, { headers: { 'content-type': sse } });
      return eventStream({
        system: clocks.system,
        stopping,
        fill,
        onError: (error) => log.error({ err: error }, 'a live stream failed'),
      });
    },
  });

const openLiveSocket = ({ finder, live, clocks, stopping }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/ws',
    tag,
    summary: 'Stream the live state over a WebSocket',
    description:
      'The same data as /v1/stream. Each message is JSON: `{"event": "progress", "data": {…}}`. The client does not send messages.',
    role: 'viewer',
    query: liveQuery,
    reply: { status: 101, description: 'one message per topic and change' },
    isSocket: true,
    errors: [
      { status: 400, codes: ['request.handshake-invalid'] },
      { status: 426, codes: ['request.upgrade-required'] },
    ],
    async run({ query, caller, log, openSocket }) {
      const fill = await liveStream({ finder, live, caller, query });
      const onError = (error: unknown): void => log.error({ err: error }, 'a live socket failed');
      return openSocket(socketStream({ system: clocks.system, stopping, fill, onError }));
    },
  });

/**
 * Returns the function that fills a live stream for this caller. Throws `client.not-found` and `campaign.not-found`.
 */
async function liveStream({
  finder,
  live,
  caller,
  query: { topics, client, campaign },
}: Pick<RouteDeps, 'finder' | 'live'> & { caller: Caller; query: z.output<typeof liveQuery> }) {
  const record = campaign === undefined ? null : await finder.campaign({ caller, campaign, client });
  const scope = scopeOf(caller, client);
  return (writer: StreamWriter) =>
    fillLive({ writer, live, topics, campaign: record?.id ?? null, client: scope });
}

/**
 * Returns the routes for streams: the log of one campaign, and the live state, which is available over a WebSocket
 * too.
 */
export const streamRoutes = (deps: RouteDeps): Route[] =>
  [streamEvents, streamLive, openLiveSocket].map((route) => route(deps));
