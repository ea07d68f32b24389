import { createMiddleware } from 'hono/factory';
import { type FaultRule, type RequestFault, requestFaults, type RequestKind } from '../faults.ts';
import { attemptOf } from '../calls/attempt-of.ts';
import type { ReplyEntry } from '../journal/journal.ts';
import { createGarbage } from './garbage.ts';
import { type ApiContext, type ApiEnv, type ApiNeeds, refuse } from './needs.ts';

/** Thrown if a real client would see a connection reset. */
export class ConnectionReset extends Error {
  readonly code = 'ECONNRESET';

  constructor() {
    super('The carrier reset the connection (an injected fault)');
    this.name = 'ConnectionReset';
  }
}

/**
 * Creates the middleware that replaces answers by the fault rules, and records how every request to place a call was
 * answered. A request without an answer stays open until its client gives up, or until `release`.
 */
export function createFaultReplies(needs: ApiNeeds) {
  const { clock, system, calls, journal, faults, options, lifecycle } = needs;
  const garbageFor = createGarbage(needs);
  const openRequests = new Set<(reason?: unknown) => void>();
  const seen = new Map<string, number>();

  const keepOpen = (signal: AbortSignal): Promise<never> =>
    new Promise((_resolve, reject) => {
      const drop = (reason: unknown = new ConnectionReset()): void => {
        openRequests.delete(drop);
        reject(reason);
      };
      openRequests.add(drop);
      if (signal.aborted) return drop(signal.reason);
      signal.addEventListener('abort', () => drop(signal.reason), { once: true });
    });

  type Applied = { rule: FaultRule & { fault: RequestFault }; key: string };
  const strike = (c: ApiContext, request: RequestKind): Applied | null => {
    const { to, attempt } = subjectOf(c, options.attemptParameter);
    const name = `${request}|${to ?? ''}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const ordinal = to === undefined ? undefined : calls.countTo(to) + 1;
    const key = `${name}|${count}`;
    const rule = faults.strike(requestFaults, { to, attempt, ordinal, request, key });
    return rule && { rule, key };
  };

  const recordReply = (c: ApiContext, reply: ReplyEntry['reply'], status: number | null): void => {
    const { to = null, attempt } = subjectOf(c, options.attemptParameter);
    const requestUuids = c.get('placed').map(({ requestUuid }) => requestUuid);
    journal.append({ type: 'reply', at: clock.now(), requestUuids, to, attempt, status, reply });
  };

  const withhold = (c: ApiContext, isPlace: boolean): Promise<never> => {
    if (isPlace) recordReply(c, 'none', null);
    return keepOpen(c.req.raw.signal);
  };
  const reset = (c: ApiContext, isPlace: boolean): never => {
    if (isPlace) recordReply(c, 'reset', null);
    throw new ConnectionReset();
  };

  const replies = createMiddleware<ApiEnv>(async (c, next) => {
    const kind = kindOf(c);
    const isPlace = kind === 'place';
    const applied = strike(c, kind);
    const fault = applied?.rule.fault;
    if (applied && fault === 'reject-garbage')
      c.res = await garbageFor({ c, kind, ...applied, answer: null });
    else if (fault?.startsWith('reject-')) c.res = errorAnswer(c, fault);
    else if (fault === 'no-reply') return withhold(c, isPlace);
    else if (fault === 'reset') return reset(c, isPlace);
    else await next();
    if (fault?.startsWith('accepted-') && c.res.ok) {
      if (fault === 'accepted-then-no-reply') return withhold(c, isPlace);
      if (fault === 'accepted-then-reset') return reset(c, isPlace);
      c.res = errorAnswer(c, fault);
    }
    if (applied && fault === 'answer-garbage')
      c.res = await garbageFor({ c, kind, ...applied, answer: c.res.clone() });
    if (fault === 'slow-reply') await system.wait(applied?.rule.ms ?? 4900);
    if (fault === 'hangup-before-reply')
      await Promise.all(c.get('placed').map((call) => lifecycle.whenEndReported(call)));
    if (isPlace) recordReply(c, 'answered', c.res.status);
    return undefined;
  });

  return {
    replies,
    release: () => {
      for (const drop of openRequests) drop();
    },
  };
}

function kindOf(c: ApiContext): RequestKind {
  const [, resource = '', id = '', more = ''] =
    /\/Account\/[^/]+\/(\w+)\/?([^/]*)\/?(.*)$/.exec(c.req.path) ?? [];
  const { method } = c.req;
  if (resource === 'Request' && method === 'DELETE') return 'cancel';
  if (resource !== 'Call' || more) return 'other';
  if (method === 'POST') return id ? 'other' : 'place';
  if (method === 'DELETE') return 'hang-up';
  const status = c.req.query('status');
  if (status === 'live' || status === 'queued') return status;
  return id ? 'record' : 'records';
}

function subjectOf(c: ApiContext, parameter: string): { to: string | undefined; attempt: string | null } {
  const { to, ...urls } = c.get('parameters');
  const [first = ''] = typeof to === 'string' || typeof to === 'number' ? String(to).split('<') : [];
  return { to: first.replace(/\D/g, '') || undefined, attempt: attemptOf(urls, parameter) };
}

/** Returns the answer of a server that fails or refuses. */
function errorAnswer(c: ApiContext, fault: RequestFault): Response {
  switch (Number(fault.slice(-3))) {
    case 401:
      return c.text(
        'Could not verify your access level for that URL. You have to login with proper credentials',
        401,
      );
    case 403:
      return refuse(c, 403, 'geo permission: calls to this destination are not enabled for the account');
    case 429:
      return refuse(c, 429, 'Too many requests: the API rate limit of the account is used up');
    case 503:
      return c.html('<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>', 503);
    default:
      return refuse(c, 500, 'internal server error');
  }
}
