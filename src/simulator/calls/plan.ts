import { createDraw, type Draw, drawBetween, type Range } from '../draws.ts';
import { drawOutcome, outcomeBySuffix, type OutcomeName, outcomes } from './outcomes.ts';
import type { Scenario } from '../scenario.ts';

/** What will happen to a call without further requests, fixed when it is accepted. Times are in milliseconds. */
export type CallPlan = {
  outcome: OutcomeName;
  /** From acceptance to the HTTP answer. */
  replyMs: number;
  /** From the start of dialling to ringing. */
  ringAfterMs: number;
  /** From ringing to the end of an unanswered call, or from the start of dialling for one that never rings. */
  refusedAfterMs: number;
  /** From ringing to the answer. */
  answerAfterMs: number;
  /** From the answer to the instant at which the contact hangs up in any case. */
  patienceMs: number;
  /** The duration of open-ended parts: a stream, a conference, a bridged call. */
  talkMs: number;
  verdictAfterMs: number;
  hangupDelayMs: number;
  recordDelayMs: number;
  /** From the answer to the beep of a machine. Plans of older journals have none. */
  beepAfterMs?: number;
  /** The question, counted from 1, at which the contact hangs up; null for none. Plans of older journals have none. */
  leavesAtQuestion?: number | null;
  /** The keys for the first, second ... question; null if they are drawn. */
  keys: string[] | null;
};

const humanPatienceMs = 300_000;
const machineRecordsMs = 120_000;

type PlanRequest = { seed: number; scenario: Scenario; to: string; ordinal: number };

/**
 * Returns the plan of a call. It depends only on the seed, the scenario, the number and `ordinal` (counted from 1 per
 * number).
 */
export function planCall({ seed, scenario, to, ordinal }: PlanRequest): CallPlan {
  const draw = callDraw({ seed, to, ordinal });
  const choice = chooseOutcome({ seed, scenario, to, ordinal, draw });
  const { outcome, keys, drawn, leavesAtQuestion = null } = choice;
  const { timings } = scenario;
  const between = (purpose: string, range: Range) => drawBetween({ draw, purpose, range });
  const talkMs = outcome === 'stream-drop' ? between('talk', [1000, 5000]) : between('talk', timings.talkMs);
  return {
    outcome,
    replyMs: between('reply', timings.replyMs),
    ringAfterMs: between('ring', timings.ringAfterMs),
    refusedAfterMs: between('refused', refusalRange(outcome, scenario)),
    answerAfterMs: between('answer', timings.answerAfterMs),
    patienceMs: patience({ outcome, draw, impatient: drawn ? scenario.impatient : 0 }),
    talkMs,
    verdictAfterMs: between('verdict', timings.verdictAfterMs),
    hangupDelayMs: between('hangup', timings.hangupDelayMs),
    recordDelayMs: between('record', timings.recordDelayMs),
    beepAfterMs: choice.beepAfterMs ?? between('beep', timings.beepAfterMs),
    leavesAtQuestion,
    keys,
  };
}

/** Returns the draws of one call, for its plan and for later decisions during the call. */
export function callDraw({ seed, to, ordinal }: { seed: number; to: string; ordinal: number }): Draw {
  return createDraw({ seed, subject: `call|${to}|${ordinal}` });
}

type Choice = {
  outcome: OutcomeName;
  keys: string[] | null;
  drawn: boolean;
  leavesAtQuestion?: number | undefined;
  beepAfterMs?: number | undefined;
};

/** Returns the outcome that the scenario or the last digits give to calls to a number; null for one that is drawn. */
export function outcomeOfNumber({
  scenario,
  to,
  ordinal,
}: {
  scenario: Scenario;
  to: string;
  ordinal: number;
}): OutcomeName | null {
  const script = scenario.numbers[to];
  const scripted = script?.[Math.min(ordinal, script.length) - 1];
  const suffix = to.slice(-2);
  return scripted?.outcome ?? scenario.suffixes[suffix] ?? outcomeBySuffix[suffix] ?? null;
}

function chooseOutcome({ seed, scenario, to, ordinal, draw }: PlanRequest & { draw: Draw }): Choice {
  const script = scenario.numbers[to];
  const scripted = script?.[Math.min(ordinal, script.length) - 1];
  if (scripted) return { ...scripted, keys: scripted.keys ?? null, drawn: false };
  const fixed = outcomeOfNumber({ scenario, to, ordinal });
  if (fixed)
    return { outcome: fixed, keys: outcomes[fixed].kind === 'answered' ? ['1'] : null, drawn: false };
  const ofNumber = createDraw({ seed, subject: `number|${to}` });
  return {
    outcome: drawOutcome({ weights: scenario.weights, ofNumber, ofCall: draw }),
    keys: null,
    drawn: true,
  };
}

function refusalRange(outcome: OutcomeName, { timings }: Scenario): Range {
  if (outcomes[outcome].kind === 'refused') return timings.refusedAfterMs;
  if (outcome === 'no-answer') return timings.noAnswerAfterMs;
  return outcome === 'ring-forever' ? [3_600_000, 3_600_000] : timings.busyAfterMs;
}

function patience({
  outcome,
  draw,
  impatient,
}: {
  outcome: OutcomeName;
  draw: Draw;
  impatient: number;
}): number {
  if (outcome === 'early-drop') return drawBetween({ draw, purpose: 'drop', range: [500, 6000] });
  if (isMachine(outcome)) return machineRecordsMs;
  const leaves = outcome === 'human' && draw('impatient') < impatient;
  return leaves ? drawBetween({ draw, purpose: 'drop', range: [2000, 15_000] }) : humanPatienceMs;
}

/** Whether an answering machine answers the call. */
export function isMachine(outcome: OutcomeName): boolean {
  const what = outcomes[outcome];
  return what.kind === 'answered' && what.by === 'machine';
}
