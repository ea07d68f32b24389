import { defineChannel } from '../descriptor.ts';
import { explainSilentText, silenceOfText } from '../plain-text.ts';
import { logStepSchema } from './step.ts';

/** Contacts no one: writes a line to the log. */
export const logDescriptor = defineChannel({
  name: 'log',
  addressKind: null,
  stepSchema: logStepSchema,
  words: {
    one: 'note',
    many: 'notes',
    during: 'in flight',
    active: 'Messages are being sent',
    idle: 'Nothing is sent',
  },
  account: null,
  limits: [],
  stages: [],
  dispositions: [],
  searches: true,
  records: false,
  hasCallingRules: false,
  prepares: () => false,
  observeMs: 0,
  endFacts: [],
  sendersOf: () => null,
  placesOf: () => [],
  signsOf: () => ({ reached: false, short: false, blocked: false }),
  textsOf: ({ text }) => [{ path: ['text'], text }],
  silenceOf: silenceOfText,
  answerWithinMs: () => 0,
  isAnsweredLate: () => false,
  leftAfterSecondsOf: () => null,
  explainSilence: explainSilentText,
  issuesOf: () => [],
});
