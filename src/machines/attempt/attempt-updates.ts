import { evidenceRanks } from '../../domain/attempt/attempt.ts';
import type { Details } from '../../domain/attempt/attempt.ts';
import type { Disposition, Outcome } from '../../domain/attempt/disposition.ts';
import { withFacts } from '../../domain/attempt/facts.ts';
import type { Stage } from '../../domain/campaign/channel-facts.ts';
import type { AttemptContext, AttemptMachineEvent, TouchEnded } from './attempt-events.ts';
import { isStrongerEvidence } from './attempt-guards.ts';
import { updatesOn } from '../implementation.ts';
import type { Given as GivenOf, Updates } from '../implementation.ts';

type Update = Partial<AttemptContext>;
type Given = GivenOf<AttemptContext, AttemptMachineEvent>;
type Stages = readonly Stage[];

const on = updatesOn<AttemptContext, AttemptMachineEvent>();

/**
 * The outcome to keep if an attempt has several: an opt-out, else the last one in alphabetical order. The order of
 * the reports does not matter.
 */
export function mergeOutcome(left: Outcome | null, right: Outcome | null): Outcome | null {
  if (left === 'opt-out' || right === 'opt-out') return 'opt-out';
  return (left ?? '') > (right ?? '') ? left : right;
}

/** An operator has the last word, except for an opt-out. */
function answered({ correction, outcome }: AttemptContext, reported: Outcome | null): Outcome | null {
  return correction === null || reported === 'opt-out' ? mergeOutcome(outcome, reported) : outcome;
}

const indexOfStage = (stages: Stages, name: string | null): number =>
  stages.findIndex((stage) => stage.name === name);

/** The later of two stages. */
function laterStage(stages: Stages, known: string | null, reported: string | null): string | null {
  return indexOfStage(stages, reported) > indexOfStage(stages, known) ? reported : known;
}

/** A more precise disposition of the same end is kept. */
const dispositionOf = ({ disposition: known }: AttemptContext, event: TouchEnded): Disposition =>
  known !== null && event.closer.includes(known) ? known : event.disposition;

/** A cancelled attempt counts only if the contact may have noticed it; the evidence for that may come later. */
function counts(row: Pick<AttemptContext, 'disposition' | 'progress'>, stages: Stages): boolean {
  return row.disposition !== 'cancelled' || (stages[indexOfStage(stages, row.progress)]?.isNoticed ?? false);
}

/** The time of a stage is the time of its first report. */
function withStage(details: Details | null, { stage, stages, at }: StageReport): Details | null {
  const fact = stages[indexOfStage(stages, stage)]?.fact ?? null;
  return fact === null || details?.[fact] !== undefined ? details : { ...details, [fact]: at };
}

type StageReport = { stage: string | null; stages: Stages; at: number };

const reaching: ReadonlySet<AttemptMachineEvent['type']> = new Set(['REACHED', 'RESPONDED', 'QUALIFIED']);

/**
 * Records ids and times even if they arrive too late to change the state, so that every order of reports leads to the
 * same row.
 */
function evidence({ context, event }: Given): Update {
  if (!('providerId' in event) || event.type === 'ENDED') return {};
  const progress = laterStage(event.stages, context.progress, event.stage);
  const mayCount = context.disposition === 'cancelled' && context.fault === null;
  return {
    placed: true,
    providerId: context.providerId ?? event.providerId,
    progress,
    reachedAt: context.reachedAt ?? (reaching.has(event.type) ? event.at : null),
    outcome: event.type === 'RESPONDED' ? answered(context, event.outcome) : context.outcome,
    counts: mayCount ? counts({ disposition: 'cancelled', progress }, event.stages) : context.counts,
    details: withFacts(withStage(context.details, event), event.facts),
  };
}

const checkAtOf = (event: AttemptMachineEvent): Update =>
  'checkAt' in event ? { checkAt: event.checkAt, searchUntil: null } : {};

/** Evidence with a new time at which to search at the provider if no more evidence comes. */
function liveEvidence(given: Given): Update {
  return { ...evidence(given), ...checkAtOf(given.event) };
}

