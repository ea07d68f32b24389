import { type AnswerRun, createAnswerRun } from './answer-run.ts';
import { parseAnswerXml } from './answer-xml.ts';
import { stageFields } from '../callbacks/callback-fields.ts';
import type { Callbacks } from '../callbacks/callbacks.ts';
import type { Call } from '../calls/calls.ts';
import type { Delivery } from '../callbacks/delivery.ts';
import { drawWeighted } from '../draws.ts';
import type { HangupReason } from '../calls/hangup-causes.ts';
import type { SimulatorOptions } from '../options.ts';
import { isMachine } from '../calls/plan.ts';
import type { Scenario } from '../scenario.ts';
import type { Timers } from '../timers.ts';
import type { Fields } from '../types.ts';
import type { ConnectStream } from './stream-socket.ts';

type Target = { url: string; method: 'GET' | 'POST' };

export type Answering = {
  /** Fetches the answer document of a call that was just answered, and runs it. */
  begin: (call: Call) => void;
  /** Replaces the document of an answered call. */
  transfer: (call: Call, to: Target) => void;
  stop: (call: Call) => void;
};

type Needs = {
  callbacks: Callbacks;
  options: SimulatorOptions;
  scenario: () => Scenario;
  /** Calls `next` after `ms` milliseconds, unless the call has ended by then. */
  wait: (call: Call, ms: number, next: () => void) => void;
  end: (call: Call, reason: HangupReason) => void;
  now: () => number;
  system: Timers;
  connectStream: ConnectStream | null;
};

/** Creates the part of a call between its answer and its end: it fetches documents and runs them. */
export function createAnswering({
  callbacks,
  options,
  scenario,
  wait,
  end,
  now,
  system,
  connectStream,
}: Needs): Answering {
  const runs = new Map<Call, AnswerRun & { ends: (() => void)[] }>();

  const runOf = (call: Call): AnswerRun => {
    const present = runs.get(call);
    if (present) return present;
    const ends: (() => void)[] = [];
    const made = createAnswerRun({
      call,
      playMs: scenario().timings.playMs,
      wait: (ms, next) => wait(call, ms, next),
      ask: ({ fields, ...question }) =>
        callbacks.ask({ call, ...question, fields: { ...stageFields({ call, options }), ...fields } }),
      keysFor: (question) => keysOf({ call, question, scenario: scenario() }),
      end: (reason) => end(call, reason),
      hasEnded: () => hasEnded(call),
      now,
      scenario,
      onEnd: (run) => void ends.push(run),
      system,
      connectStream,
    });
    runs.set(call, { ...made, ends });
    return made;
  };

  const fetchAnswer = async (call: Call): Promise<void> => {
    const first = await callbacks.notify({ call, event: 'StartApp' });
    if (hasEnded(call)) return;
    const { fallback_url: url, fallback_method: method } = call.request;
    if (!url || isDocument(first)) return carryOut(call, first);
    const fields = { ...stageFields({ call, options }), Event: 'StartApp' };
    const second = await callbacks.ask({ call, event: 'Fallback', url, method, fields });
    if (!hasEnded(call)) carryOut(call, second);
  };

  const carryOut = (call: Call, answer: Delivery): void => {
    if (answer.ok) runOf(call).start(answer.body, 'answer');
    else end(call, 'answer-unreachable');
  };

  const fetchTransfer = async (call: Call, to: Target & { fields: Fields }): Promise<void> => {
    const delivery = await callbacks.ask({ call, event: 'Transfer', ...to });
    if (hasEnded(call)) return;
    if (delivery.ok) runOf(call).start(delivery.body, 'transfer');
    else end(call, 'transfer-unreachable');
  };

  return {
    begin: (call) => void fetchAnswer(call),
    transfer(call, { url, method }) {
      const fields = { ...stageFields({ call, options }), Event: 'Transfer' };
      runOf(call).stop();
      void fetchTransfer(call, { url, method, fields });
    },
    stop(call) {
      const run = runs.get(call);
      run?.stop();
      runs.delete(call);
      for (const ended of run?.ends ?? []) ended();
    },
  };
}

function keysOf({ call, question, scenario }: { call: Call; question: number; scenario: Scenario }): string {
  if (isMachine(call.plan.outcome)) return '';
  const { keys } = call.plan;
  if (keys) return keys[Math.min(question, keys.length - 1)] ?? '';
  return drawWeighted({ value: call.draw(`keys|${question}`), weights: scenario.keys }) ?? '';
}

/** "Invoked only if answer_url is unavailable or the XML response is invalid" (plivo 4.79, calls.create). */
function isDocument({ ok, body }: Delivery): boolean {
  return ok && parseAnswerXml(body) !== null;
}

/**
 * Whether a call has ended. A function, because the compiler assumes that a field it has just read is unchanged after
 * an await.
 */
function hasEnded({ state }: Call): boolean {
  return state === 'ended';
}
