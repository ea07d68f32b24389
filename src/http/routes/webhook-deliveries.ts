import { z } from 'zod';
import { RingmasterError } from '../../domain/errors.ts';
import { deliveryStates } from '../../persistence/contract/queues/deliveries.ts';
import type { DeadLetters } from '../../persistence/contract/queues/deliveries.ts';
import type { RouteDeps } from '../deps.ts';
import { deliveryInFull, deliveryView, findWebhook } from '../responses/webhook-view.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { idParams, pageOf, pageQuery, present } from '../schemas/common.ts';
import { deliveryInFullSchema, deliverySchema } from '../schemas/webhook.ts';

const tag = 'Webhooks';
const path = '/v1/webhooks/:id/deliveries';
const notFound = { status: 404, codes: ['webhook.not-found'] };
const mostIds = 500;
const changedAtOnce = 500;
const dayMs = 86_400_000;

const listDeliveries = ({ store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path,
    tag,
    summary: 'List the deliveries of a webhook that wait, or its dead letters',
    description: 'What was received is not listed. Dead letters are kept for 30 days.',
    role: 'viewer',
    params: idParams,
    query: z.strictObject({ state: z.enum(deliveryStates).default('dead'), ...pageQuery }),
    reply: { status: 200, description: 'a page', schema: pageOf(deliverySchema) },
    errors: [notFound],
    async run({ params, query: { state, after, limit }, caller }) {
      const { id: target } = await findWebhook({ store, caller, id: params.id });
      const page = await store.listDeliveries({ target, state, ...present({ after }), limit });
      return { items: page.items.map(deliveryView), next: page.next };
    },
  });

const readDelivery = ({ store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: `${path}/:delivery`,
    tag,
    summary: 'Read a delivery, with the answer of the last try that failed',
    role: 'operator',
    params: z.object({ id: z.string().min(1), delivery: z.string().min(1) }),
    reply: { status: 200, description: 'the delivery', schema: deliveryInFullSchema },
    errors: [{ status: 404, codes: ['webhook.not-found', 'webhook.delivery-not-found'] }],
    async run({ params, caller }) {
      const { id: target } = await findWebhook({ store, caller, id: params.id });
      const found = await store.readDelivery(params.delivery);
      if (found?.target === target) return deliveryInFull(found);
      throw new RingmasterError({
        code: 'webhook.delivery-not-found',
        family: 'not-found',
        message: `The webhook ${target} has no delivery ${params.delivery}.`,
        hint: 'It was received, discarded, or its retention period is over.',
      });
    },
  });

const instantText = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const lettersBody = z.strictObject({
  ids: z.array(z.string().min(1)).min(1).max(mostIds).optional().describe('only these'),
  from: instantText.optional().describe('only those that were added then or later'),
  to: instantText.optional().describe('only those that were added before'),
});
const countSchema = z.object({ count: z.number().describe('the dead letters that were changed') });

const replay = ({ store, clocks }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/webhooks/:id/replay',
    tag,
    summary: 'Send dead letters again: one, those of a time range, or all',
    description: 'They are sent with their former ids, and tried for another day.',
    role: 'operator',
    params: idParams,
    body: lettersBody,
    example: { from: '2027-03-01T09:00:00Z' },
    reply: { status: 200, description: 'how many were queued', schema: countSchema },
    errors: [notFound],
    async run({ params, body, caller, log }) {
      const { id: target } = await findWebhook({ store, caller, id: params.id });
      const now = Math.floor(clocks.store.now());
      const times = { dueAt: now, until: now + dayMs, limit: changedAtOnce };
      const count = await inPortions(body, (letters) =>
        store.requeueDeliveries({ target, ...letters, ...times }),
      );
      log.info({ webhook: target, by: caller.by, count }, 'dead letters were queued again');
      return { count };
    },
  });

const discard = ({ store }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/webhooks/:id/discard',
    tag,
    summary: 'Delete dead letters: one, those of a time range, or all',
    role: 'operator',
    params: idParams,
    body: lettersBody,
    example: { from: '2027-03-01T09:00:00Z' },
    reply: { status: 200, description: 'how many were deleted', schema: countSchema },
    errors: [notFound],
    async run({ params, body, caller, log }) {
      const { id: target } = await findWebhook({ store, caller, id: params.id });
      const count = await inPortions(body, (letters) =>
        store.discardDeliveries({ target, ...letters, limit: changedAtOnce }),
      );
      log.info({ webhook: target, by: caller.by, count }, 'dead letters were discarded');
      return { count };
    },
  });

/** Returns the routes for the deliveries of webhooks. */
export const webhookDeliveryRoutes = (deps: RouteDeps): Route[] =>
  [listDeliveries, readDelivery, replay, discard].map((route) => route(deps));

/** Changes dead letters, a part of them in each commit, until no more match. */
async function inPortions(
  body: z.output<typeof lettersBody>,
  change: (letters: Omit<DeadLetters, 'target'>) => Promise<number>,
): Promise<number> {
  const letters = present(body);
  let count = 0;
  for (;;) {
    const changed = await change(letters);
    count += changed;
    if (changed < changedAtOnce || body.ids) return count;
  }
}
