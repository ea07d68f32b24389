import type {
  HttpReply,
  HttpRequest,
  HttpSend,
} from '../../../src/channels/voice/plivo/requests/http-send.ts';

/** A call that was ordered: its bytes are at the carrier, the answer is ours to give. */
export type OrderedCall = {
  attempt: string;
  campaign: string;
  to: string;
  by: string;
  /** When its bytes were written. */
  at: number;
  requestId: string;
  callId: string;
  /** The carrier's answer to the order; only the first one counts. */
  reply: (reply?: HttpReply) => void;
};

export type StubCarrier = {
  calls: readonly OrderedCall[];
  /** Orders that were vetoed at the last moment: not a byte of them was written. */
  vetoed: readonly string[];
  /** Whether orders are answered at once; else by `reply`. */
  answersAtOnce: boolean;
  /** Holds back before asking whether it may write, as a slow connection does. */
  connect: () => Promise<void>;
  sendFor: (instance: string) => HttpSend;
};

const json = (status: number, body: unknown): HttpReply => ({
  kind: 'answer',
  status,
  headers: {},
  body: JSON.stringify(body),
});

function read({ body }: HttpRequest): { to: string; attempt: string; campaign: string } {
  const { to, answer_url } = JSON.parse(body ?? '{}') as Record<string, string>;
  const query = new URL(answer_url ?? '').searchParams;
  return { to: `+${to}`, attempt: query.get('attempt') ?? '', campaign: query.get('campaign') ?? '' };
}

const apiId = { api_id: 'api-1' };

/** Of a carrier that has no call. */
function nothing(url: string): HttpReply {
  const { pathname, searchParams } = new URL(url);
  if (!pathname.endsWith('/Call/')) return json(404, { ...apiId, error: 'not found' });
  if (searchParams.has('status')) return json(200, { ...apiId, calls: [] });
  return json(200, { ...apiId, meta: { next: null }, objects: [] });
}

/** The far end of the wire, without a will of its own: it takes orders, knows no other call, and ends whatever it is told to. */
export function createStubCarrier({ now }: { now: () => number }): StubCarrier {
  const calls: OrderedCall[] = [];
  const vetoed: string[] = [];
  const carrier: StubCarrier = {
    calls,
    vetoed,
    answersAtOnce: true,
    connect: () => Promise.resolve(),
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
      calls.push({ ...order, by: instance, at: now(), requestId, callId: `call-${order.attempt}`, reply });
      if (carrier.answersAtOnce) reply();
      return promise;
    },
  };
  return carrier;
}
