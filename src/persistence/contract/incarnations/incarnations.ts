import type { Incarnation } from '../../../domain/incarnation.ts';

/** The incarnations of the store: see `Incarnation`. A new store has one. */
export type IncarnationStore = {
  /** Returns the current incarnation. */
  readIncarnation: () => Promise<Incarnation>;
  /**
   * Begins a new incarnation in the phase `marking`, with the next number. If the current one is in this phase, it
   * continues that one. In both cases the epoch of every campaign is raised, its owner is removed, and all instances are
   * forgotten: an instance from before the restore can commit nothing. For a store that no instance uses.
   */
  beginIncarnation: (input: Pick<Incarnation, 'id' | 'at'> & { since: number }) => Promise<Incarnation>;
  /**
   * Moves the incarnation with this id from `marking` to `reconciling`, or from `reconciling` to `done`, and adds to the
   * contacts in review. Returns false and changes nothing if it is not the current one, or not in the phase `from`.
   */
  advanceRestore: (input: {
    id: string;
    from: 'marking' | 'reconciling';
    reviewed: number;
    at: number;
  }) => Promise<boolean>;
};
