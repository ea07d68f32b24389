import { eventFields } from './callback-fields.ts';
import type { CallbackMessage, Signing } from './callback-message.ts';
import type { Call } from '../calls/calls.ts';
import type { Delivery, DeliveryOrder } from './delivery.ts';
import { type CallbackFault, callbackFaults, type FaultRule, type Faults } from '../faults.ts';
import type { Journal } from '../journal/journal.ts';
import type { SimulatorOptions } from '../options.ts';
import type { Timers } from '../timers.ts';
import type { CallEvent, Clock, Fields } from '../types.ts';

export type Callbacks = {
  /** Tells the customer about an event of a call, with whatever faults have been ordered. Never rejects. */
  notify: (news: { call: Call; event: CallEvent; more?: Fields }) => Promise<Delivery>;
  /** Asks an action, redirect or transfer URL for what to do next. */
  ask: (question: {
    call: Call;
    event: string;
    url: string;
    method: 'GET' | 'POST';
    fields: Fields;
  }) => Promise<Delivery>;
};

type Needs = {
  clock: Clock;
  timers: Timers;
  faults: Faults;
  journal: Journal;
  options: SimulatorOptions;
  deliver: (order: DeliveryOrder) => Promise<Delivery>;
};

const lateByDefaultMs = 180_000;
type CallbackRule = FaultRule & { fault: CallbackFault };

/** Faults that spoil nothing but the signature, or what it covers. */
const signingOf: Partial<Record<CallbackFault, Signing>> = {
  'callback-wrong-signature': 'wrong',
  'callback-wrong-token': 'wrong-token',
  'callback-signature-list': 'list',
  'callback-tampered': 'tampered',
};

const nowhere: Delivery = { ok: false, status: null, body: '' };

/** Sends callbacks about calls; events of a call whose request names no URL for them are not sent. */
export function createCallbacks({ clock, timers, faults, journal, options, deliver }: Needs): Callbacks {
  const afterHangup = new Map<Call, Array<() => void>>();

  const lose = ({ call, event, url }: { call: Call; event: string; url: string }): Delivery => {
    const entry = { callUuid: call.callUuid, event, url, try: 0, result: 'lost', status: null } as const;
    journal.append({ type: 'callback', at: clock.now(), ...entry, fault: 'callback-lost', final: true });
    return nowhere;
  };

  const faultOf = (call: Call, event: CallEvent) => {
    const { to, attempt, ordinal } = call;
    const key = `${to}|${ordinal}|${event}`;
    return faults.strike(callbackFaults, { to, attempt, ordinal, event, key });
  };

  const untilHangupIsTold = (call: Call): Promise<void> =>
    new Promise((resolve) => {
      afterHangup.set(call, [...(afterHangup.get(call) ?? []), resolve]);
    });

  /** Sends a copy besides the true delivery. */
  const again = (order: DeliveryOrder, copy: DeliveryOrder, ms: number): Promise<Delivery> => {
    timers.at(clock.now() + ms, () => void deliver(copy));
    return deliver(order);
  };

  const spoiled = async (order: DeliveryOrder, rule: CallbackRule): Promise<Delivery> => {
    const faulty = { ...order, fault: rule.fault };
    const signing = signingOf[rule.fault];
    if (signing && rule.extra) {
      await deliver({ ...faulty, signing, final: false });
      return deliver(order);
    }
    if (signing) return deliver({ ...faulty, signing });
    const isNews = order.event === 'Ring' || order.event === 'MachineDetection';
    if (rule.fault === 'callback-late') await timers.wait(rule.ms ?? lateByDefaultMs);
    if (rule.fault === 'callback-after-hangup' && isNews) await untilHangupIsTold(order.call);
    if (rule.fault === 'callback-duplicate') return again(order, faulty, rule.ms ?? 0);
    if (rule.fault === 'callback-replayed-nonce')
      return again(order, { ...faulty, replay: true }, rule.ms ?? 0);
    return deliver(faulty);
  };

  const send = (order: DeliveryOrder, event: CallEvent): Promise<Delivery> => {
    const { call } = order;
    const rule = faultOf(call, event);
    const isLost = call.plan.outcome === 'hangup-lost' && event === 'Hangup';
    if (isLost || rule?.fault === 'callback-lost') {
      return Promise.resolve(lose({ call, event, url: order.message.url }));
    }
    return rule ? spoiled(order, rule) : deliver(order);
  };

  return {
    async notify({ call, event, more = {} }) {
      const target = eventTarget({ call, event, options });
      if (!target) return nowhere;
      const fields = { ...eventFields({ call, options, event }), ...more };
      const message: CallbackMessage = { account: call.account, ...target, fields };
      const delivery = await send({ call, event, message, signing: 'true', final: true }, event);
      if (event !== 'Hangup') return delivery;
      for (const release of afterHangup.get(call) ?? []) release();
      afterHangup.delete(call);
      return delivery;
    },
    ask({ call, event, url, method, fields }) {
      const message: CallbackMessage = { account: call.account, url, method, fields };
      return deliver({ call, event, message, signing: 'true', final: true });
    },
  };
}

type Target = { url: string; method: 'GET' | 'POST' };

function eventTarget({
  call,
  event,
  options,
}: {
  call: Call;
  event: CallEvent;
  options: SimulatorOptions;
}): Target | null {
  const { request } = call;
  const answer = { url: request.answer_url, method: request.answer_method };
  const otherwise = options.hangupFallsBackToAnswerUrl ? answer : null;
  const target = (url: string | undefined, method: Target['method']): Target | null =>
    url ? { url, method } : null;
  const targets: Record<CallEvent, Target | null> = {
    Ring: target(request.ring_url, request.ring_method),
    StartApp: answer,
    MachineDetection: target(request.machine_detection_url, request.machine_detection_method),
    Hangup: target(request.hangup_url, request.hangup_method) ?? otherwise,
  };
  return targets[event];
}
