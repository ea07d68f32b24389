import type { Report } from './answer-needs.ts';
import type { AnswerRunNeeds } from './answer-needs.ts';
import { createDial } from './answer-dial.ts';
import { createRecord } from './answer-record.ts';
import { createStream } from './answer-stream.ts';
import { numberOr, playbackMs, type Question, questionOf, waitMs } from './answer-timing.ts';
import type { XmlElement } from './answer-xml.ts';
import type { Fields } from '../types.ts';

type Needs = AnswerRunNeeds & {
  /** As `wait`, but cancelled when another document replaces the current one. */
  pause: (ms: number, next: () => void) => void;
  follow: (element: XmlElement, report: Report) => void;
  /** A function that runs `next` unless another document has replaced the current one by then. */
  currently: (next: () => void) => () => void;
};

type Instruction = (element: XmlElement, next: () => void) => void;

/**
 * Creates the function that performs an instruction: its duration, its requests and its continuation. Instructions
 * that are not listed take no time.
 */
export function createInstructions(needs: Needs): Instruction {
  const { call, playMs, pause, follow } = needs;
  const say: Instruction = (element, next) => pause(playbackMs(element, playMs), next);
  const stay: Instruction = (_element, next) => pause(call.plan.talkMs, next);
  const listen = createListen(needs);
  const instructions: Record<string, Instruction> = {
    Speak: say,
    Play: say,
    Wait: (element, next) => pause(waitMs(element, { call, now: needs.now() }), next),
    GetDigits: listen,
    GetInput: listen,
    Record: createRecord(needs),
    Hangup: createHangUp(needs),
    Redirect: (element, next) => follow(element, { source: 'redirect', fields: {}, next }),
    Dial: createDial(needs),
    Conference: stay,
    MultiPartyCall: stay,
    Stream: createStream(needs),
    PreAnswer: ({ children }, next) =>
      pause(
        children.reduce((ms, child) => ms + playbackMs(child, playMs), 0),
        next,
      ),
  };

  return (element, next) => {
    const instruction = instructions[element.name];
    if (instruction) instruction(element, next);
    else next();
  };
}

/** A question for keys. The contact presses keys or hangs up, or the question times out without a valid key. */
function createListen({ call, playMs, pause, follow, keysFor, end }: Needs): Instruction {
  const { draw, plan } = call;
  let questions = 0;
  return (element, next) => {
    const question = questionOf(element, playMs);
    const keys = keysFor(questions);
    const barges = draw(`barge|${questions}`) < 0.2;
    const thinkMs = Math.min(500 + draw(`think|${questions}`) * 2500, question.timeoutMs * 0.8);
    questions += 1;
    if (questions === plan.leavesAtQuestion) return pause(question.promptMs * 0.5, () => end('callee'));
    const [first] = keys;
    if (first === undefined || !question.valid.includes(first)) {
      return pause((question.promptMs + question.timeoutMs) * question.tries, next);
    }
    const pressedMs = barges ? question.promptMs * 0.7 : question.promptMs + thinkMs;
    const waitsForMore = keys.length < question.numDigits && !keys.includes(question.finishOnKey);
    const fields = answerFields({ keys, question, isInput: element.name === 'GetInput' });
    pause(pressedMs + (waitsForMore ? question.digitTimeoutMs : 0), () =>
      follow(element, { source: 'action', fields, next }),
    );
  };
}

function createHangUp({ wait, end }: Needs): Instruction {
  return (element, next) => {
    const seconds = numberOr(element.attributes['schedule'], 0);
    if (seconds === 0) return end('hangup-element');
    wait(seconds * 1000, () => end('scheduled'));
    next();
  };
}

/** Returns the fields with the pressed keys, or with speech if only speech is accepted. */
function answerFields({
  keys,
  question,
  isInput,
}: {
  keys: string;
  question: Question;
  isInput: boolean;
}): Fields {
  const digits = keys.slice(0, question.numDigits).replace(question.finishOnKey, '');
  if (!isInput) return { Digits: digits };
  if (question.takesDigits) return { Digits: digits, InputType: 'dtmf' };
  const speech = digits.startsWith('1') ? 'yes' : 'no';
  return { Digits: '', InputType: 'speech', Speech: speech, SpeechConfidenceScore: '0.93' };
}
