import type { RingmasterError } from '../../domain/errors.ts';
import { clientPath } from '../api/clients.ts';
import { readJson } from '../api/read-json.ts';
import { allClients } from '../api/stops.ts';
import type { Page, PageRequest } from '../contract.ts';
import { giveOrder } from './give-order.ts';

/** Returns the handlers of the buttons of emergency stops in one page. They lead back to that page. */
export function stopOrders({
  path,
  to,
  refused,
}: {
  /** Where the forms are sent to: `path/order` and `path/lift`. */
  path: string;
  to: (request: PageRequest) => string;
  refused: (request: PageRequest, error: RingmasterError) => Promise<Response>;
}): Page[] {
  return (['order', 'lift'] as const).map((verb) => ({
    method: 'post',
    path: `${path}/${verb}`,
    handle: async (request) => {
      const form = await request.readForm();
      return giveOrder({
        give: () => change(request, { verb, form }),
        to: to(request),
        refused: (error) => refused(request, error),
      });
    },
  }));
}

/** Orders or lifts the stop of the client that the form names. */
function change(
  { api }: PageRequest,
  { verb, form }: { verb: 'order' | 'lift'; form: URLSearchParams },
): Promise<unknown> {
  const client = form.get('client') ?? '';
  const reason = (form.get('reason') ?? '').trim();
  const command = verb === 'order' ? 'pause' : 'resume';
  return readJson(api, {
    method: 'POST',
    path: client === allClients ? `/v1/${command}` : clientPath(client, `/${command}`),
    json: { reason: reason === '' ? null : reason },
    idempotencyKey: form.get('key') || undefined,
  });
}
