import { withoutQuotas } from '../../domain/campaign/limit-scope.ts';
import type { LimitScope } from '../../domain/campaign/limit-scope.ts';
import { toMs } from '../../domain/time/duration.ts';
import { defineChannel } from '../descriptor.ts';
import type { StepIssue } from '../descriptor.ts';
import { callDispositions, callStages, isHungUpByContact, talkSecondsOf } from './call.ts';
import { silenceOfCall, textsOfCall } from './silence.ts';
import type { VoiceStep } from './step.ts';
import { voiceStepSchema } from './step.ts';

/** The caller ID that a call is made from. */
const callerScope: LimitScope = {
  name: 'sender',
  keyOf: ({ sender }) => (sender === null ? null : `caller:${sender}`),
  capsOf: ({ shared }) => withoutQuotas(shared.caller),
};

/** Phone calls. */
export const voiceDescriptor = defineChannel({
  name: 'voice',
  addressKind: 'phone',
  stepSchema: voiceStepSchema,
  words: {
    one: 'call',
    many: 'calls',
    during: 'on the phone',
    active: 'Contacts are being called',
    idle: 'Nothing is dialled',
  },
  account: { provider: 'plivo', name: 'default' },
  limits: ['account', 'global', 'client', 'campaign', callerScope],
  stages: callStages,
  dispositions: callDispositions,
  searches: true,
  records: true,
  prepares: false,
  observeMs: 0,
  endFacts: ['talkSeconds'],
  senderOf: ({ from }) => from,
  textsOf: textsOfCall,
  silenceOf: silenceOfCall,
  answerWithinMs: ({ ringTimeout }) => toMs(ringTimeout),
  // The report of digits may arrive after the hang-up of the same call.
  isAnsweredLate: ({ flow }) => flow.some((node) => 'gather' in node),
  leftAfterSecondsOf: (call) => (isHungUpByContact(call) ? talkSecondsOf(call) : null),
  explainSilence: ({ node }) =>
    node === null
      ? {
          path: ['flow'],
          message: 'says nothing: it has no text with a letter or digit and no recording before its end',
          fix: 'add a speak or play entry',
          at: 'key',
        }
      : {
          path: ['flow', node, 'gather', 'speak'],
          message: 'asks nothing: the text has no letter or digit',
          fix: 'write the question, or put a play entry with its recording directly before it',
          at: 'value',
        },
  issuesOf: (step) => [...digitIssues(step), ...unreachedIssues(step)],
});

/** The document of a caller's URL does not come back to the flow. */
function unreachedIssues({ flow }: VoiceStep): StepIssue[] {
  const place = flow.findIndex((node) => 'answerUrl' in node);
  if (place < 0 || place === flow.length - 1) return [];
  return [
    {
      path: ['flow', place + 1],
      message: 'is never reached: the call continues at answerUrl',
      fix: 'make answerUrl the last entry',
      at: 'key',
    },
  ];
}

/** An answer that cannot be entered would be lost without notice, and so would an opt-out. */
function digitIssues({ flow }: VoiceStep): StepIssue[] {
  return flow.flatMap((node, place) => {
    if (!('gather' in node)) return [];
    const { digits, on } = node.gather;
    return Object.keys(on)
      .filter((keys) => keys.length > digits)
      .map((keys): StepIssue => ({
        path: ['flow', place, 'gather', 'on', keys],
        message: `can never be pressed: ${digits === 1 ? 'one digit is' : `${digits} digits are`} gathered`,
        fix: `set digits to ${keys.length}`,
        at: 'key',
      }));
  });
}
