import type { Logger } from 'pino';
import { z } from 'zod';
import { slugSchema } from '../../domain/campaign-definition.ts';
import { everyClient } from '../../domain/party.ts';
import type { RequestKey } from '../../domain/request-key.ts';
import type { Caller } from '../caller.ts';
import { requireAllClients, scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { readHold } from '../client-view.ts';
import { holdReplySchema } from '../schemas/client.ts';
import { reasonBody } from '../schemas/common.ts';

const tag = 'Emergency stop';
const ofClient = z.object({ id: slugSchema.describe('the client') });
const nothing = z.strictObject({});

/** The emergency stop, for one client or for everything. */
export function holdRoutes({ engine, store }: RouteDeps): Route[] {
  type Asked = { caller: Caller; log: Logger; requestKey: RequestKey | undefined };
  const hold = async (client: string | null, reason: string | null, { caller, log, requestKey }: Asked) => {
    const { changed } = await engine.hold({ client, reason, by: caller.by, request: requestKey });
    const whose = client ?? everyClient;
    if (changed) log.warn({ client: whose, by: caller.by }, 'an emergency stop was ordered');
    return { client: whose, changed, hold: await readHold({ store, client }) };
  };
  const unhold = async (client: string | null, { caller, log, requestKey }: Asked) => {
    const { changed } = await engine.unhold({ client, by: caller.by, request: requestKey });
    const whose = client ?? everyClient;
    if (changed) log.warn({ client: whose, by: caller.by }, 'an emergency stop was lifted');
    return { client: whose, changed, hold: await readHold({ store, client }) };
  };

  return [
    defineRoute({
      method: 'post',
      path: '/v1/pause',
      tag,
      summary: 'Stop everything',
      description:
        'Once it is answered no new attempt starts for any client, whatever the state of the campaigns. Attempts in flight finish.',
      role: 'admin',
      body: reasonBody,
      reply: { status: 200, description: 'in force', schema: holdReplySchema },
      async run({ body: { reason }, caller, log, requestKey }) {
        requireAllClients(caller);
        return hold(null, reason, { caller, log, requestKey });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/resume',
      tag,
      summary: 'Lift the stop of everything',
      description: 'Stops of single clients stay.',
      role: 'admin',
      body: nothing,
      reply: { status: 200, description: 'lifted', schema: holdReplySchema },
      async run({ caller, log, requestKey }) {
        requireAllClients(caller);
        return unhold(null, { caller, log, requestKey });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/clients/:id/pause',
      tag,
      summary: 'Stop everything of one client',
      role: 'operator',
      params: ofClient,
      body: reasonBody,
      reply: { status: 200, description: 'in force', schema: holdReplySchema },
      run: async ({ params, body: { reason }, caller, log, requestKey }) =>
        hold(scopeOf(caller, params.id), reason, { caller, log, requestKey }),
    }),
    defineRoute({
      method: 'post',
      path: '/v1/clients/:id/resume',
      tag,
      summary: 'Lift the stop of one client',
      role: 'operator',
      params: ofClient,
      body: nothing,
      reply: { status: 200, description: 'lifted', schema: holdReplySchema },
      run: async ({ params, caller, log, requestKey }) =>
        unhold(scopeOf(caller, params.id), { caller, log, requestKey }),
    }),
  ];
}
