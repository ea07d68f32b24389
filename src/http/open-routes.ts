import type { RouteDeps } from './deps.ts';
import type { AppContext, Method } from './route.ts';
import { createReadiness } from './readiness.ts';
import { createPlivoWebhooks } from './webhooks/plivo.ts';

/** What answers without a key: health, and callbacks, which are signed. */
export type OpenRoute = {
  path: string;
  methods: readonly Method[];
  tag: string;
  summary: string;
  description: string;
  handle: (context: AppContext) => Promise<Response>;
};

export function openRoutes(deps: RouteDeps): OpenRoute[] {
  const { dependencies, clocks } = deps;
  const readReadiness = createReadiness({ dependencies, system: clocks.system });
  return [
    {
      path: '/healthz',
      methods: ['get'],
      tag: 'Health',
      summary: 'Is the process alive?',
      description: 'Always 200 while it can answer at all.',
      handle: async () => Response.json({ status: 'alive' }),
    },
    {
      path: '/readyz',
      methods: ['get'],
      tag: 'Health',
      summary: 'Can it work?',
      description: '503 while something it needs is down. With a key the answer has details.',
      async handle(context) {
        const readiness = await readReadiness({ withDetails: context.get('caller') !== null });
        return Response.json(readiness, { status: readiness.status === 'ready' ? 200 : 503 });
      },
    },
    ...createPlivoWebhooks(deps).map((webhook) => ({
      ...webhook,
      tag: 'Webhooks',
      summary: `Plivo's ${webhook.path.split('/').at(-1)} callback`,
      description: 'Signed by Plivo (X-Plivo-Signature-V3), refused with 403 otherwise.',
    })),
  ];
}
