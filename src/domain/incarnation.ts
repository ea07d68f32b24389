/**
 * How far the restore of a store has come. `marking`: campaigns are being paused, and contacts are being put in review.
 * `reconciling`: the records of the providers are being compared. `done`: campaigns may be resumed.
 */
export const restorePhases = ['marking', 'reconciling', 'done'] as const;
export type RestorePhase = (typeof restorePhases)[number];

/**
 * A life of a store. A store that is restored from a backup begins a new one, because events and attempts of the old
 * one may be missing, and their numbers are used again. Times are business time in milliseconds.
 */
export type Incarnation = {
  /** 1 for the first incarnation of a store. */
  number: number;
  id: string;
  at: number;
  /** The time of the last commit in the backup; null if the store was not restored. */
  since: number | null;
  /** Null if the store was not restored. */
  phase: RestorePhase | null;
  /** The number of contacts that the restore put in review. */
  reviewed: number;
  /** When the phase became `done`; null before. */
  reconciledAt: number | null;
};

/** Why a contact may have been contacted since a backup: the provider has a touch that is not stored, or keeps no records. */
export const doubts = ['found', 'no-records'] as const;
export type Doubt = (typeof doubts)[number];