/**
 * A more precise disposition. It may be known before the end, or replace the disposition of an end that is known. It does
 * not replace one that is more precise still.
 */
const qualification = on('QUALIFIED', ({ context, event }) => {
  const { evidence: rank, disposition: known, correction } = context;
  if (correction !== null || (known !== null && event.closer.includes(known))) return {};
  const applies = rank === evidenceRanks.none || event.of.includes(known ?? '');
  return applies ? { disposition: event.disposition } : {};
});

const noMoreChecks = { checkAt: null, searchUntil: null } as const;

/** The provider has the touch. Its stage is not known from this. */
const placed = on('ACCEPTED', ({ context, event }) => ({
  placed: true,
  receipt: context.receipt ?? event.receipt,
  progress: laterStage(event.stages, context.progress, event.stage),
  placedAt: context.placedAt ?? event.at,
}));

const conclusion = on('ENDED', (given) => {
  const { context, event } = given;
  const providerId = context.providerId ?? event.providerId;
  if (!isStrongerEvidence(given)) return { placed: true, providerId };
  const disposition = dispositionOf(context, event);
  return {
    placed: true,
    providerId,
    evidence: event.rank,
    disposition,
    cause: event.cause,
    fault: event.fault,
    counts: event.counts && counts({ disposition, progress: context.progress }, event.stages),
    endedAt: context.endedAt ?? event.at,
    details: withEnd(context.details, event.details),
  };
});

/** The known facts, with those of this end instead of those of an earlier one. Unknown facts are left out. */
function withEnd(known: Details | null, end: Details): Details | null {
  const facts: Record<string, Details[string]> = {};
  for (const [name, value] of Object.entries({ ...known, ...end })) if (value !== null) facts[name] = value;
  return Object.keys(facts).length === 0 ? null : facts;
}

/**
 * The touch has ended. Evidence that this report overtook may arrive until `settleUntil`, or until the earlier
 * deadline.
 */
const settling = on('ENDED', (given) => ({
  ...conclusion(given),
  checkAt: given.event.settleUntil ?? given.context.checkAt,
  searchUntil: null,
}));

const searchPeriod = on(['AMBIGUOUS', 'NO_TRACE'], ({ context, event }) => {
  // The maximum is one search period from now: the stored end may be later if the clock was set back since.
  const searchUntil = Math.min(context.searchUntil ?? event.searchUntil, event.searchUntil);
  return { searchUntil, checkAt: event.checkAt };
});

const unconfirmed = on('SEARCH_ENDED', ({ event }) => ({
  evidence: evidenceRanks.timeout,
  disposition: 'unconfirmed',
  endedAt: event.at,
  ...noMoreChecks,
}));

export const attemptUpdates = {
  noteSend: on('SEND', ({ context, event }) => ({
    permitUntil: event.permitUntil,
    details: withFacts(context.details, event.facts),
  })),
  noteAccepted: (given) => ({ ...placed(given), ...checkAtOf(given.event) }),
  notePlaced: placed,
  noteEvidence: evidence,
  noteLiveEvidence: liveEvidence,
  noteQualified: (given) => ({ ...evidence(given), ...qualification(given) }),
  noteLiveQualified: (given) => ({ ...liveEvidence(given), ...qualification(given) }),
  noteLastEvidence: (given) => ({ ...evidence(given), ...noMoreChecks }),
  noteSettling: settling,
  noteEnd: (given) => ({ ...conclusion(given), ...noMoreChecks }),
  noteCorrection: on('CORRECTED', ({ event: { disposition, outcome, correction } }) => ({
    disposition,
    outcome,
    correction,
    evidence: evidenceRanks.operator,
  })),
  noteProviderId: on('ENDED', ({ context, event }) => ({
    providerId: context.providerId ?? event.providerId,
  })),
  noteSearchPeriod: searchPeriod,
  noteUnconfirmed: unconfirmed,
  noteNotPlaced: on('NOT_PLACED', ({ event }) => ({ endedAt: event.at, counts: false, ...noMoreChecks })),
  stopChecking: () => noMoreChecks,
  wantEnd: () => ({ endWanted: true }),
} as const satisfies Updates<AttemptContext, AttemptMachineEvent>;
