import { createDraw, type Draw, drawBetween, type Range } from '../draws.ts';
import { drawOutcome, outcomeBySuffix, type OutcomeName, outcomes } from './outcomes.ts';
import type { Scenario } from '../scenario.ts';

/** Everything that will happen to a call unless somebody interferes, fixed when it is accepted. Times in ms. */
export type CallPlan = {
  outcome: OutcomeName;
  /** From acceptance to the HTTP answer. */
  replyMs: number;
  /** From the start of dialling to ringing. */
  ringAfterMs: number;
  /** From ringing to the end of an unanswered call, or from the start of dialling for one that never rings. */
  refusedAfterMs: number;
  /** From ringing to the moment it is picked up. */
  answerAfterMs: number;
  /** From answer to the callee hanging up in any case. */
  patienceMs: number;
  /** How long the callee stays with something open-ended: a stream, a conference, a bridged person. */
  talkMs: number;
  verdictAfterMs: number;
  hangupDelayMs: number;
  recordDelayMs: number;
  /** Keys for the first, second ... question, or null where they are drawn. */
  keys: string[] | null;
};

const humanPatienceMs = 300_000;
const machineRecordsMs = 120_000;

type PlanRequest = { seed: number; scenario: Scenario; to: string; ordinal: number };

/** The plan of the `ordinal`-th accepted call (from 1) to a number; it depends on nothing else. */
export function planCall({ seed, scenario, to, ordinal }: PlanRequest): CallPlan {
  const draw = callDraw({ seed, to, ordinal });
  const { outcome, keys, drawn } = chooseOutcome({ seed, scenario, to, ordinal, draw });
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
    keys,
  };
}

/** The draws of one call; plans and everything decided later during the call come from here. */
export function callDraw({ seed, to, ordinal }: { seed: number; to: string; ordinal: number }): Draw {
  return createDraw({ seed, subject: `call|${to}|${ordinal}` });
}

type Choice = { outcome: OutcomeName; keys: string[] | null; drawn: boolean };

function chooseOutcome({ seed, scenario, to, ordinal, draw }: PlanRequest & { draw: Draw }): Choice {
  const script = scenario.numbers[to];
  const scripted = script?.[Math.min(ordinal, script.length) - 1];
  if (scripted) return { outcome: scripted.outcome, keys: scripted.keys ?? null, drawn: false };
  const suffix = to.slice(-2);
  const fixed = scenario.suffixes[suffix] ?? outcomeBySuffix[suffix];
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

/** Whether an answering machine takes the call. */
export function isMachine(outcome: OutcomeName): boolean {
  const what = outcomes[outcome];
  return what.kind === 'answered' && what.by === 'machine';
}
