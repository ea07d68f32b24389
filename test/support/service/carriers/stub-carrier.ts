import type { CarrierNeeds, TestCarrier } from './carrier.ts';
import type { HttpReply, HttpRequest } from '../../../../src/channels/voice/plivo/requests/http-send.ts';

/** A call that was ordered: its bytes are at the carrier, and the test decides about the answer. */
export type OrderedCall = {
  attempt: string;
  campaign: string;
  to: string;
  /** The caller ID. */
  from: string;
  by: string;
  /** When its bytes were written. */
  at: number;
  requestId: string;
  callId: string;
  /** The carrier's answer to the order; only the first one counts. */
  reply: (reply?: HttpReply) => void;
};

export type StubCarrier = TestCarrier & {
  calls: readonly OrderedCall[];
  /** The attempts whose orders were vetoed at the last moment: no byte of them was written. */
  vetoed: readonly string[];
  /** Whether orders are answered at once; otherwise the test answers them by `reply`. */
  answersAtOnce: boolean;
  /** Waits before it asks whether it may write, as a slow connection does. */
  connect: () => Promise<void>;
};

const json = (status: number, body: unknown): HttpReply => ({
  kind: 'answer',
  status,
  headers: {},
  body: JSON.stringify(body),
});

function read({ body }: HttpRequest): { to: string; from: string; attempt: string; campaign: string } {
  const { to, from, answer_url } = JSON.parse(body ?? '{}') as Record<string, string>;
  const query = new URL(answer_url ?? '').searchParams;
  return {
    to: `+${to}`,
    from: `+${from}`,
    attempt: query.get('attempt') ?? '',
    campaign: query.get('campaign') ?? '',
  };
}

const apiId = { api_id: 'api-1' };

/** The answer of a carrier that has no call. */
function nothing(url: string): HttpReply {
  const { pathname, searchParams } = new URL(url);
  if (!pathname.endsWith('/Call/')) return json(404, { ...apiId, error: 'not found' });
  if (searchParams.has('status')) return json(200, { ...apiId, calls: [] });
  return json(200, { ...apiId, meta: { next: null }, objects: [] });
}

/** A carrier that does nothing by itself: it takes orders, finds no call, and accepts every request to end one. */
export function openStubCarrier({ clocks }: CarrierNeeds): StubCarrier {
  const calls: OrderedCall[] = [];
  const vetoed: string[] = [];
  const carrier: StubCarrier = {
    calls,
    vetoed,
    answersAtOnce: true,
    connect: () => Promise.resolve(),
    isBusy: () => false,
    close: () => undefined,
    sendFor: (instance) => async (request) => {
      if (request.method === 'GET') return nothing(request.url);
      if (request.method === 'DELETE') return { kind: 'answer', status: 204, headers: {}, body: '' };
      const order = read(request);
      await carrier.connect();
      if (request.beforeWrite?.() === false) {
        vetoed.push(order.attempt);
        return { kind: 'unsent', detail: 'vetoed', vetoed: true };
      }
      const { promise, resolve } = Promise.withResolvers<HttpReply>();
      const requestId = `req-${order.attempt}`;
      const accept = json(201, { ...apiId, message: 'call fired', request_uuid: requestId });
      const reply = (other?: HttpReply): void => resolve(other ?? accept);
      calls.push({
        ...order,
        by: instance,
        at: clocks.system.monotonic(),
        requestId,
        callId: `call-${order.attempt}`,
        reply,
      });
      if (carrier.answersAtOnce) reply();
      return promise;
    },
  };
  return carrier;
}
