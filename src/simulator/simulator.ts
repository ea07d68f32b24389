import type { Hono } from 'hono';
import type { ConnectStream } from './answer/stream-socket.ts';
import { createApp } from './api/app.ts';
import { type Audit, auditJournal } from './journal/audit.ts';
import { createCallbacks } from './callbacks/callbacks.ts';
import { type Call, type Calls, createCalls } from './calls/calls.ts';
import { createLifecycle } from './calls/call-lifecycle.ts';
import { createCredits, type Credits } from './credits.ts';
import type { ClockControl, Inspection } from './control.ts';
import { createDeliverer, type Deliverer } from './callbacks/delivery.ts';
import { createFaults, faultRuleSchema, type Faults } from './faults.ts';
import { createMemoryJournal, type Journal } from './journal/journal.ts';
import { type SimulatorOptionsInput, simulatorOptionsSchema } from './options.ts';
import { createPlacement } from './calls/placement.ts';
import { readCalls, resumeCalls } from './calls/restore.ts';
import { changedScenario, type Scenario, type ScenarioInput } from './scenario.ts';
import { createTimers } from './timers.ts';
import type { Account, Clock, FetchCallback } from './types.ts';

export type Simulator = {
  /** The API under /v1/Account and the control API under /control. */
  app: Hono;
  /** Answers a request in process. Rejects if a real client would see a connection reset. */
  fetch: (request: Request, env?: object) => Promise<Response>;
  journal: Journal;
  audit: () => Audit;
  faults: Faults;
  scenario: () => Scenario;
  /** Changes the given keys. Calls that are accepted already keep their plan. Throws a ZodError. */
  changeScenario: (change: ScenarioInput) => void;
  /** Every call, in order of acceptance. */
  calls: () => Call[];
  /** The number of callbacks that wait for an answer. */
  pendingCallbacks: () => number;
  stats: () => SimulatorStats;
  /** Removes all calls and fault rules, and clears the journal. */
  reset: () => void;
  /** Stops all timers and drops unanswered requests. The journal stays open: it belongs to the caller. */
  close: () => void;
};

export type SimulatorStats = {
  calls: Record<Call['state'], number>;
  pendingCallbacks: number;
  credits: number | null;
};

export type SimulatorNeeds = {
  /** The business clock: ring times, talk times, pacing and all reported times. */
  clock: Clock;
  /** The system clock: timeouts and retries of callbacks, and slow answers. Default: `clock`. */
  system?: Clock;
  seed?: number;
  accounts: readonly Account[];
  options?: SimulatorOptionsInput;
  journal?: Journal;
  fetchCallback: FetchCallback;
  /** Connects streams to bots. Without it a Stream has no connection, and lasts until the contact hangs up. */
  connectStream?: ConnectStream;
  clockControl?: ClockControl;
  /** A mail simulator beside the carrier, which the control API shows under /control/mail. */
  mail?: Inspection;
};

/**
 * Creates a carrier that behaves like Plivo towards a Plivo client. With the same seed and the same requests at the
 * same instants it behaves identically. It resumes the calls of a journal that already has entries.
 */
export function createSimulator(needs: SimulatorNeeds): Simulator {
  const { clock, system = clock, seed = 1, accounts, fetchCallback } = needs;
  const kept = needs.journal ?? createMemoryJournal();
  const options = simulatorOptionsSchema.parse(needs.options ?? {});
  const timers = createTimers({ clock });
  const systemTimers = createTimers({ clock: system });
  const calls = createCalls();
  const faults = createFaults({ seed, rules: options.faults });
  const { scenario, changeScenario } = createCurrentScenario(options.scenario);
  const credits = createCredits({ options });
  let closed = false;
  // An answer may arrive after `close`, when the file of the journal may be closed too.
  const journal: Journal = { ...kept, append: (entry) => (closed ? undefined : kept.append(entry)) };

  const sending = { clock, journal, options };
  const deliverer = createDeliverer({ ...sending, system, systemTimers, accounts, fetchCallback });
  const { deliver } = deliverer;
  const callbacks = createCallbacks({ ...sending, timers, faults, deliver });
  const shared = { clock, timers, calls, journal, faults, options, scenario };
  const streaming = { system: systemTimers, connectStream: needs.connectStream ?? null };
  const lifecycle = createLifecycle({ ...shared, ...streaming, callbacks, onEnd: credits.charge });
  const placement = createPlacement({ ...shared, seed, accounts, lifecycle, hasCredit: credits.suffice });

  const inspection = {
    journal,
    audit: () => auditJournal({ entries: journal.entries() }),
    faults,
    scenario,
    changeScenario,
    calls: () => [...calls.all()],
    pendingCallbacks: deliverer.pending,
    stats: () => statsOf({ calls, deliverer, credits }),
    reset() {
      timers.cancelAll();
      systemTimers.cancelAll();
      for (const call of calls.all()) call.state = 'ended';
      calls.clear();
      placement.reset();
      journal.clear();
      faults.replace([]);
      credits.reset();
    },
  };

  const { app, release } = createApp({
    ...shared,
    system: systemTimers,
    seed,
    accounts,
    lifecycle,
    placement,
    credits: credits.left,
    inspection: inspectionOf(inspection),
    clockControl: needs.clockControl ?? null,
    mail: needs.mail ?? null,
  });

  readCalls({ entries: journal.entries(), revive: placement.revive, calls });
  resumeCalls({ calls, lifecycle, now: clock.now() });
  placement.requeue();

  return {
    app,
    fetch: async (request, env) => app.fetch(request, env),
    ...inspection,
    close() {
      closed = true;
      deliverer.close();
      timers.cancelAll();
      systemTimers.cancelAll();
      release();
    },
  };
}

/** What the control API shows of the carrier. */
function inspectionOf(
  carrier: Pick<
    Simulator,
    'journal' | 'audit' | 'faults' | 'scenario' | 'changeScenario' | 'stats' | 'reset'
  >,
): Inspection {
  return {
    ...carrier,
    changeScenario: (change) => carrier.changeScenario(change as ScenarioInput),
    replaceFaults: (rules) => carrier.faults.replace(faultRuleSchema.array().parse(rules)),
  };
}

function createCurrentScenario(first: Scenario): Pick<Simulator, 'scenario' | 'changeScenario'> {
  let scenario = first;
  return {
    scenario: () => scenario,
    changeScenario(change) {
      const changed = changedScenario({ scenario, change });
      if (!changed.success) throw changed.error;
      scenario = changed.data;
    },
  };
}

function statsOf({
  calls,
  deliverer,
  credits,
}: {
  calls: Calls;
  deliverer: Pick<Deliverer, 'pending'>;
  credits: Pick<Credits, 'left'>;
}): SimulatorStats {
  return { calls: countByState(calls), pendingCallbacks: deliverer.pending(), credits: credits.left() };
}

function countByState(calls: Calls): SimulatorStats['calls'] {
  const counts = { queued: 0, dialing: 0, ringing: 0, 'in-progress': 0, ended: 0 };
  for (const call of calls.all()) counts[call.state] += 1;
  return counts;
}
