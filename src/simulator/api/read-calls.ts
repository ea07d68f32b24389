import type { Hono } from 'hono';
import type { Call } from '../calls/calls.ts';
import { utcTimeWithFraction } from '../clock-times.ts';
import type { SimulatorOptions } from '../options.ts';
import { callRecord, liveFilters, recordFilters, recordVisibleAt } from '../calls/records.ts';
import { type ApiContext, type ApiEnv, type ApiNeeds, callOf, refuse } from './needs.ts';

/** Adds the routes that read live and queued calls, and call records. */
export function addReadRoutes(api: Hono<ApiEnv>, needs: ApiNeeds): void {
  const { calls, clock, options } = needs;

  const live = ({ authId }: { authId: string }): Call[] => {
    const now = clock.now();
    const open = calls.open(authId).filter((call) => call.state !== 'queued' && call.listedFrom <= now);
    return [...open, ...calls.ended({ authId }).filter((call) => call.listedUntil > now)];
  };
  const queued = ({ authId }: { authId: string }): Call[] =>
    calls.open(authId).filter((call) => call.state === 'queued');

  api.get('/:authId/Call', (c) => {
    const status = c.req.query('status');
    const uuids = (list: readonly Call[]) => list.map(({ callUuid }) => callUuid);
    if (status === 'live') {
      const filters = liveFilters(new URL(c.req.url).searchParams);
      const found = live(c.get('account')).filter((call) => filters.every((test) => test(call)));
      return c.json({ api_id: c.get('apiId'), calls: uuids(found) });
    }
    if (status === 'queued')
      return c.json({ api_id: c.get('apiId'), calls: uuids(queued(c.get('account'))) });
    if (status !== undefined) return refuse(c, 400, 'status must be live or queued');
    return listRecords(c, needs);
  });

  api.get('/:authId/Call/:callUuid', (c) => {
    const call = callOf(c, needs);
    const status = c.req.query('status');
    if (!call) return refuse(c, 404, 'call not found');
    const apiId = { api_id: c.get('apiId') };
    if (status === 'live' && live(c.get('account')).includes(call))
      return c.json({ ...apiId, ...liveCall(call, options) });
    if (status === 'queued' && call.state === 'queued') return c.json({ ...apiId, ...queuedCall(call) });
    if (status !== undefined) return refuse(c, 404, `call not found in the ${status} calls`);
    if (clock.now() < recordVisibleAt(call)) return refuse(c, 404, 'call not found');
    return c.json({ ...apiId, ...callRecord({ call, options }) });
  });
}

/** Returns a queued call in the carrier's format. */
export function queuedCall(call: Call): Record<string, unknown> {
  return {
    call_status: 'queued',
    call_uuid: call.callUuid,
    caller_name: call.request.caller_name ?? '',
    direction: 'outbound',
    from: call.from,
    request_uuid: call.requestUuid,
    to: call.to,
  };
}

/** Returns a live call in the carrier's format. */
export function liveCall(call: Call, { clockSkewMs }: SimulatorOptions): Record<string, unknown> {
  return {
    ...queuedCall(call),
    call_status: call.answeredAt === null ? 'ringing' : 'in-progress',
    session_start: `${utcTimeWithFraction((call.startedAt ?? call.placedAt) + clockSkewMs)}+00:00`,
    stir_attestation: '',
    stir_verification: 'Not Applicable',
  };
}

function listRecords(c: ApiContext, { calls, clock, options }: ApiNeeds): Response {
  const query = new URL(c.req.url).searchParams;
  const now = clock.now();
  const filters = recordFilters({ query, now });
  if ('error' in filters) return refuse(c, 400, filters.error);
  const limit = Number(query.get('limit') ?? 20);
  const offset = Number(query.get('offset') ?? 0);
  if (!Number.isInteger(limit) || limit < 1 || limit > 20)
    return refuse(c, 400, 'limit must be between 1 and 20');
  if (!Number.isInteger(offset) || offset < 0) return refuse(c, 400, 'offset must not be negative');
  const { authId } = c.get('account');
  const to = query.get('to_number')?.replace(/^\+/, '');
  const found = calls
    .ended({ authId, to })
    .filter((call) => recordVisibleAt(call) <= now && filters.every((test) => test(call)))
    .sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
  const page = (start: number): string | null => {
    if (start < 0 || start >= found.length) return null;
    const next = new URLSearchParams(query);
    next.set('limit', String(limit));
    next.set('offset', String(start));
    return `/v1/Account/${authId}/Call/?${next.toString()}`;
  };
  const previous = offset === 0 ? null : page(Math.max(0, offset - limit));
  return c.json({
    api_id: c.get('apiId'),
    meta: { limit, next: page(offset + limit), offset, previous, total_count: found.length },
    objects: found.slice(offset, offset + limit).map((call) => callRecord({ call, options })),
  });
}
