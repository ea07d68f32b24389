import { senderCaps } from '../../domain/campaign/limit-scope.ts';
import type { LimitScope } from '../../domain/campaign/limit-scope.ts';
import { defineChannel } from '../descriptor.ts';
import { explainSilentText, silenceOfText } from '../plain-text.ts';
import { mailboxesOf } from './mailbox-choice.ts';
import { emailDispositions, emailStages, observeMs } from './outcomes.ts';
import { connectionsPerMailbox } from './smtp/pool.ts';
import { emailStepSchema } from './step.ts';

/** The mailbox that a message is sent from. Each message under way needs a connection to its mail server. */
const mailboxScope: LimitScope = {
  name: 'sender',
  keyOf: ({ sender }) => (sender === null ? null : `mailbox:${sender}`),
  capsOf: ({ senderOf }, { sender }) =>
    senderCaps(
      { concurrent: connectionsPerMailbox, perSecond: null },
      sender === null ? null : senderOf(sender),
    ),
};

/** Email over SMTP. */
export const emailDescriptor = defineChannel({
  name: 'email',
  addressKind: 'email',
  stepSchema: emailStepSchema,
  words: {
    one: 'message',
    many: 'messages',
    during: 'being sent',
    active: 'Messages are being sent',
    idle: 'No message is sent',
  },
  account: { provider: 'smtp', name: 'default' },
  limits: ['global', 'client', 'campaign', mailboxScope],
  stages: emailStages,
  dispositions: emailDispositions,
  searches: false,
  records: false,
  hasCallingRules: false,
  // A connection to the mail server is opened before the permit is issued, which is too short for it.
  prepares: () => true,
  observeMs,
  endFacts: ['status', 'diagnostic'],
  sendersOf: ({ mailbox }) => mailboxesOf(mailbox),
  placesOf: () => [],
  signsOf: ({ disposition }) => ({ reached: disposition === 'sent', short: false, blocked: false }),
  textsOf: ({ subject, text, html }) => [
    { path: ['subject'], text: subject },
    { path: ['text'], text },
    ...(html === undefined ? [] : [{ path: ['html'], text: html }]),
  ],
  silenceOf: silenceOfText,
  answerWithinMs: () => 0,
  isAnsweredLate: () => false,
  leftAfterSecondsOf: () => null,
  explainSilence: explainSilentText,
  issuesOf: () => [],
});
