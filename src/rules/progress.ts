import { activeEnrollmentStates, type EnrollmentState } from '../domain/contact/enrollment.ts';

export type ProgressInput = {
  total: number;
  states: Partial<Record<EnrollmentState, number>>;
  attempts: Partial<Record<string, number>>;
};

/** The figures of a progress answer. `completed + failed + stopped + remaining` equals `total`. */
export type Progress = {
  total: number;
  /** Reached the end of the sequence with success, or responded. */
  completed: number;
  /** Ended without success: exhausted, invalid, bounced, dead-lettered. */
  failed: number;
  /** Not contacted here any more: opted out, suppressed, expired, cancelled, or imported as processed before. */
  stopped: number;
  remaining: number;
  /** Attempts that count against the maximum of their contact, or may still do so. */
  attempted: number;
  /** The share of contacts that reached an end, 0 to 100, one decimal. 100 only if all did; 0 for an empty campaign. */
  percent: number;
  /** completed / (ended - suppressed - cancelled - imported), three decimals; null if the divisor is 0. */
  successRate: number | null;
};

const completedStates = ['completed', 'responded'] as const;
const failedStates = ['exhausted', 'invalid', 'bounced', 'dead-lettered'] as const;
const stoppedStates = ['opted-out', 'suppressed', 'expired', 'cancelled', 'imported'] as const;

const rounded = (value: number, decimals: number): number =>
  Math.round(value * 10 ** decimals) / 10 ** decimals;

/** Returns 100 only when every contact has ended. */
function percentOf(ended: number, total: number): number {
  if (total === 0) return 0;
  return ended === total ? 100 : Math.min(99.9, rounded((ended / total) * 100, 1));
}

/** Returns the figures of a progress answer from the counters of a campaign. */
export function progressOf({ total, states, attempts }: ProgressInput): Progress {
  const sum = (names: readonly EnrollmentState[]): number =>
    names.reduce((count, name) => count + (states[name] ?? 0), 0);
  const completed = sum(completedStates);
  const failed = sum(failedStates);
  const stopped = sum(stoppedStates);
  const ended = completed + failed + stopped;
  const judged = ended - (states.suppressed ?? 0) - (states.cancelled ?? 0) - (states.imported ?? 0);
  return {
    total,
    completed,
    failed,
    stopped,
    remaining: sum(activeEnrollmentStates),
    attempted: attempts['started'] ?? 0,
    percent: percentOf(ended, total),
    successRate: judged > 0 ? rounded(completed / judged, 3) : null,
  };
}
