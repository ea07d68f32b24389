import type { Hono } from 'hono';
import type { Call } from '../calls/calls.ts';
import { readPlaceCallRequest } from '../calls/place-call-request.ts';
import { type ApiEnv, type ApiNeeds, refuse } from './needs.ts';

/** Adds `POST Call/`. It accepts one call, or one for each destination in a list separated by `<`. */
export function addPlaceRoute(
  api: Hono<ApiEnv>,
  { clock, timers, options, calls: known, placement }: ApiNeeds,
): void {
  api.post('/:authId/Call', async (c) => {
    const account = c.get('account');
    const read = readPlaceCallRequest(c.get('parameters'));
    if ('error' in read) return refuse(c, 400, read.error);
    const { request, destinations } = read;
    const parent = known.get(request.parent_call_uuid ?? '');
    const joins = parent?.account === account && parent.state !== 'ended';
    if (request.error_if_parent_not_found === 'true' && !joins)
      return refuse(c, 400, 'parent_call_uuid parameter is not the UUID of an open call');
    const refuses = options.india?.refuse === 'response';
    if (refuses && placement.exceedsConcurrency({ account, calls: destinations.length, now: clock.now() })) {
      return refuse(c, 429, '5030 Concurrency Limit Breached: the account has its maximum number of calls');
    }
    const placed = destinations.map((to) => placement.place({ account, request, to }));
    const calls = placed.map(({ call }) => call);
    c.set('placed', calls);
    await timers.wait(Math.max(...calls.map(({ plan }) => plan.replyMs)));
    const queued = placed.some(({ reply }) => reply === 'call queued');
    const noun = calls.length > 1 ? 'calls' : 'call';
    const answer = { api_id: c.get('apiId'), message: `${noun} ${queued ? 'queued' : 'fired'}` };
    return c.json({ ...answer, request_uuid: requestUuids(calls) }, 201);
  });
}

function requestUuids(calls: readonly Call[]): string | string[] | undefined {
  const uuids = calls.map(({ requestUuid }) => requestUuid);
  return uuids.length > 1 ? uuids : uuids[0];
}
