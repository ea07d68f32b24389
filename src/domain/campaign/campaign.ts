import type { CampaignDefinition } from './campaign-definition.ts';
import type { CostCounters } from '../cost/charge.ts';
import type { CanaryCounters } from './canary.ts';
import type { EnrollmentEnd, EnrollmentState } from '../contact/enrollment.ts';

export const campaignStates = [
  'draft',
  'scheduled',
  'running',
  'paused',
  'cancelling',
  'cancelled',
  'completed',
  'failed',
  'archived',
] as const;
export type CampaignState = (typeof campaignStates)[number];

/** `A draft campaign`, `An archived campaign`: the beginning of a sentence. */
export function campaignIn(state: CampaignState): string {
  return `${/^[aeiou]/.test(state) ? 'An' : 'A'} ${state} campaign`;
}

/** The permanent, unlisted campaign of a client that its single calls are enrolled in. */
export const directName = 'direct';
/** The identity of a contact of a single call begins with this, until its data is removed. No other identity does. */
export const singleCallPrefix = 'call:';

/** What a running campaign does. */
export const doings = ['dispatching', 'waiting', 'draining'] as const;
export type Doing = (typeof doings)[number];

export const pauseCauses = [
  'operator',
  'provider-outage',
  'provider-credit',
  'provider-configuration',
  'imported',
  'restored',
  'canary',
  'budget',
] as const;
/**
 * Who paused a campaign: an operator, or the engine after a fault of the provider. `imported`: the campaign was taken from
 * the records of an earlier program, and was never resumed here. `restored`: the store was restored from a backup.
 * `canary`: the results of its first contacts are over the limits of its canary start. `budget`: the next touch could exceed
 * its budget.
 */
export type PauseCause = (typeof pauseCauses)[number];

/** States in which an instance must own the campaign: touches are, or may be, in flight. */
export const ownedStates: readonly CampaignState[] = ['scheduled', 'running', 'paused', 'cancelling'];

/** States in which contacts may still be added to the campaign; in the other states they would be lost. */
export const growingStates: readonly CampaignState[] = ['draft', 'scheduled', 'running', 'paused'];

/** States in which the definition may be edited; from the start on, only a part of it. */
export const editableStates: readonly CampaignState[] = ['draft', 'scheduled', 'running', 'paused'];

/** States that are only left into the archive: nothing is decided any more, only late evidence is recorded. */
export const endedStates: readonly CampaignState[] = ['cancelled', 'completed', 'failed', 'archived'];

/**
 * The days on which a campaign started attempts, by its client's clock: the last of them (`YYYY-MM-DD`), its number
 * among these days, and the attempts started on it that were or may have been placed.
 */
export type SendingDays = { day: string; number: number; started: number };

/** Figures kept in the same commit as the rows they count. `total` equals the sum of `states` at every commit. */
export type Counters = {
  total: number;
  states: Partial<Record<EnrollmentState, number>>;
  /** Attempts by disposition; `started` counts the attempts that used up an attempt or still may. */
  attempts: Partial<Record<string, number>>;
  /** Attempts not ended yet. */
  open: number;
  openImports: number;
  /** The total business milliseconds for which ended attempts held their slots. */
  occupiedMs: number;
  /** Absent before the first attempt. */
  sending?: SendingDays | undefined;
  /** The figures of a canary start; absent unless one is under way. */
  canary?: CanaryCounters | undefined;
  /** What its touches cost; absent before the first that has a cost or a rate. */
  cost?: CostCounters | undefined;
};

export function emptyCounters(): Counters {
  return { total: 0, states: {}, attempts: {}, open: 0, openImports: 0, occupiedMs: 0 };
}

/** One stored campaign. Every commit to it names the `epoch`, `rev` and `seq` it was computed from. */
export type CampaignRecord = {
  id: string;
  client: string;
  name: string;
  /** False for the permanent `direct` campaign of a client. */
  listed: boolean;
  state: CampaignState;
  /** Fencing token: incremented by every change of owner. */
  epoch: number;
  owner: string | null;
  /** Incremented by each transition of the campaign machine and by each commit that is not the owner's. */
  rev: number;
  /** The `seq` of the last event of its log. */
  seq: number;
  /** The id of the last committed turn. It shows whether a commit with an unknown result was done. */
  turn: string | null;
  /** The campaign machine's snapshot as JSON text. */
  snapshot: string;
  machineVersion: number;
  definition: CampaignDefinition;
  definitionVersion: number;
  counters: Counters;
  /**
   * What every contact became that had not ended and was not in flight when the campaign was cancelled or expired.
   * The rows of these contacts are not rewritten.
   */
  rest: EnrollmentEnd | null;
  createdAt: number;
  updatedAt: number;
};
