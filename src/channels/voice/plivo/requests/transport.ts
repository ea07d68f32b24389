import type { Clock } from '../../../../platform/clock.ts';
import { describeError, type HttpReply, type HttpRequest, type HttpSend } from './http-send.ts';
import { createRequestBudget, type RequestBudgetLimit, type RequestPriority } from './request-budget.ts';

/** The address of Plivo's voice API; requests go to `/v1/Account/{auth id}/…` below it. */
export const plivoBaseUrl = 'https://api.plivo.com';

export type PlivoRequest = {
  method: HttpRequest['method'];
  /** Below the account, such as `Call/`. */
  path: string;
  query?: Readonly<Record<string, string>>;
  body?: Readonly<Record<string, unknown>>;
  priority: RequestPriority;
  /** Called after the budget's queue, directly before the first byte. */
  beforeWrite?: () => boolean;
};

export type PlivoTransport = {
  /** Sends one request at most once; never throws. */
  request: (request: PlivoRequest) => Promise<HttpReply>;
  /** Refuses waiting and further requests. The creator of the sender closes its connections. */
  close: () => void;
};

/**
 * Sends requests to one Plivo account: address, credentials, JSON and the account's budget of API requests. The SDK's
 * own transport is not used because it repeats a call placement up to twice after a 5xx answer.
 */
export function createPlivoTransport({
  send,
  authId,
  authToken,
  baseUrl = plivoBaseUrl,
  clock,
  budget: limit,
  timeoutMs = 10_000,
}: {
  send: HttpSend;
  authId: string;
  authToken: string;
  baseUrl?: string;
  /** The provider's clock: the system clock, or the business clock for a simulated carrier. */
  clock: Clock;
  budget?: RequestBudgetLimit | undefined;
  timeoutMs?: number;
}): PlivoTransport {
  const budget = createRequestBudget(limit ? { clock, limit } : { clock });
  const account = `${baseUrl.replace(/\/+$/, '')}/v1/Account/${encodeURIComponent(authId)}/`;
  const authorization = `Basic ${Buffer.from(`${authId}:${authToken}`).toString('base64')}`;

  const toHttp = ({ method, path, query, body, beforeWrite }: PlivoRequest): HttpRequest => {
    const search = query ? `?${new URLSearchParams(query).toString()}` : '';
    const content = body ? { 'content-type': 'application/json' } : {};
    return {
      method,
      url: `${account}${path}${search}`,
      headers: { authorization, accept: 'application/json', 'user-agent': 'ringmaster', ...content },
      body: body ? JSON.stringify(body) : null,
      timeoutMs,
      ...(beforeWrite && { beforeWrite }),
    };
  };

  return {
    async request(request) {
      const outgoing = toHttp(request);
      const ticket = await budget.enter(request.priority);
      if (!ticket) return { kind: 'unsent', detail: 'the transport is closed' };
      try {
        const reply = await send(outgoing);
        if (reply.kind === 'unsent') ticket.giveBack();
        return reply;
      } catch (error) {
        return { kind: 'lost', detail: describeError(error) };
      }
    },
    close: () => budget.close(),
  };
}
