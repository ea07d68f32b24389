import { adjacencyMapToArray, getAdjacencyMap, getShortestPaths, getSimplePaths } from 'xstate/graph';
import type { AnyMachineSnapshot, AnyStateMachine, EventObject, StateValue } from 'xstate';
import { callStages } from '../../src/channels/voice/call.ts';
import { evidenceRanks } from '../../src/domain/attempt/attempt.ts';
import type { Disposition } from '../../src/domain/attempt/disposition.ts';
import { canaryLimitsSchema, emptyCanary } from '../../src/domain/campaign/canary.ts';
import { enrollmentEnds } from '../../src/domain/contact/enrollment.ts';
import { attemptImplementation, attemptMachine } from '../../src/machines/attempt/attempt-machine.ts';
import type {
  AttemptContext,
  TouchEnded,
  AttemptMachineEvent,
} from '../../src/machines/attempt/attempt-machine.ts';
import { campaignImplementation, campaignMachine } from '../../src/machines/campaign/campaign-machine.ts';
import type { Assessment, CampaignMachineEvent } from '../../src/machines/campaign/campaign-machine.ts';
import { mintedCall } from '../support/builders/attempts.ts';
import {
  enrollmentImplementation,
  enrollmentMachine,
} from '../../src/machines/enrollment/enrollment-machine.ts';
import type {
  EnrollmentContext,
  EnrollmentMachineEvent,
  Verdict,
} from '../../src/machines/enrollment/enrollment-machine.ts';

/** A machine with events that stand for all it may meet, and what of its context decides where it can go. */
export type Model = {
  name: string;
  machine: AnyStateMachine;
  implementation: {
    guards: Readonly<Record<string, (given: never) => boolean>>;
    updates: Readonly<Record<string, (given: never) => object>>;
    effects: readonly string[];
  };
  input: unknown;
  events: readonly EventObject[];
  /** Two snapshots with the same key lead to the same ones. */
  key: (snapshot: AnyMachineSnapshot) => string;
  /** Where simple paths stop; what lies behind is covered by the reachable steps. */
  isEnd: (value: StateValue) => boolean;
};

export const at = 1_000;
export const valueOf = (value: StateValue): string =>
  typeof value === 'string'
    ? value
    : Object.entries(value)
        .map(([name, inner]) => `${name}.${valueOf(inner ?? {})}`)
        .join(' ');

const assessed: Assessment = { type: 'ASSESSED', at, remaining: 5, open: 1, mayGrow: false, waiting: null };
const waiting = { reason: 'window.closed', until: 9_000 } as const;

const { begun: _, ...figures } = emptyCanary();
const judged = { at: 4_600, over: [], figures } as const;
const adopted = { type: 'ADOPT', at: 2_000, pause: null, remaining: 0, open: 0, mayGrow: false } as const;

export const campaignEvents: readonly CampaignMachineEvent[] = [
  { type: 'START', at, startAt: null },
  { type: 'START', at, startAt: 5_000 },
  { type: 'START', at, startAt: null, canary: { contacts: 20, limits: canaryLimitsSchema.parse({}) } },
  { type: 'UNSCHEDULE' },
  { ...adopted, pause: { cause: 'imported', by: 'test', reason: null } },
  adopted,
  { ...adopted, remaining: 1 },
  { type: 'DUE', at: 5_000 },
  { type: 'PAUSE', at: 2_000, pause: { cause: 'operator', by: 'test', reason: null } },
  { type: 'RESUME', at: 3_000 },
  { type: 'RESUME', at: 6_000 },
  { type: 'CANCEL', at: 7_000, hangUp: true },
  { type: 'EXPIRE', at: 8_000 },
  { type: 'ARCHIVE' },
  { type: 'FAIL', at: 8_500, code: 'campaign.unreadable', detail: 'test' },
  { type: 'OUTAGE', at: 4_500, pause: { cause: 'provider-outage', by: 'system', reason: 'test' } },
  { type: 'JUDGED', at: 4_600, verdict: judged, pause: null },
  {
    type: 'JUDGED',
    at: 4_600,
    verdict: { ...judged, over: ['failed'] },
    pause: { cause: 'canary', by: 'system', reason: 'test' },
  },
  assessed,
  { ...assessed, waiting },
  { ...assessed, waiting: { reason: 'quota.daily', until: null } },
  { ...assessed, remaining: 1, open: 1 },
  { ...assessed, remaining: 1, open: 1, mayGrow: true, waiting },
  { ...assessed, remaining: 0, open: 0, waiting: { reason: 'contacts.none', until: null } },
  { ...assessed, remaining: 0, open: 0, mayGrow: true, waiting: { reason: 'contacts.none', until: null } },
  { ...assessed, remaining: 0, open: 2 },
];

