import { botBreakerKey, botScopeKey, reservedPool } from '../../domain/bot/bot-pool.ts';
import { senderCaps } from '../../domain/campaign/limit-scope.ts';
import type { LimitScope } from '../../domain/campaign/limit-scope.ts';
import { toMs } from '../../domain/time/duration.ts';
import { defineChannel } from '../descriptor.ts';
import { attendanceOf, botPoolOf, factsOfStep, needsAttendant } from './bots/bot-facts.ts';
import { billOfCall, costFacts } from './billing.ts';
import { callDispositions, callStages, isHungUpByContact, talkSecondsOf } from './call.ts';
import { issuesOfCall } from './flow/check.ts';
import { allPlaces } from './flow/places.ts';
import { textsOfCall, variablesSetBy } from './flow/texts.ts';
import { silenceOfCall } from './silence.ts';
import { createCallerPlaces } from './callers/caller-places.ts';
import { callersOf } from './callers/caller-choice.ts';
import { signsOfCall } from './callers/call-signs.ts';
import { voiceStepSchema } from './step.ts';

/** The caller ID that a call is made from. */
const callerScope: LimitScope = {
  name: 'sender',
  keyOf: ({ sender }) => (sender === null ? null : `caller:${sender}`),
  capsOf: ({ shared, senderOf }, { sender }) =>
    senderCaps(shared.caller, sender === null ? null : senderOf(sender)),
};

/** The bots of a pool. A place is reserved before the bot is asked to get ready. A pool that does not exist has none. */
const botScope: LimitScope = {
  name: 'bots',
  keyOf({ client, facts }) {
    const pool = reservedPool(facts);
    return pool === null ? null : botScopeKey({ client, pool });
  },
  capsOf: ({ botsOf }, { facts }) => ({
    concurrent: botsOf(reservedPool(facts) ?? '') ?? 0,
    perSecond: null,
    perHour: null,
    perDay: null,
  }),
  isForPreparation: true,
  reason: 'bots.none-free',
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
  limits: ['account', 'global', 'client', 'campaign', callerScope, botScope],
  stages: callStages,
  dispositions: callDispositions,
  searches: true,
  records: true,
  hasCallingRules: true,
  prepares: (step) => botPoolOf(step) !== null,
  factsOfStep,
  needsAttendant,
  attendanceOf,
  preparerOf({ client, facts }) {
    const pool = reservedPool(facts);
    return pool === null ? null : botBreakerKey({ client, pool });
  },
  observeMs: 0,
  endFacts: ['talkSeconds', ...costFacts],
  sendersOf: ({ from }) => callersOf(from),
  placesOf: createCallerPlaces(),
  signsOf: signsOfCall,
  textsOf: textsOfCall,
  silenceOf: silenceOfCall,
  answerWithinMs: ({ ringTimeout }) => toMs(ringTimeout),
  // The report of digits may arrive after the hang-up of the same call.
  isAnsweredLate: (step) => allPlaces(step).some(({ entry }) => 'gather' in entry),
  variablesSetBy,
  billing: { longestSecondsOf: ({ timeLimit }) => Math.ceil(toMs(timeLimit) / 1_000), billOf: billOfCall },
  leftAfterSecondsOf: (call) => (isHungUpByContact(call) ? talkSecondsOf(call) : null),
  explainSilence: ({ path }) =>
    path === null
      ? {
          path: ['flow'],
          message: 'says nothing: it has no text with a letter or digit and no recording before its end',
          fix: 'add a speak or play entry',
          at: 'key',
        }
      : {
          path: [...path, 'gather', 'speak'],
          message: 'asks nothing: it has no text with a letter or digit, and no recording',
          fix: 'write the question as speak, or its recording as play',
          at: 'value',
        },
  issuesOf: issuesOfCall,
});
