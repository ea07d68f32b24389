import type { Disposition, Outcome, Route } from '../../domain/attempt/disposition.ts';
import type { Lines } from '../../domain/contact/lines.ts';
import type { DueClass, Enrollment, EnrollmentEnd, WaitReason } from '../../domain/contact/enrollment.ts';

/** The stored row without its state, and, in the state `ended` only, how the enrollment ended. */
export type EnrollmentContext = Omit<Enrollment, 'state'> & { end?: EnrollmentEnd | undefined };

/** Effects for the host. `placeTouch`: send the touch of the attempt that was minted. */
export const enrollmentEffects = ['placeTouch'] as const;
export type EnrollmentEffect = (typeof enrollmentEffects)[number];

/** When the contact is due again, and why. See `Enrollment` for the time of `dueAt`. */
export type NextDue = { dueAt: number; dueClass: DueClass; waitReason: WaitReason };

/** How an attempt ended, and what follows from it by the policies of the campaign. The host computes all of it. */
export type Verdict = {
  at: number;
  disposition: Disposition;
  outcome: Outcome | null;
  route: Route;
  /** The end that a `stop` leads to. */
  end: EnrollmentEnd;
  /** Whether the channel contacts the recipient. An attempt of another channel reaches no one and uses up nothing. */
  contacts: boolean;
  /** False if the attempt does not count against the contact: it was throttled, or never started. */
  counts: boolean;
  /** Whether the attempt uses up one of its step. A call-back does not, nor a number that does not exist if there are others. */
  usesUp: boolean;
  /** Whether its address does not exist. */
  isDead: boolean;
  /** When the contact asked to be called again; the step is repeated then. Null: they did not ask. */
  callBackAt: number | null;
  maxAttempts: number;
  steps: number;
  /** When another attempt of this step is due. */
  retry: NextDue;
  /** When the next step is due. */
  nextStep: NextDue;
  reviewUntil: number;
  /** Until when the enrollment is observed after its last step; null: it ends at once. */
  observeUntil: number | null;
  /** The number of the attempt within its step, from 1. */
  stepNumber: number;
  /** Whether it is proved, perhaps late, that the touch was not delivered. Then the step is repeated. */
  repeats: boolean;
  /** Set if the campaign takes no new attempts: the end of a contact that would otherwise wait or be reviewed. */
  rest: EnrollmentEnd | null;
};

export type AttemptEnded = Verdict & { type: 'ATTEMPT_ENDED' };

/**
 * Stronger evidence about the last attempt, after its end. `step`: the step of the attempt. `counted`, `usedUp`: whether the
 * attempt counted, and used up one of its step, before.
 */
export type Amended = Verdict & { type: 'AMENDED'; step: number; counted: boolean; usedUp: boolean };

export type EnrollmentMachineEvent =
  /** `startAt`: the business time before which the touch is not sent. */
  | {
      type: 'MINTED';
      attempt: string;
      at: number;
      startAt: number;
      contacts: boolean;
      lines: Lines | null;
    }
  | { type: 'NOT_PLACED'; rest: EnrollmentEnd | null; at: number; contacts: boolean }
  | AttemptEnded
  | Amended
  | { type: 'DEFER'; due: NextDue }
  | { type: 'PAUSE' }
  | { type: 'RESUME' }
  | { type: 'RETRY'; due: NextDue }
  /**
   * The contact is to be called at `at`, in business time. It replaces an earlier request. `back`: the step that is repeated,
   * which the enrollment has left.
   */
  | { type: 'CALL_BACK'; at: number; back?: { step: number; stepAttempts: number } }
  /** An operator continues an enrollment that has ended, with a call at `at`. */
  | { type: 'REOPEN'; at: number }
  /** The call-back could not be made in time. `due`: when the contact is due without it. */
  | { type: 'CALL_BACK_LAPSED'; due: NextDue }
  /** `unreached`: how the enrollment ends after the last step if no step has reached the contact. */
  | { type: 'SKIP'; at: number; steps: number; due: NextDue; unreached: EnrollmentEnd }
  | { type: 'END'; end: EnrollmentEnd; at: number }
  /** Evidence about an attempt that is not the last one leads to this end. */
  | { type: 'LATE_END'; end: EnrollmentEnd; at: number }
  /** The contact may have been contacted without a stored attempt: an operator decides, until `reviewUntil`. */
  | { type: 'DOUBT'; reviewUntil: number }
  /** The observation period has ended. */
  | { type: 'OBSERVED'; at: number };

/** The events that a caller can order for one contact. */
export const enrollmentCommands = ['PAUSE', 'RESUME', 'RETRY', 'CALL_BACK', 'SKIP', 'END'] as const;
