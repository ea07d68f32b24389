import type { PauseCause } from '../../domain/campaign/campaign.ts';
import type { Canary, CanaryPlan, CanaryVerdict } from '../../domain/campaign/canary.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';

/**
 * Effects for the host: make every unused permit void, cancel touches that wait in the provider's queue, end open
 * touches if the command asked for it, alert the operators.
 */
export const campaignEffects = ['voidPermits', 'cancelQueuedTouches', 'endOpenTouches', 'alert'] as const;
export type CampaignEffect = (typeof campaignEffects)[number];

/** Why a running campaign starts no attempts, and the business time at which that may change. */
export type Waiting = { reason: ReasonCode; until: number | null };

export type Pause = { cause: PauseCause; by: string; reason: string | null };

/** The data of a campaign that the name of its state does not contain. Plain JSON. */
export type CampaignContext = {
  startAt: number | null;
  startedAt: number | null;
  pausedAt: number | null;
  resumedAt: number | null;
  endedAt: number | null;
  pause: Pause | null;
  /** The total length of all pauses, in ms; due times are stored without it. */
  heldMs: number;
  waiting: Waiting | null;
  expired: boolean;
  /** Whether the cancel command also ends live attempts. */
  hangUp: boolean;
  failure: { code: string; detail: string } | null;
  /** The canary start; null if the campaign was started without one. */
  canary: Canary | null;
};

/** The current facts, which the host computes from its counters and rules. */
export type Assessment = {
  type: 'ASSESSED';
  at: number;
  /** Enrollments that have not ended. */
  remaining: number;
  /** Attempts that have not ended. */
  open: number;
  /** Whether contacts may still be added: an open import, or `keepOpen`. */
  mayGrow: boolean;
  /** Null if an attempt can start now. */
  waiting: Waiting | null;
};

export type CampaignMachineEvent =
  | { type: 'START'; at: number; startAt: number | null; canary?: CanaryPlan | null }
  | { type: 'UNSCHEDULE' }
  /** A campaign that an earlier program ran waits for its operator. `pause`: null if it has ended there. */
  | ({ type: 'ADOPT'; pause: Pause | null } & Pick<Assessment, 'at' | 'remaining' | 'open' | 'mayGrow'>)
  | { type: 'DUE'; at: number }
  | { type: 'PAUSE'; at: number; pause: Pause }
  | { type: 'RESUME'; at: number }
  | { type: 'CANCEL'; at: number; hangUp: boolean }
  | { type: 'EXPIRE'; at: number }
  | { type: 'ARCHIVE' }
  | { type: 'FAIL'; at: number; code: string; detail: string }
  /** All remaining contacts wait for a provider that the engine has given up. */
  | { type: 'OUTAGE'; at: number; pause: Pause }
  /** The first contacts of a canary start have results. `pause`: null if the campaign continues. */
  | { type: 'JUDGED'; at: number; verdict: CanaryVerdict; pause: Pause | null }
  | Assessment;

/** The events that a caller can order for a campaign. */
export const campaignCommands = ['START', 'UNSCHEDULE', 'PAUSE', 'RESUME', 'CANCEL', 'ARCHIVE'] as const;
