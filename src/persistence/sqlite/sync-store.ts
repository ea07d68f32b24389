import type { Store } from '../contract/store.ts';

/** The verbs that return no promise. */
export type Plain = 'describe' | 'schemaVersion' | 'batchBudget';

/**
 * The verbs of the store inside it: SQLite answers at once. Each table has some of them; `verbs.ts` puts them together, and
 * `sqlite-store.ts` makes promises of them.
 */
export type SyncStore = {
  [Verb in keyof Store]: Store[Verb] extends (...input: infer Input) => Promise<infer Output>
    ? (...input: Input) => Output
    : Store[Verb];
};
