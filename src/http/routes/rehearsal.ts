import { z } from 'zod';
import { RingmasterError } from '../../domain/errors.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { campaignParams, clientQuery } from '../schemas/common.ts';

/** Returns the route that predicts a campaign with the real engine under virtual time. */
export function rehearsalRoutes({ rehearse, finder }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/campaigns/:id/rehearsal',
      tag: 'Answers',
      summary: 'Predict a start of the campaign now; no contact is called',
      description:
        'The answer has calls per day, calls by hour and zone, skipped rows with their reason, and the end with its range.',
      role: 'operator',
      params: campaignParams,
      query: z.strictObject(clientQuery),
      body: z.strictObject({}),
      reply: {
        status: 200,
        description: 'the rehearsal',
        schema: z.record(z.string(), z.unknown()),
      },
      errors: [
        { status: 413, codes: ['rehearsal.too-large'] },
        { status: 429, codes: ['rehearsal.busy'] },
        { status: 501, codes: ['rehearsal.unavailable'] },
      ],
      async run({ params, query, caller, request }) {
        const record = await finder.campaign({ caller, campaign: params.id, client: query.client });
        if (rehearse) return rehearse({ record, signal: request.signal });
        throw new RingmasterError({
          code: 'rehearsal.unavailable',
          family: 'refused',
          message: 'This service was started without rehearsals.',
        });
      },
    }),
  ];
}
