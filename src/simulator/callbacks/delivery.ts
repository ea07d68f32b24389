import { type CallbackMessage, signedRequest, type Signing } from './callback-message.ts';
import { type CallbackPolicy, type FailureClass, readCallbackPolicy } from './callback-policy.ts';
import type { Call } from '../calls/calls.ts';
import { drawUuid } from '../draws.ts';
import type { CallbackEntry, Journal } from '../journal/journal.ts';
import type { SimulatorOptions } from '../options.ts';
import type { Timers } from '../timers.ts';
import type { Account, Clock, FetchCallback } from '../types.ts';

/** The answer to a callback. `ok` means a 2xx status; `status` is null without an answer. */
export type Delivery = { ok: boolean; status: number | null; body: string };

export type DeliveryOrder = {
  call: Call;
  event: string;
  message: CallbackMessage;
  signing: Signing;
  /** Whether the nonce of the previous delivery is used again. */
  replay?: boolean;
  fault?: string;
  /** Whether nothing more is sent about this event after this delivery. */
  final: boolean;
};

type Needs = {
  clock: Clock;
  system: Clock;
  systemTimers: Timers;
  journal: Journal;
  options: SimulatorOptions;
  accounts: readonly Account[];
  fetchCallback: FetchCallback;
};

type Try = Delivery & { result: CallbackEntry['result']; failure: FailureClass | null };

/** The maximum time for an answer document, whatever the fragment says. */
const documentMs = 15_000;

export type Deliverer = {
  /** Sends a message, repeats it as its URL allows, and records every try. Never rejects. */
  deliver: (order: DeliveryOrder) => Promise<Delivery>;
  /** The number of unanswered requests. */
  pending: () => number;
  close: () => void;
};

/** Creates the deliverer of callbacks. It follows the delivery policy in their URLs. */
export function createDeliverer(needs: Needs): Deliverer {
  const { clock, system, systemTimers, journal, options, accounts } = needs;
  const nonces = new WeakMap<Call, Map<string, number>>();
  let pending = 0;
  let closed = false;

  const nonceFor = ({ call, event, replay }: DeliveryOrder): string => {
    const counts = nonces.get(call) ?? new Map<string, number>();
    const count = (counts.get(event) ?? 0) + (replay ? 0 : 1);
    nonces.set(call, counts.set(event, count));
    return drawUuid({ seed: 0, subject: `${call.callUuid}|${event}|${count}` }).replaceAll('-', '');
  };

  const tryOnce = async (order: DeliveryOrder, readMs: number): Promise<Try> => {
    const { account } = order.message;
    const mainToken =
      accounts.find(({ authId }) => authId === account.mainAuthId)?.authToken ?? account.authToken;
    const signable = { message: order.message, mainToken, nonce: nonceFor(order), signing: order.signing };
    pending += 1;
    try {
      return await exchange({ needs, readMs, createRequest: (signal) => signedRequest(signable, signal) });
    } finally {
      pending -= 1;
    }
  };

  const record = (order: DeliveryOrder, outcome: { tried: Try; index: number; final: boolean }): void => {
    const { result, status } = outcome.tried;
    const url = order.message.url.replace(/#.*$/, '');
    const fault = order.fault ?? null;
    const entry = {
      callUuid: order.call.callUuid,
      event: order.event,
      url,
      try: outcome.index,
      result,
      status,
      fault,
    };
    journal.append({ type: 'callback', at: clock.now(), ...entry, final: outcome.final });
  };

  return {
    async deliver(order) {
      const policy = readCallbackPolicy(order.message.url);
      const startedAt = system.now();
      for (let index = 0; ; index += 1) {
        const leftMs = policy.totalMs - (system.now() - startedAt);
        const tried = await tryOnce(order, Math.min(readLimit(order, policy), leftMs));
        const again = index < policy.retries && tried.failure !== null && policy.retryOn.has(tried.failure);
        const inTime = system.now() - startedAt + options.callbackRetryDelayMs < policy.totalMs;
        const over = closed || !again || !inTime;
        if (!closed) record(order, { tried, index, final: over && order.final });
        if (over) return tried;
        await systemTimers.wait(options.callbackRetryDelayMs);
      }
    },
    pending: () => pending,
    close() {
      closed = true;
    },
  };
}

function readLimit({ event }: DeliveryOrder, policy: CallbackPolicy): number {
  const isNews = event === 'Ring' || event === 'Hangup' || event === 'MachineDetection';
  return isNews ? policy.readMs : Math.min(policy.readMs, documentMs);
}

type Exchange = { needs: Needs; readMs: number; createRequest: (signal: AbortSignal) => Request };

/** Performs one HTTP exchange, which is aborted after `readMs` milliseconds. */
async function exchange({ needs, readMs, createRequest }: Exchange): Promise<Try> {
  const { system, fetchCallback } = needs;
  const controller = new AbortController();
  const timedOut = Promise.withResolvers<null>();
  const cancel = system.at(system.now() + readMs, () => {
    timedOut.resolve(null);
    controller.abort(new DOMException('The callback was not answered in time', 'TimeoutError'));
  });
  const answered = (async () => {
    const response = await fetchCallback(createRequest(controller.signal));
    return { status: response.status, body: await response.text() };
  })();
  try {
    const answer = await Promise.race([answered, timedOut.promise]);
    if (!answer) return { ...failed, result: 'timeout', failure: 'rt' };
    const ok = answer.status >= 200 && answer.status < 300;
    return {
      ok,
      ...answer,
      result: ok ? 'delivered' : 'refused',
      failure: ok ? null : statusClass(answer.status),
    };
  } catch {
    return controller.signal.aborted
      ? { ...failed, result: 'timeout', failure: 'rt' }
      : { ...failed, result: 'unreachable', failure: 'ct' };
  } finally {
    cancel();
    answered.catch(() => undefined);
  }
}

const failed = { ok: false, status: null, body: '' } as const;

function statusClass(status: number): FailureClass | null {
  if (status >= 500) return '5xx';
  return status >= 400 ? '4xx' : null;
}
