import type { Call } from '../calls/calls.ts';
import { createDraw } from '../draws.ts';
import { type FaultRule, type GarbageKind, garbageKinds, type RequestKind } from '../faults.ts';
import { callRecord } from '../calls/records.ts';
import type { ApiContext, ApiNeeds } from './needs.ts';
import { liveCall, queuedCall } from './read-calls.ts';

/**
 * `key` identifies the occasion: the same key always draws the same. `answer` is the real answer; null if the request
 * was not carried out.
 */
type Spoiled = { c: ApiContext; kind: RequestKind; rule: FaultRule; key: string; answer: Response | null };

/** Creates the function that replaces answers with unusable ones. The status is 200 unless the rule names one. */
export function createGarbage({ seed, calls, options }: Pick<ApiNeeds, 'seed' | 'calls' | 'options'>) {
  const draw = createDraw({ seed, subject: 'garbage' });

  /**
   * Returns a call that was not asked for by id or number: preferably an ended one for records, and an open one
   * otherwise.
   */
  const otherCall = (c: ApiContext, kind: RequestKind): Call | null => {
    const { authId } = c.get('account');
    const [open, ended] = [calls.open(authId), calls.ended({ authId })];
    const asked = c.req.query('to_number');
    const isOther = ({ callUuid, requestUuid, to }: Call): boolean =>
      !c.req.path.includes(callUuid) && !c.req.path.includes(requestUuid) && to !== asked;
    const all = kind === 'record' || kind === 'records' ? [...ended, ...open] : [...open, ...ended];
    return all.find(isOther) ?? null;
  };

  const aboutOther = (c: ApiContext, kind: RequestKind): Record<string, unknown> => {
    const apiId = { api_id: c.get('apiId') };
    const call = otherCall(c, kind);
    if (!call) return { ...apiId, call_uuid: c.get('apiId'), end_time: null };
    if (kind === 'live' || kind === 'place') return { ...apiId, ...liveCall(call, options) };
    if (kind === 'queued') return { ...apiId, ...queuedCall(call) };
    const record = callRecord({ call, options });
    if (kind !== 'records') return { ...apiId, ...record };
    const meta = { limit: 20, next: null, offset: 0, previous: null, total_count: 1 };
    return { ...apiId, meta, objects: [record] };
  };

  const bodyOf = async (
    { c, kind, answer }: Spoiled,
    { what, status }: { what: GarbageKind; status: number },
  ): Promise<string> => {
    const text = (await answer?.text()) || JSON.stringify({ api_id: c.get('apiId') });
    switch (what) {
      case 'html':
        return `<html><head><title>${status}</title></head><body><h1>This page is the answer of a proxy</h1></body></html>`;
      case 'empty':
        return '{}';
      case 'error':
        return JSON.stringify({ ...(status < 300 && { api_id: c.get('apiId') }), error: 'upstream failure' });
      case 'other-call':
        return JSON.stringify(aboutOther(c, kind));
      case 'truncated':
        return text.slice(0, Math.ceil(text.length / 2));
      case 'array':
        return `[${text}]`;
    }
  };

  return async (spoiled: Spoiled): Promise<Response> => {
    const { rule, key } = spoiled;
    const drawn = garbageKinds[Math.floor(draw(key) * garbageKinds.length)];
    const { garbage: what = drawn ?? 'html', status = 200 } = rule;
    const body = await bodyOf(spoiled, { what, status });
    const isBodiless = [204, 205, 304].includes(status);
    const type = what === 'html' ? 'text/html' : 'application/json';
    return new Response(isBodiless ? null : body, { status, headers: { 'content-type': type } });
  };
}