export const campaignModel: Model = {
  name: 'campaign',
  machine: campaignMachine,
  implementation: campaignImplementation,
  input: undefined,
  events: campaignEvents,
  key: ({ value, context }) =>
    JSON.stringify([
      value,
      context.startAt,
      context.startedAt !== null,
      context.pausedAt !== null,
      context.waiting,
      context.expired,
    ]),
  isEnd: (value) => value === 'archived',
};

export const person: EnrollmentContext = {
  position: 1,
  contact: 'con_1',
  person: '1',
  calendar: 1,
  step: 0,
  stepAttempts: 0,
  attempts: 0,
  reached: false,
  dueClass: 2,
  dueAt: 0,
  waitReason: 'contact.new',
  callBackAt: null,
  lines: null,
  openAttempt: null,
  pauseWanted: false,
  deadlineAt: null,
  lastDisposition: null,
  lastOutcome: null,
  lastAttemptAt: null,
  endedAt: null,
};

export const again = { dueAt: 2_000, dueClass: 1, waitReason: 'retry.waiting' } as const;
export const later = { dueAt: 3_000, dueClass: 1, waitReason: 'step.waiting' } as const;

export const verdict: Verdict = {
  at,
  disposition: 'busy',
  outcome: null,
  route: 'retry',
  end: 'exhausted',
  contacts: true,
  counts: true,
  usesUp: true,
  isDead: false,
  callBackAt: null,
  maxAttempts: 2,
  steps: 2,
  retry: again,
  nextStep: later,
  reviewUntil: 9_000,
  observeUntil: null,
  stepNumber: 1,
  repeats: false,
  rest: null,
};

/** What the attempt of an amendment was before. */
export const before = { counted: true, usedUp: true } as const;

/** Every kind of verdict an attempt may get. */
const verdicts: readonly Verdict[] = [
  verdict,
  { ...verdict, counts: false, usesUp: false, disposition: 'failed' },
  { ...verdict, usesUp: false },
  { ...verdict, route: 'next', disposition: 'answered', callBackAt: 4_000 },
  { ...verdict, contacts: false, counts: false, usesUp: false, route: 'next', disposition: 'answered' },
  { ...verdict, route: 'next', disposition: 'answered' },
  { ...verdict, route: 'review', disposition: 'answered' },
  { ...verdict, route: 'stop', end: 'invalid', disposition: 'invalid' },
  { ...verdict, route: 'stop', end: 'opted-out', outcome: 'opt-out' },
  { ...verdict, route: 'stop', end: 'responded', disposition: 'answered' },
  { ...verdict, route: 'stop', end: 'bounced', disposition: 'failed' },
  { ...verdict, rest: 'cancelled' },
  { ...verdict, route: 'review', rest: 'expired' },
  { ...verdict, route: 'next', disposition: 'sent', observeUntil: 5_000 },
  { ...verdict, route: 'next', disposition: 'sent', observeUntil: 5_000, steps: 1 },
  { ...verdict, disposition: 'soft-bounced', repeats: true, maxAttempts: 99 },
];

