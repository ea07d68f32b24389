/** What a carrier's own journal says: the figures of the simulator's audit. */
export type CarrierAudit = {
  placements: number;
  /** The number of placements by attempt; those without an attempt are under "". */
  perAttempt: Readonly<Record<string, number>>;
  /** Attempts with more than one placement. */
  doubles: readonly string[];
  maxConcurrent: number;
  maxPlacementsPerSecond: number;
  /** Pairs of calls to one number that were open at the same time. */
  overlaps: readonly { callUuids: readonly [string, string] }[];
  /** Calls in the order of their acceptance. `from`, `to`: business time of their acceptance and their end. */
  calls: readonly { callUuid: string; attempt: string | null; from: number; to: number | null }[];
};
