import { drawUuid } from '../draws.ts';
import { outcomes } from '../calls/outcomes.ts';
import type { OutcomeName } from '../calls/outcomes.ts';
import { outcomeOfNumber } from '../calls/plan.ts';
import type { AnswerRunNeeds, Report } from './answer-needs.ts';
import { numberOr } from './answer-timing.ts';
import type { XmlElement } from './answer-xml.ts';

type Needs = Pick<AnswerRunNeeds, 'call' | 'scenario'> & {
  pause: (ms: number, next: () => void) => void;
  follow: (element: XmlElement, report: Report) => void;
};

/** How a dialled call ends, in the words of `DialStatus`, and its cause. */
const ends = {
  completed: 'NORMAL_CLEARING',
  busy: 'USER_BUSY',
  'no-answer': 'NO_ANSWER',
  timeout: 'NO_ANSWER',
  failed: 'UNALLOCATED_NUMBER',
} as const;

const ringMs = { 'no-answer': 30_000, busy: 2_000, failed: 1_000 } as const;

/**
 * Creates the transfer to the number or user in a Dial. A number with an outcome of its own (by the scenario, or by its last
 * digits) ends as that says; every other one answers and talks.
 */
export function createDial({ call, scenario, pause, follow }: Needs) {
  return (element: XmlElement, next: () => void): void => {
    const [party] = element.children;
    const number = party?.name === 'Number' ? party.text.replace(/\D/g, '') : '';
    const outcome = outcomeOfNumber({ scenario: scenario(), to: number, ordinal: 1 });
    const timeoutMs = numberOr(element.attributes['timeout'], 120) * 1000;
    const { status, ms } = endOf({ outcome, timeoutMs, talkMs: call.plan.talkMs });
    const fields = {
      DialStatus: status,
      DialRingStatus: String(status !== 'failed'),
      DialHangupCause: ends[status],
      DialALegUUID: call.callUuid,
      DialBLegUUID: drawUuid({ seed: 0, subject: `dial|${call.callUuid}` }),
    };
    pause(ms, () => follow(element, { source: 'action', fields, next }));
  };
}

function endOf({
  outcome,
  timeoutMs,
  talkMs,
}: {
  outcome: OutcomeName | null;
  timeoutMs: number;
  talkMs: number;
}): { status: keyof typeof ends; ms: number } {
  const what = outcome && outcomes[outcome];
  if (!what || what.kind === 'answered') return { status: 'completed', ms: talkMs };
  if (what.kind === 'refused') return { status: 'failed', ms: ringMs.failed };
  if (what.reason === 'busy') return { status: 'busy', ms: Math.min(ringMs.busy, timeoutMs) };
  if (timeoutMs <= ringMs['no-answer']) return { status: 'timeout', ms: timeoutMs };
  return { status: 'no-answer', ms: ringMs['no-answer'] };
}
