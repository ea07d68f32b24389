import { z } from 'zod';
import { sleep } from '../../platform/clock.ts';
import { instantText } from '../../queries/instants.ts';
import type { Dependency, RouteDeps } from '../deps.ts';
import { campaignFigures, processFigures } from '../metrics/service-figures.ts';
import { prometheusText, prometheusType } from '../metrics/prometheus.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { instant, named } from '../schemas/common.ts';

const tag = 'Operations';
/** A dependency that does not answer in this time counts as down. */
const checkPatienceMs = 2_000;

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
      role: 'viewer',
      reply: { status: 200, description: 'the figures', type: 'text/plain' },
      async run() {
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

export type Readiness = {
  status: 'ready' | 'not-ready';
  dependencies: Record<string, { ok: boolean; required: boolean; detail?: string }>;
};

/**
 * Asks every dependency at once. The details are for those who have a key: the address is open, and they may name
 * files and hosts.
 */
export async function readReadiness({
  dependencies,
  clocks: { system },
  withDetails,
}: Pick<RouteDeps, 'dependencies' | 'clocks'> & { withDetails: boolean }): Promise<Readiness> {
  const check = async ({ check: ask }: Dependency): Promise<{ ok: boolean; detail: string }> => {
    const late = sleep({ clock: system, ms: checkPatienceMs }).then(() => ({
      ok: false,
      detail: `no answer within ${checkPatienceMs} ms`,
    }));
    try {
      return await Promise.race([ask(), late]);
    } catch (error) {
      return { ok: false, detail: error instanceof Error ? error.message : 'the check failed' };
    }
  };
  const entries = await Promise.all(
    dependencies.map(async (dependency) => {
      const { ok, detail } = await check(dependency);
      const { name, required } = dependency;
      return [name, { ok, required, ...(withDetails ? { detail } : {}) }] as const;
    }),
  );
  const isReady = entries.every(([, { ok, required }]) => ok || !required);
  return { status: isReady ? 'ready' : 'not-ready', dependencies: Object.fromEntries(entries) };
}
