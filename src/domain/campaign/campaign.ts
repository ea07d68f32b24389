import type { CampaignDefinition } from './campaign-definition.ts';
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

/** What a running campaign does. */
export const doings = ['dispatching', 'waiting', 'draining'] as const;
export type Doing = (typeof doings)[number];

export const pauseCauses = [
  'operator',
  'provider-outage',
  'provider-credit',
  'provider-configuration',
] as const;
/** Who paused a campaign: an operator, or the engine because of trouble with the provider. */
export type PauseCause = (typeof pauseCauses)[number];

/** States in which an instance must own the campaign: there is, or may be, work in flight. */
export const ownedStates: readonly CampaignState[] = ['scheduled', 'running', 'paused', 'cancelling'];

/** States in which people may still come to the campaign; in the others they would be lost. */
export const growingStates: readonly CampaignState[] = ['draft', 'scheduled', 'running', 'paused'];

/** States that are left again only into the archive: nothing is decided any more, only late news is taken in. */
export const endedStates: readonly CampaignState[] = ['cancelled', 'completed', 'failed', 'archived'];

/**
 * The days on which a campaign started attempts, by its client's clock: the last of them (`YYYY-MM-DD`), the how-manieth
 * it is, and how many attempts that were placed or may be were started on it.
 */
export type SendingDays = { day: string; number: number; started: number };

/** Figures kept in the same commit as the rows they count. `total` equals the sum of `states` at every commit. */
export type Counters = {
  total: number;
  states: Partial<Record<EnrollmentState, number>>;
  /** Attempts by disposition; `started` counts those that used up an attempt or still may. */
  attempts: Partial<Record<string, number>>;
  /** Attempts not ended yet. */
  open: number;
  openImports: number;
  /** Business milliseconds that ended attempts held their slots, in all. */
  occupiedMs: number;
  /** Absent before the first attempt. */
  sending?: SendingDays | undefined;
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
  /** Fencing token: grows at every change of owner. */
  epoch: number;
  owner: string | null;
  /** Grows at each transition of the campaign machine and each commit by anyone but its owner's loop. */
  rev: number;
  /** The last event of its log. */
  seq: number;
  /** The id of the last committed turn; tells whether an ambiguous commit went through. */
  turn: string | null;
  /** The campaign machine's snapshot as JSON text. */
  snapshot: string;
  machineVersion: number;
  definition: CampaignDefinition;
  definitionVersion: number;
  counters: Counters;
  /** What everyone not ended and not in flight became when the campaign was cancelled or expired; rows are not rewritten. */
  rest: EnrollmentEnd | null;
  createdAt: number;
  updatedAt: number;
};
