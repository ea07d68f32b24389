import type { TransitionCount } from '../../../domain/campaign/transition-count.ts';

export type BreakerOutcomesDoc = {
  _id: { key: string; at: number; campaign: number };
  outcomes: number;
  faults: number;
};
export type TransitionCountDoc = {
  _id: Omit<TransitionCount, 'count'> & { campaign: number };
  count: number;
};
