import { eventFields } from './callback-fields.ts';
import type { CallbackMessage, Signing } from './callback-message.ts';
import type { Call } from '../calls/calls.ts';
import type { Delivery, DeliveryOrder } from './delivery.ts';
import { type CallbackFault, callbackFaults, type FaultRule, type Faults } from '../faults.ts';
import type { Journal } from '../journal/journal.ts';
import type { SimulatorOptions } from '../options.ts';
import type { Timers } from '../timers.ts';
import { documentEvents } from '../types.ts';
import type { CallEvent, Clock, DocumentEvent, Fields } from '../types.ts';

export type Callbacks = {
  /** Sends the callback of an event, with the faults that the rules apply to it. Never rejects. */
  notify: (notification: { call: Call; event: CallEvent; more?: Fields }) => Promise<Delivery>;
  /** Requests the next document from an action, redirect or transfer URL. Never rejects. */
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

/** Faults that change only the signature or the signed content. */
const signingOf: Partial<Record<CallbackFault, Signing>> = {
  'callback-wrong-signature': 'wrong',
  'callback-wrong-token': 'wrong-token',
  'callback-signature-list': 'list',
  'callback-tampered': 'tampered',
};

const notDelivered: Delivery = { ok: false, status: null, body: '' };

/** Creates the sender of callbacks. An event without a URL in the request of its call is not sent. */
export function createCallbacks({ clock, timers, faults, journal, options, deliver }: Needs): Callbacks {
  const afterHangup = new Map<Call, Array<() => void>>();

  const recordLost = ({ call, event, url }: { call: Call; event: string; url: string }): Delivery => {
    const entry = { callUuid: call.callUuid, event, url, try: 0, result: 'lost', status: null } as const;
    journal.append({ type: 'callback', at: clock.now(), ...entry, fault: 'callback-lost', final: true });
    return notDelivered;
  };

  const faultOf = (call: Call, event: CallEvent | DocumentEvent) => {
    const { to, attempt, ordinal } = call;
    const key = `${to}|${ordinal}|${event}`;
    return faults.strike(callbackFaults, { to, attempt, ordinal, event, key });
  };

  const afterHangupCallback = (call: Call): Promise<void> =>
    new Promise((resolve) => {
      afterHangup.set(call, [...(afterHangup.get(call) ?? []), resolve]);
    });

  /** Sends a copy after `ms` milliseconds, in addition to the real delivery. */
  const withCopy = (order: DeliveryOrder, copy: DeliveryOrder, ms: number): Promise<Delivery> => {
    timers.at(clock.now() + ms, () => void deliver(copy));
    return deliver(order);
  };

  const withFault = async (order: DeliveryOrder, rule: CallbackRule): Promise<Delivery> => {
    const faulty = { ...order, fault: rule.fault };
    const signing = signingOf[rule.fault];
    if (signing && rule.extra) {
      await deliver({ ...faulty, signing, final: false });
      return deliver(order);
    }
    if (signing) return deliver({ ...faulty, signing });
    const isProgress = order.event === 'Ring' || order.event === 'MachineDetection';
    if (rule.fault === 'callback-late') await timers.wait(rule.ms ?? lateByDefaultMs);
    if (rule.fault === 'callback-after-hangup' && isProgress) await afterHangupCallback(order.call);
    if (rule.fault === 'callback-duplicate') return withCopy(order, faulty, rule.ms ?? 0);
    if (rule.fault === 'callback-replayed-nonce')
      return withCopy(order, { ...faulty, replay: true }, rule.ms ?? 0);
    return deliver(faulty);
  };

  const send = (order: DeliveryOrder, event: CallEvent | DocumentEvent): Promise<Delivery> => {
    const { call } = order;
    const rule = faultOf(call, event);
    const isLost = call.plan.outcome === 'hangup-lost' && event === 'Hangup';
    if (isLost || rule?.fault === 'callback-lost') {
      return Promise.resolve(recordLost({ call, event, url: order.message.url }));
    }
    return rule ? withFault(order, rule) : deliver(order);
  };

  return {
    async notify({ call, event, more = {} }) {
      const target = eventTarget({ call, event, options });
      if (!target) return notDelivered;
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
      const order: DeliveryOrder = { call, event, message, signing: 'true', final: true };
      const known = documentEvents.find((name) => name === event);
      return known ? send(order, known) : deliver(order);
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
