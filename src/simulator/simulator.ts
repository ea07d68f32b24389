import type { Hono } from 'hono';
import { createApp } from './api/app.ts';
import { type Audit, auditJournal } from './journal/audit.ts';
import { createCallbacks } from './callbacks/callbacks.ts';
import { type Call, createCalls, talkSeconds } from './calls/calls.ts';
import { createLifecycle } from './calls/call-lifecycle.ts';
import { cost } from './callbacks/callback-fields.ts';
import type { ClockControl } from './control.ts';
import { createDeliverer } from './callbacks/delivery.ts';
import { createFaults, type Faults } from './faults.ts';
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
  /** Answers a request in process. Rejects where a real client would see its connection reset. */
  fetch: (request: Request, env?: object) => Promise<Response>;
  journal: Journal;
  audit: () => Audit;
  faults: Faults;
  scenario: () => Scenario;
  /** Changes what is given; the rest stays. Throws a ZodError. Calls already accepted keep their plan. */
  changeScenario: (change: ScenarioInput) => void;
  /** Every call the carrier knows of, in order of acceptance. */
  calls: () => Call[];
  /** Callbacks that are being answered at this moment. */
  pendingCallbacks: () => number;
  stats: () => SimulatorStats;
  /** Forgets all calls, rules and the journal. */
  reset: () => void;
  /** Stops all timers and drops held connections. The journal stays open: it belongs to the caller. */
  close: () => void;
};

export type SimulatorStats = {
  calls: Record<Call['state'], number>;
  pendingCallbacks: number;
  credits: number | null;
};

export type SimulatorNeeds = {
  /** Ring times, talk times, pacing and all reported times. */
  clock: Clock;
  /** Timeouts and retries of callbacks, and slow answers. */
  system?: Clock;
  seed?: number;
  accounts: readonly Account[];
  options?: SimulatorOptionsInput;
  journal?: Journal;
  fetchCallback: FetchCallback;
  clockControl?: ClockControl;
};

/**
 * A carrier that Plivo clients cannot tell from Plivo. Given the same seed and the same requests at the same
 * instants, everything it does is the same. A journal that already holds entries is taken up where it stopped.
 */
export function createSimulator(needs: SimulatorNeeds): Simulator {
  const { clock, system = clock, seed = 1, accounts, fetchCallback } = needs;
  const kept = needs.journal ?? createMemoryJournal();
  const options = simulatorOptionsSchema.parse(needs.options ?? {});
  const timers = createTimers({ clock });
  const systemTimers = createTimers({ clock: system });
  const calls = createCalls();
  const faults = createFaults({ seed, rules: options.faults });
  let scenario = options.scenario;
  let credits = options.credits;
  let closed = false;
  // An answer may still arrive after `close`, when the journal's file may be closed too.
  const journal: Journal = { ...kept, append: (entry) => (closed ? undefined : kept.append(entry)) };

  const deliverer = createDeliverer({
    clock,
    system,
    systemTimers,
    journal,
    options,
    accounts,
    fetchCallback,
  });
  const { deliver } = deliverer;
  const callbacks = createCallbacks({ clock, timers, faults, journal, options, deliver });
  const onEnd = (call: Call): void => {
    if (credits !== null) credits -= cost({ seconds: talkSeconds(call), options });
  };
  const shared = { clock, timers, calls, journal, faults, options, scenario: () => scenario };
  const lifecycle = createLifecycle({ ...shared, callbacks, onEnd });
  const hasCredit = (): boolean => credits === null || credits > 0;
  const placement = createPlacement({ ...shared, seed, accounts, lifecycle, hasCredit });

  const stats = (): SimulatorStats => {
    const counts = { queued: 0, dialing: 0, ringing: 0, 'in-progress': 0, ended: 0 };
    for (const call of calls.all()) counts[call.state] += 1;
    return { calls: counts, pendingCallbacks: deliverer.pending(), credits };
  };

  const inspection = {
    journal,
    audit: () => auditJournal({ entries: journal.entries() }),
    faults,
    scenario: () => scenario,
    changeScenario(change: ScenarioInput) {
      const changed = changedScenario({ scenario, change });
      if (!changed.success) throw changed.error;
      scenario = changed.data;
    },
    calls: () => [...calls.all()],
    pendingCallbacks: deliverer.pending,
    stats,
    reset() {
      timers.cancelAll();
      systemTimers.cancelAll();
      for (const call of calls.all()) call.state = 'ended';
      calls.clear();
      placement.reset();
      journal.clear();
      faults.replace([]);
      credits = options.credits;
    },
  };

  const { app, release } = createApp({
    ...shared,
    system: systemTimers,
    seed,
    accounts,
    lifecycle,
    placement,
    credits: () => credits,
    inspection,
    clockControl: needs.clockControl ?? null,
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
