import type { Disposition, Outcome } from './disposition.ts';

/** A correction of how an attempt ended, by an operator. The latest one is kept. */
export type Correction = {
  /** Who corrected it. */
  by: string;
  at: number;
  note: string | null;
  /** The disposition and the outcome before the first correction. */
  was: { disposition: Disposition | null; outcome: Outcome | null };
};
