import { onTestFinished } from 'vitest';
import {
  type Account,
  createSimulator,
  type FetchCallback,
  type Journal,
  type SimulatorOptionsInput,
} from '../../src/simulator/index.ts';
import { createTestClock } from '../support/time/test-clock.ts';
import type { TestClock } from '../support/time/test-clock.ts';

export const account = { authId: 'MATESTACCOUNT', authToken: 'the-token-of-the-test' };
export const monday = Date.UTC(2027, 2, 1, 14, 0, 0);

/** A callback as the customer received it. */
export type Received = {
  at: number;
  path: string;
  url: string;
  method: string;
  event: string;
  fields: Record<string, string>;
  headers: Headers;
};

export const gatherXml = `<Response>
  <GetDigits action="https://customer.test/keys?attempt=a1" numDigits="1" timeout="5">
    <Speak>Hello Ann, your check-up is due. Press 1 to confirm.</Speak>
  </GetDigits>
  <Speak>We did not hear anything. Good bye.</Speak>
</Response>`;

type Customer = { answer?: string; keys?: string } & Record<string, string>;

type Needs = {
  options?: SimulatorOptionsInput;
  seed?: number;
  journal?: Journal;
  clock?: TestClock;
  accounts?: Account[];
  /** The account whose credentials are used. */
  caller?: Account;
  /** XML documents by the first part of the path. `answer` and `keys` have defaults. */
  customer?: Customer;
  /** Answers instead of the customer if it returns a response. */
  intercept?: (received: Received, request: Request) => Response | Promise<Response> | null;
};

/** Creates a simulator under a virtual clock, with a customer that answers its callbacks and records them. */
export function createCarrier({
  options = {},
  seed = 7,
  journal,
  customer = {},
  intercept,
  ...given
}: Needs = {}) {
  const clock =
    given.clock ?? createTestClock({ startAt: monday, isBusy: () => simulator.pendingCallbacks() > 0 });
  const { caller = account } = given;
  const received: Received[] = [];
  const pages: Record<string, string> = {
    answer: gatherXml,
    keys: '<Response><Hangup/></Response>',
    ...customer,
  };

  const fetchCallback: FetchCallback = async (request) => {
    const url = new URL(request.url);
    const fields = Object.fromEntries(
      request.method === 'GET' ? url.searchParams : new URLSearchParams(await request.clone().text()),
    );
    const path = url.pathname.slice(1);
    const entry = {
      at: clock.now(),
      path,
      url: request.url,
      method: request.method,
      fields,
      headers: request.headers,
    };
    const news = { ...entry, event: fields['Event'] ?? '' };
    received.push(news);
    return (await intercept?.(news, request)) ?? new Response(pages[path] ?? '', { status: 200 });
  };

  const simulator = createSimulator({
    clock,
    seed,
    accounts: given.accounts ?? [account],
    options,
    fetchCallback,
    ...(journal ? { journal } : {}),
  });
  onTestFinished(() => simulator.close());

  const request = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    simulator.fetch(
      new Request(`http://127.0.0.1:4010/v1/Account/${caller.authId}/${path}`, {
        method,
        headers: { authorization: basic(caller), 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );

  /** Sends a request and advances the clock until it is answered. */
  const answered = async (response: Promise<Response>): Promise<Response> => {
    let settled = false;
    const watched = response.finally(() => {
      settled = true;
    });
    watched.catch(() => undefined);
    await clock.until(() => settled);
    return watched;
  };

  const place = (to: string, more: Record<string, unknown> = {}): Promise<Response> =>
    answered(request('POST', 'Call/', { ...callTo(to), ...more }));

  return {
    clock,
    simulator,
    received,
    request,
    answered,
    place,
    events: () => received.map(({ event }) => event),
    /** Returns the body of the last callback of this event. */
    last: (event: string): Record<string, string> =>
      received.findLast((news) => news.event === event)?.fields ?? {},
    json: async (method: string, path: string, body?: unknown) => {
      const response = await request(method, path, body);
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    /** Places a call and advances the clock until nothing is left to happen. */
    call: async (to: string, more: Record<string, unknown> = {}) => {
      const response = await place(to, more);
      await clock.until(() => simulator.calls().every(({ state }) => state === 'ended'));
      await clock.pass(20_000);
      return response;
    },
  };
}

export function callTo(to: string, attempt = 'a1') {
  const url = (path: string): string => `https://customer.test/${path}?attempt=${attempt}`;
  return {
    from: '+12025550100',
    to,
    answer_url: url('answer'),
    ring_url: url('ring'),
    hangup_url: url('hangup'),
    machine_detection_url: url('machine'),
  };
}

export function basic({ authId, authToken }: { authId: string; authToken: string }): string {
  return `Basic ${Buffer.from(`${authId}:${authToken}`).toString('base64')}`;
}
