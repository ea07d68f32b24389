import { z } from 'zod';
import type { RouteDeps } from '../deps.ts';
import { fileResponse } from '../responses/file-response.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { campaignParams, clientQuery } from '../schemas/common.ts';

const type = 'application/gzip';

/** Returns the route for the bundle of a campaign. */
export function bundleRoutes({
  finder,
  queries,
  facts,
}: Pick<RouteDeps, 'finder' | 'queries' | 'facts'>): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/campaigns/:id/bundle',
      tag: 'Campaigns',
      summary: 'Download a campaign without personal data, to be looked at elsewhere',
      description:
        'The log, contacts, attempts and figures, without names, numbers, addresses, variables, texts of steps and other free text. `ringmaster serve --bundle FILE` shows it on any machine; nothing can be ordered there.',
      role: 'viewer',
      params: campaignParams,
      query: z.strictObject(clientQuery),
      reply: { status: 200, description: 'the file', type },
      async run({ params, query, caller, log, request }) {
        const record = await finder.campaign({ caller, campaign: params.id, client: query.client });
        return fileResponse({
          chunks: queries.bundle({ record, program: facts.version }),
          type,
          isPacked: true,
          fileName: `${record.name}.bundle`,
          isHead: request.method === 'HEAD',
          onError: (error) =>
            log.error({ err: error, campaign: record.id }, 'the bundle could not be sent completely'),
        });
      },
    }),
  ];
}
