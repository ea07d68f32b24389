import { attemptOf } from './attempt-of.ts';
import type { Call, Calls } from './calls.ts';
import { type Lifecycle, staleByDefaultMs } from './call-lifecycle.ts';
import { drawUuid } from '../draws.ts';
import type { Faults } from '../faults.ts';
import type { Journal, PlacedEntry } from '../journal/journal.ts';
import type { SimulatorOptions } from '../options.ts';
import type { PlaceCallRequest } from './place-call-request.ts';
import { callDraw, planCall } from './plan.ts';
import type { Scenario } from '../scenario.ts';
import { createStartGate, type StartGate } from './start-gate.ts';
import type { Timers } from '../timers.ts';
import type { Account, Clock } from '../types.ts';

type Order = { account: Account; request: PlaceCallRequest; to: string };

export type Placement = {
  /** Accepts one call: records it, then starts it or adds it to the queue. */
  place: (order: Order) => {
    call: Call;
    reply: PlacedEntry['reply'];
  };
  /** Whether Indian rules forbid `calls` more calls now. */
  exceedsConcurrency: (order: { account: Account; calls: number; now: number }) => boolean;
  /** Removes a call from the queue and ends it. Returns false if it is not in the queue. */
  cancel: (call: Call) => boolean;
  /** Returns the call of a journal entry; null if its account is not configured any more. */
  revive: (entry: PlacedEntry) => Call | null;
  /** Adds restored calls to the queue again. The rate counts the starts of the last second. */
  requeue: () => void;
  /** Clears the queues and the rates. */
  reset: () => void;
};

type Needs = {
  clock: Clock;
  timers: Timers;
  seed: number;
  accounts: readonly Account[];
  options: SimulatorOptions;
  scenario: () => Scenario;
  calls: Calls;
  journal: Journal;
  faults: Faults;
  lifecycle: Lifecycle;
  hasCredit: () => boolean;
};

/** Creates the placement of calls. It starts them within the rate of the account. */
export function createPlacement(needs: Needs): Placement {
  const { clock, timers, seed, accounts, options, calls, journal, faults, lifecycle } = needs;
  const gates = new Map<string, StartGate<Call>>();
  const { india } = options;

  const gateOf = ({ authId }: Account): StartGate<Call> => {
    const present = gates.get(authId);
    if (present) return present;
    const perSecond = india ? india.concurrency / 25 : options.callsPerSecond;
    const made = createStartGate<Call>({ clock, timers, perSecond, start: lifecycle.start });
    gates.set(authId, made);
    return made;
  };

  const exceedsConcurrency: Placement['exceedsConcurrency'] = ({ account, calls: more, now }) => {
    if (!india) return false;
    return calls.openCount(account.authId) + more > india.concurrency || !gateOf(account).isFree(now);
  };

  const hide = (call: Call): void => {
    const { to, attempt, ordinal } = call;
    const rule = faults.strike(['live-missing'], { to, attempt, ordinal, key: `${to}|${ordinal}|missing` });
    if (rule) call.listedFrom = call.placedAt + (rule.ms ?? staleByDefaultMs);
  };

  const revive = (entry: PlacedEntry): Call | null => callOf({ entry, seed, accounts });

  return {
    reset: () => gates.clear(),
    exceedsConcurrency,
    revive,
    place(order) {
      const { account } = order;
      const now = clock.now();
      const isOver = exceedsConcurrency({ account, calls: 1, now });
      const refusal = isOver ? 'concurrency' : needs.hasCredit() ? null : 'out-of-credit';
      const isFree = gateOf(account).isFree(now);
      const entry = newEntry({ needs, order, now, refusal, isFree });
      const call = revive(entry);
      if (!call) throw new Error(`Account ${account.authId} is not configured at this carrier`);
      journal.append(entry);
      calls.add(call);
      hide(call);
      // A call that Indian rules refuse is not queued.
      if (isOver) timers.at(now + call.plan.refusedAfterMs, () => lifecycle.end(call, 'concurrency'));
      else gateOf(account).enter(call, now);
      return { call, reply: entry.reply };
    },
    cancel(call) {
      if (!gateOf(call.account).leave(call)) return false;
      lifecycle.hangUp(call);
      return true;
    },
    requeue() {
      const now = clock.now();
      for (const call of calls.all()) {
        const { account, startedAt } = call;
        if (startedAt !== null && startedAt > now - 1000) gateOf(account).remember(startedAt);
      }
      for (const call of calls.all()) if (call.state === 'queued') gateOf(call.account).enter(call, now);
    },
  };
}

/** Returns the journal entry of an accepted call. `refusal` replaces the planned outcome. */
function newEntry({
  needs: { seed, scenario, calls, options },
  order: { account, request, to },
  now,
  refusal,
  isFree,
}: {
  needs: Needs;
  order: Order;
  now: number;
  refusal: 'concurrency' | 'out-of-credit' | null;
  /** Whether the call starts at once. */
  isFree: boolean;
}): PlacedEntry {
  const number = to.startsWith('sip:') ? to : to.replace(/\D/g, '');
  const ordinal = calls.countTo(number) + 1;
  const requestUuid = drawUuid({ seed, subject: `request|${number}|${ordinal}` });
  const callUuid =
    options.callUuid === 'same' ? requestUuid : drawUuid({ seed, subject: `call|${number}|${ordinal}` });
  const plan = planCall({ seed, scenario: scenario(), to: number, ordinal });
  if (!/^(?:\d{7,15}|sip:.*)$/.test(number)) plan.outcome = 'invalid';
  if (refusal) plan.outcome = refusal;
  return {
    type: 'placed',
    at: now,
    authId: account.authId,
    callUuid,
    requestUuid,
    from: request.from,
    to: number,
    ordinal,
    attempt: attemptOf(request, options.attemptParameter),
    reply: isFree ? 'call fired' : 'call queued',
    request,
    plan,
  };
}

/** Returns the call of a journal entry, before its start; null if its account is unknown. */
function callOf({
  entry,
  seed,
  accounts,
}: {
  entry: PlacedEntry;
  seed: number;
  accounts: readonly Account[];
}): Call | null {
  const { authId, type: _type, at: placedAt, reply: _reply, ...known } = entry;
  const account = accounts.find((candidate) => candidate.authId === authId);
  if (!account) return null;
  const draw = callDraw({ seed, to: entry.to, ordinal: entry.ordinal });
  const instants = { placedAt, startedAt: null, rangAt: null, answeredAt: null, endedAt: null };
  const fresh = {
    listedFrom: 0,
    listedUntil: 0,
    recordFaultMs: 0,
    heardAudio: 0,
    settled: new Set<string>(),
  };
  return { account, ...known, draw, ...instants, ...fresh, state: 'queued', end: null };
}