export const enrollmentEvents: readonly EnrollmentMachineEvent[] = [
  { type: 'MINTED', attempt: 'att_1', at, startAt: at, contacts: true, lines: null },
  { type: 'MINTED', attempt: 'att_1', at, startAt: at, contacts: false, lines: null },
  { type: 'NOT_PLACED', rest: null, at, contacts: true },
  { type: 'NOT_PLACED', rest: null, at, contacts: false },
  { type: 'NOT_PLACED', rest: 'cancelled', at, contacts: true },
  { type: 'DEFER', due: { ...again, waitReason: 'person.busy' } },
  { type: 'PAUSE' },
  { type: 'RESUME' },
  { type: 'RETRY', due: { dueAt: 1_500, dueClass: 0, waitReason: 'retry.waiting' } },
  { type: 'CALL_BACK', at: 2_500 },
  { type: 'CALL_BACK', at: 2_500, back: { step: 0, stepAttempts: 1 } },
  { type: 'CALL_BACK_LAPSED', due: again },
  { type: 'REOPEN', at: 6_000 },
  { type: 'SKIP', at, steps: 2, due: later, unreached: 'exhausted' },
  ...verdicts.map((given) => ({ ...given, type: 'ATTEMPT_ENDED' }) as const),
  ...verdicts.map((given) => ({ ...given, type: 'AMENDED', step: 0, ...before }) as const),
  ...verdicts.slice(2, 7).map((given) => ({ ...given, type: 'AMENDED', step: 1, ...before }) as const),
  { ...verdict, type: 'AMENDED', step: 0, counted: false, usedUp: false },
  ...enrollmentEnds.map((end) => ({ type: 'END', end, at }) as const),
  { type: 'LATE_END', end: 'responded', at },
  { type: 'LATE_END', end: 'bounced', at },
  { type: 'DOUBT', reviewUntil: 9_000 },
  { type: 'OBSERVED', at: 5_000 },
];

/** Counters that only grow are cut off, or there would be no end of states. */
export const enrollmentModel: Model = {
  name: 'enrollment',
  machine: enrollmentMachine,
  implementation: enrollmentImplementation,
  input: person,
  events: enrollmentEvents,
  key: ({ value, context }) =>
    JSON.stringify([
      value,
      context.end,
      Math.min(context.step, 2),
      Math.max(0, Math.min(context.stepAttempts, 2)),
      context.attempts <= 1,
      context.reached,
      context.pauseWanted,
      context.waitReason === 'contact.new',
      context.callBackAt !== null,
    ]),
  isEnd: (value) => value === 'ended',
};

export const mintedAttempt: AttemptContext = mintedCall;

const stages = callStages;
const news = { at, providerId: 'call_1', stages, checkAt: 2_000 };
const talking = { ...news, stage: 'in-progress' };
export const ended = (disposition: Disposition, change: Partial<TouchEnded> = {}): TouchEnded => ({
  type: 'ENDED',
  at,
  rank: evidenceRanks['hang-up'],
  providerId: 'call_1',
  disposition,
  closer: disposition === 'answered' ? ['machine'] : [],
  cause: { code: disposition, name: disposition, source: 'test' },
  fault: null,
  details: { talkSeconds: null },
  stages,
  counts: true,
  settleUntil: null,
  ...change,
});

export const attemptEvents: readonly AttemptMachineEvent[] = [
  { type: 'PREPARE' },
  { type: 'SEND', permitUntil: 2_000 },
  { type: 'ACCEPTED', at, receipt: 'req_1', stage: 'dialing', stages, checkAt: 2_000 },
  { type: 'PROGRESSED', ...news, stage: 'dialing' },
  { type: 'PROGRESSED', ...news, stage: 'ringing' },
  { type: 'REACHED', ...talking },
  { type: 'QUALIFIED', ...talking, disposition: 'machine', of: ['answered'], closer: ['voicemail'] },
  { type: 'RESPONDED', ...talking, outcome: null },
  { type: 'RESPONDED', ...talking, outcome: 'confirmed' },
  ended('busy'),
  ended('busy', { rank: evidenceRanks['live-list'], providerId: null }),
  ended('answered', { settleUntil: 4_000, details: { talkSeconds: 9 } }),
  ended('answered', { rank: evidenceRanks.record, details: { talkSeconds: 9 }, settleUntil: 4_000 }),
  ended('no-answer', { rank: evidenceRanks.record }),
  ended('no-answer', { rank: evidenceRanks.record, providerId: null }),
  ended('cancelled', { rank: evidenceRanks.record }),
  {
    type: 'CORRECTED',
    disposition: 'answered',
    outcome: null,
    correction: { by: 'test', at, note: null, was: { disposition: 'busy', outcome: null } },
  },
  { type: 'SETTLED' },
  { type: 'AMBIGUOUS', searchUntil: 9_000, checkAt: 2_000 },
  { type: 'NO_TRACE', searchUntil: 9_000, checkAt: 3_000 },
  { type: 'SEARCH_ENDED', at: 9_000 },
  { type: 'NOT_PLACED', at },
  { type: 'END_WANTED' },
];

