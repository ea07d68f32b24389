import type { Logger } from 'pino';
import { z } from 'zod';
import { slugSchema } from '../../domain/campaign/slug.ts';
import { everyClient } from '../../domain/contact/party.ts';
import type { RequestKey } from '../../domain/request-key.ts';
import type { Caller } from '../caller.ts';
import { requireAllClients, scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { readHold } from '../responses/client-view.ts';
import { instantText } from '../../queries/instants.ts';
import { holdReplySchema, stopEventSchema } from '../schemas/client.ts';
import { clientQuery, pageOf, pageQuery, present, reasonBody } from '../schemas/common.ts';

const tag = 'Emergency stop';
const ofClient = z.object({ id: slugSchema.describe('the client') });

/** The emergency stop, for one client or for everything. */
export function emergencyStopRoutes({ engine, store }: RouteDeps): Route[] {
  const orders = {
    pause: { order: engine.hold, told: 'an emergency stop was ordered' },
    resume: { order: engine.unhold, told: 'an emergency stop was lifted' },
  };
  type Asked = {
    body: { reason: string | null };
    caller: Caller;
    log: Logger;
    requestKey: RequestKey | undefined;
  };
  /** Orders or lifts the stop of one client, or (null) of every client. */
  const give = async (
    verb: keyof typeof orders,
    client: string | null,
    { body: { reason }, caller: { by }, log, requestKey }: Asked,
  ) => {
    const { order, told } = orders[verb];
    const { changed } = await order({ client, reason, by, request: requestKey });
    const whose = client ?? everyClient;
    if (changed) log.warn({ client: whose, by, reason }, told);
    return { client: whose, changed, hold: await readHold({ store, client }) };
  };

  type Words = {
    verb: keyof typeof orders;
    summary: string;
    description?: string;
    reason: string;
    done: string;
  };
  const said = ({ summary, description, reason, done }: Words) => ({
    tag,
    summary,
    ...(description !== undefined && { description }),
    body: reasonBody,
    example: { reason },
    reply: { status: 200, description: done, schema: holdReplySchema } as const,
  });
  const ofEveryone = (words: Words): Route =>
    defineRoute({
      method: 'post',
      path: `/v1/${words.verb}`,
      role: 'admin',
      ...said(words),
      async run(asked) {
        requireAllClients(asked.caller);
        return give(words.verb, null, asked);
      },
    });
  const ofOneClient = (words: Words): Route =>
    defineRoute({
      method: 'post',
      path: `/v1/clients/:id/${words.verb}`,
      role: 'operator',
      params: ofClient,
      ...said(words),
      run: async ({ params, ...asked }) => give(words.verb, scopeOf(asked.caller, params.id), asked),
    });
  const inForce = 'in force';
  const lifted = 'lifted';
  const mended = 'the list is mended';

  return [
    ofEveryone({
      verb: 'pause',
      summary: 'Stop everything',
      description:
        'Once it is answered no new attempt starts for any client, whatever the state of the campaigns. Attempts in flight finish.',
      reason: 'wrong list',
      done: inForce,
    }),
    ofEveryone({
      verb: 'resume',
      summary: 'Lift the stop of everything',
      description: 'Stops of single clients stay.',
      reason: mended,
      done: lifted,
    }),
    ofOneClient({
      verb: 'pause',
      summary: 'Stop everything of one client',
      reason: 'asked by the client',
      done: inForce,
    }),
    ofOneClient({ verb: 'resume', summary: 'Lift the stop of one client', reason: mended, done: lifted }),
    defineRoute({
      method: 'get',
      path: '/v1/stops',
      tag,
      summary: 'List who ordered and lifted emergency stops, newest first',
      role: 'viewer',
      query: z.strictObject({ ...clientQuery, ...pageQuery }),
      reply: { status: 200, description: 'a page', schema: pageOf(stopEventSchema) },
      async run({ query: { client, after, limit }, caller }) {
        const scope = scopeOf(caller, client);
        const { items, next } = await store.listStopEvents({
          ...present({ clients: scope === null ? undefined : [scope, everyClient], after }),
          limit,
        });
        return { items: items.map(({ at, ...event }) => ({ ...event, at: instantText(at) })), next };
      },
    }),
  ];
}
