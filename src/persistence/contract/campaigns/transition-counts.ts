import type { TransitionCount } from '../../../domain/campaign/transition-count.ts';

/**
 * How often the transitions of the machines were taken in each campaign. Turns add to it: see `Turn.transitions`. It is
 * stored apart from `Counters`, which every turn writes whole: a turn adds to the few transitions that it took.
 */
export type TransitionCountStore = {
  /**
   * The counts of a campaign, by machine, state before, event and state after; transitions that were never taken are left
   * out. Empty for a campaign that is not stored. Transitions taken before a store counted them are missing.
   */
  readTransitionCounts: (campaign: string) => Promise<readonly TransitionCount[]>;
};
