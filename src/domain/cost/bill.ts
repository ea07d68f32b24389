import type { Attempt } from '../attempt/attempt.ts';
import type { Step } from '../campaign/step.ts';
import type { Micros } from './money.ts';

/**
 * What an attempt that has ended costs. `seconds`: how long it lasted, 0 if it reached no one, null if that is not known.
 * `amount`: what the provider says that it costs; null if it says nothing.
 */
export type Bill = { seconds: number | null; amount: { currency: string; micros: Micros } | null };

export type Billing = {
  /** The longest time in seconds that a touch of the step can last. */
  longestSecondsOf: (step: Step) => number;
  billOf: (attempt: Pick<Attempt, 'disposition' | 'details' | 'reachedAt'>) => Bill;
};
