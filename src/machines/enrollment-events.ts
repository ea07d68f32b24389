import type { Disposition, Outcome, Route } from '../domain/attempt/disposition.ts';
import type { DueClass, Enrollment, EnrollmentEnd, WaitReason } from '../domain/contact/enrollment.ts';

/** The stored row without its state is the machine's whole context. */
export type EnrollmentContext = Omit<Enrollment, 'state'>;

/** When, and as what, a person comes up again. `dueAt` is in stored time (see `heldMs` of the campaign). */
export type NextDue = { dueAt: number; dueClass: DueClass; waitReason: WaitReason };

/** How an attempt ended, with everything policy says about it worked out by the host. */
export type Verdict = {
  at: number;
  disposition: Disposition;
  outcome: Outcome | null;
  route: Route;
  /** The end a `stop` leads to. */
  end: EnrollmentEnd;
  /** Whether the attempt contacts the person: one that does not reaches nobody and uses up nothing. */
  contacts: boolean;
  /** False where the attempt is not to be held against the person: it was throttled, or never started. */
  counts: boolean;
  maxAttempts: number;
  steps: number;
  /** For another try of this step. */
  retry: NextDue;
  /** For the step after it. */
  nextStep: NextDue;
  reviewUntil: number;
  /** The campaign takes no new attempts any more; whoever would wait ends so instead. */
  rest: EnrollmentEnd | null;
};

export type AttemptEnded = Verdict & { type: 'ATTEMPT_ENDED' };

/** Stronger evidence about the last attempt, after its end: of which step it was, and whether it counted until now. */
export type Amended = Verdict & { type: 'AMENDED'; step: number; counted: boolean };

export type EnrollmentMachineEvent =
  | { type: 'MINTED'; attempt: string; at: number; contacts: boolean }
  | { type: 'NOT_PLACED'; due: NextDue | null; rest: EnrollmentEnd | null; at: number; contacts: boolean }
  | AttemptEnded
  | Amended
  | { type: 'DEFER'; due: NextDue }
  | { type: 'PAUSE' }
  | { type: 'RESUME' }
  | { type: 'RETRY'; due: NextDue }
  /** `unreached`: the end after the last step of a contact whom no step has reached. */
  | { type: 'SKIP'; at: number; steps: number; due: NextDue; unreached: EnrollmentEnd }
  | { type: 'END'; end: EnrollmentEnd; at: number };

/** What people order for one person. */
export const enrollmentCommands = ['PAUSE', 'RESUME', 'RETRY', 'SKIP', 'END'] as const;
