import { z } from 'zod';
import { RingmasterError } from '../../domain/errors.ts';
import type { RouteDeps } from '../deps.ts';
import { fillInspection } from '../inspect/fill-inspection.ts';
import { followActor } from '../inspect/inspected-actor.ts';
import { outsideReason } from '../middleware/local-only.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { clientQuery } from '../schemas/common.ts';
import { socketStream } from '../socket/socket-stream.ts';

const maxActors = 20;

const actorList = z
  .string()
  .max(2_000)
  .transform((text) => [...new Set(text.split(',').filter((id) => id !== ''))])
  .pipe(z.array(z.string()).min(1).max(maxActors))
  .describe(`ids of campaigns, contacts and attempts, separated by commas; at most ${maxActors}`);

/** Returns the route for inspectors of state machines. */
export function inspectRoutes(deps: RouteDeps): Route[] {
  const { clocks, stopping, live, isInspectable } = deps;
  return [
    defineRoute({
      method: 'get',
      path: '/v1/inspect',
      tag: 'Machines',
      summary: 'Inspect actors over a WebSocket, with the messages of @statelyai/inspect',
      description:
        'For development: INSPECT must be on, and only this machine may connect. Sends `@xstate.actor` for each actor, then `@xstate.event` and `@xstate.snapshot` for each of its transitions. Addresses and names are not sent.',
      role: 'viewer',
      query: z.strictObject({
        ...clientQuery,
        actor: actorList,
        campaign: z.string().max(100).optional().describe('the campaign of contacts'),
      }),
      reply: { status: 101, description: 'one message per actor, event and snapshot' },
      isSocket: true,
      errors: [
        { status: 400, codes: ['request.handshake-invalid'] },
        { status: 403, codes: ['inspect.off', 'inspect.local-only'] },
        { status: 426, codes: ['request.upgrade-required'] },
      ],
      async run({ query: { actor, ...query }, caller, log, request, openSocket }) {
        if (!isInspectable) throw inspectOff();
        const outside = outsideReason(request);
        if (outside !== null) throw localOnly(outside);
        const actors = await Promise.all(actor.map((id) => followActor({ deps, id, query, caller })));
        return openSocket(
          socketStream({
            system: clocks.system,
            stopping,
            fill: (writer) => fillInspection({ writer, actors, live }),
            toMessage: ({ data }) => data,
            onError: (error) => log.error({ err: error }, 'an inspection failed'),
          }),
        );
      },
    }),
  ];
}

function inspectOff(): RingmasterError {
  return new RingmasterError({
    code: 'inspect.off',
    family: 'refused',
    message: 'This service does not let actors be inspected.',
    hint: 'It is a switch for development: start the service with INSPECT=on, on a loopback address.',
  });
}

function localOnly(why: string): RingmasterError {
  return new RingmasterError({
    code: 'inspect.local-only',
    family: 'refused',
    message: `Actors can be inspected from this machine only: ${why}.`,
    hint: 'Connect to a loopback address, without an origin or from a page of the service itself.',
  });
}
