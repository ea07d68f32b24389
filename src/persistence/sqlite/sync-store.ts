import type { Store } from '../contract/store.ts';

/**
 * The store's verbs as they are inside: SQLite answers at once. Every module gives some of them; `sqlite-store.ts`
 * makes promises of them.
 */
export type SyncStore = {
  [Verb in keyof Store]: Store[Verb] extends (...input: infer Input) => Promise<infer Output>
    ? (...input: Input) => Output
    : Store[Verb];
};
