import { z } from 'zod';
import { instantText } from '../../queries/instants.ts';
import { requireAllClients } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { campaignFigures, processFigures } from '../metrics/service-figures.ts';
import { prometheusText, prometheusType } from '../metrics/prometheus.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { instant, named } from '../schemas/common.ts';

const tag = 'Operations';
const serviceSchema = named(
  'Service',
  z.object({
    version: z.string(),
    instance: z.string(),
    carrier: z.enum(['simulator', 'plivo']),
    store: z.string(),
    bus: z.string(),
    businessTime: instant.describe('the clock that windows and delays go by; it may run fast'),
    systemTime: instant,
  }),
);

/** What the service is, and its figures. */
export function serviceRoutes({ facts, clocks, store, figures, families }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/service',
      tag,
      summary: 'What this service is, what it runs on, and what time it is there',
      role: 'viewer',
      reply: { status: 200, description: 'the facts', schema: serviceSchema },
      run: async () => ({
        ...facts,
        businessTime: instantText(clocks.business.now()),
        systemTime: instantText(clocks.system.now()),
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/metrics',
      tag,
      summary: 'Figures in the Prometheus text format',
      description: 'They count what all clients do: it takes a key for all of them.',
      role: 'viewer',
      reply: { status: 200, description: 'the figures', type: 'text/plain' },
      errors: [{ status: 403, codes: ['auth.client-only'] }],
      async run({ caller }) {
        requireAllClients(caller, 'Use a key for all clients.');
        const all = [
          ...(await campaignFigures(store)),
          ...figures.families(),
          ...(families?.() ?? []),
          ...processFigures(),
        ];
        return new Response(prometheusText(all), { headers: { 'content-type': prometheusType } });
      },
    }),
  ];
}
