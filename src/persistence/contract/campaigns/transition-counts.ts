import type { TransitionCount } from '../../../domain/campaign/transition-count.ts';

/**
 * The number of times each transition of the machines was taken in each campaign. Turns add to these counts: see
 * `Turn.transitions`. They are stored apart from `Counters`, because every turn writes its whole `Counters` but takes
 * only a few transitions.
 */
export type TransitionCountStore = {
  /**
   * Returns the counts of a campaign, by machine, state before, event and state after. Transitions that were never
   * taken are omitted. Empty if the campaign is not stored. Transitions from before a store had this table are not
   * counted.
   */
  readTransitionCounts: (campaign: string) => Promise<readonly TransitionCount[]>;
};
