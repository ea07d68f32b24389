import type { z } from 'zod';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { Caller } from '../../domain/caller.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import { isEnd } from '../../domain/contact/enrollment.ts';
import type { RequestKey } from '../../domain/request-key.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { sleep } from '../../platform/clock.ts';
import type { SystemClock } from '../../platform/clock.ts';
import { scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import type { callOrderSchema } from '../schemas/call.ts';
import { createCallOrders } from './call-order.ts';

/**
 * The maximum time in which an order waits for its call to be minted: a little longer than the poll interval of the
 * engine.
 */
const maxWaitMs = 1_500;
const pollMs = 20;

/**
 * Creates the function that orders one call, for every route that does: it waits a moment for the call, and answers with it or
 * with what it waits for.
 */
export function createCallPlacer({ engine, queries, store, clocks, phones }: RouteDeps) {
  const toOrder = createCallOrders({ phones });
  return async ({
    order: request,
    caller,
    requestKey,
  }: {
    order: z.output<typeof callOrderSchema>;
    caller: Caller;
    requestKey: RequestKey | undefined;
  }) => {
    const client = scopeOf(caller, request.client) ?? 'default';
    const order = toOrder(request, { client, by: caller.by });
    const { campaign, position } = await engine.placeCall({ ...order, request: requestKey });
    const { enrollment, attempt } = await awaitCall({ store, system: clocks.system, campaign, position });
    const record = await engine.resolve({ campaign, client });
    if (!enrollment) throw new TypeError(`campaign ${campaign} has no contact at position ${position}`);
    return {
      call: attempt ? queries.call(attempt) : null,
      campaign,
      contact: await queries.contact({ record, enrollment }),
      why: attempt ? null : await queries.whyContact({ record, enrollment }),
    };
  };
}

/**
 * Waits for the first attempt of the contact of an order, or for the end of its enrollment. `attempt` is null after
 * `maxWaitMs`.
 */
async function awaitCall({
  store,
  system,
  campaign,
  position,
}: {
  store: Pick<Store, 'readEnrollments' | 'listAttempts'>;
  system: SystemClock;
  campaign: string;
  position: number;
}): Promise<{ enrollment: Enrollment | null; attempt: Attempt | null }> {
  const until = system.monotonic() + maxWaitMs;
  for (;;) {
    const [enrollment] = await store.readEnrollments({ campaign, positions: [position] });
    const { items } = await store.listAttempts({ campaign, position, limit: 1 });
    const attempt = items[0] ?? null;
    const isDecided = attempt !== null || (enrollment !== undefined && isEnd(enrollment.state));
    if (isDecided || system.monotonic() >= until) return { enrollment: enrollment ?? null, attempt };
    await sleep({ clock: system, ms: pollMs });
  }
}
