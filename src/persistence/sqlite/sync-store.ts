import type { Store } from '../contract/store.ts';

/** The verbs that return no promise, and `backUp`, whose work is not done in this thread. */
export type Plain = 'describe' | 'schemaVersion' | 'batchBudget' | 'backUp';

/**
 * The synchronous verbs of the store: SQLite answers at once. Each table has some of them. `verbs.ts` combines them,
 * and `sqlite-store.ts` makes them return promises.
 */
export type SyncStore = {
  [Verb in keyof Store]: Store[Verb] extends (...input: infer Input) => Promise<infer Output>
    ? (...input: Input) => Output
    : Store[Verb];
};