export const attemptModel: Model = {
  name: 'attempt',
  machine: attemptMachine,
  implementation: attemptImplementation,
  input: mintedAttempt,
  events: attemptEvents,
  key: ({ value, context }) =>
    JSON.stringify([
      value,
      context.evidence,
      context.disposition,
      context.outcome,
      context.counts,
      context.providerId,
      context.details?.['talkSeconds'],
      context.progress === 'ringing' || context.progress === 'in-progress',
      context.checkAt !== null,
      context.searchUntil !== null,
    ]),
  isEnd: (value) => value === 'ended' || value === 'not-placed',
};

export const models = [campaignModel, enrollmentModel, attemptModel] as const;

export type Stride = { state: AnyMachineSnapshot; event: EventObject; nextState: AnyMachineSnapshot };

const options = ({ input, events, key }: Model) => ({
  input: input as never,
  events: [...events] as never,
  serializeState: key as never,
  limit: 2_000_000,
});

/** Every step from every state (and whatever of the context matters) that can be reached at all. */
export function reachableStrides(model: Model): Stride[] {
  return adjacencyMapToArray(getAdjacencyMap(model.machine, options(model)));
}

/** A shortest way, as events, to each of them. */
export function shortestWays(model: Model): EventObject[][] {
  return getShortestPaths(model.machine, options(model)).map(({ steps }) => eventsOf(steps));
}

/** Every way without a loop through the states of the statechart, one event standing for all that lead the same way. */
export function simpleWays(model: Model): EventObject[][] {
  const seen = new Set<string>();
  return getSimplePaths(model.machine, {
    ...options(model),
    serializeState: (({ value }: AnyMachineSnapshot) => JSON.stringify(value)) as never,
    stopWhen: (({ value }: AnyMachineSnapshot) => model.isEnd(value)) as never,
    filterEvents: ((from: AnyMachineSnapshot, event: EventObject) => {
      const to = model.machine.transition(from, event, silentScope);
      const edge = `${valueOf(from.value)} > ${valueOf(to.value)}`;
      const known = `${edge} ${JSON.stringify(event)}`;
      if (seen.has(known)) return true;
      if (to === from || seen.has(edge)) return false;
      seen.add(edge).add(known);
      return true;
    }) as never,
  }).map(({ steps }) => eventsOf(steps));
}

/** The events of a path without the one that xstate/graph begins with. */
function eventsOf(steps: readonly { event: EventObject }[]): EventObject[] {
  return steps.map(({ event }) => event).filter(({ type }) => !type.startsWith('xstate.'));
}

/** Takes a step outside any actor, to no effect. */
export const silentScope = {
  actionExecutor: () => undefined,
  defer: () => undefined,
  emit: () => undefined,
  logger: () => undefined,
  stopChild: () => undefined,
  id: 'model',
  sessionId: 'model',
  self: {},
  system: { _sendInspectionEvent: () => undefined },
} as unknown as Parameters<AnyStateMachine['transition']>[2];

/** The steps that break a rule, in words. */
export function breaches(strides: readonly Stride[], isBroken: (stride: Stride) => boolean): string[] {
  return strides.filter(isBroken).map(({ state, event, nextState }) => {
    return `${valueOf(state.value)} + ${JSON.stringify(event)} -> ${JSON.stringify(nextState)}`;
  });
}
