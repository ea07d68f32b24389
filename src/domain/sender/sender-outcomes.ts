/** What the attempts of a sender came to. Each number counts ended attempts. */
export type SenderCounts = {
  attempts: number;
  /** The contact was reached. */
  reached: number;
  /** The contact was reached, and left at once. */
  short: number;
  /** The provider refused the touch because of its sender. */
  blocked: number;
};

/** What one attempt says about its sender. */
export type SenderSigns = { reached: boolean; short: boolean; blocked: boolean };

/**
 * The counts of one slice of time. `at` is its begin, `lastAt` the end of the last of these attempts, and `blockedAt` the
 * end of the last one that was blocked (0 without any).
 */
export type SenderSlice = { at: number; lastAt: number; blockedAt: number } & SenderCounts;

/** After a quarantine, whole slices count: at the latest half a day after its end. */
export const senderSliceMs = 12 * 3_600_000;

/** For how long outcomes of senders are kept and shown. */
export const senderOutcomesMs = 7 * 86_400_000;

/** Returns the begin of the slice that contains an instant. */
export function senderSliceAt(at: number): number {
  return Math.floor(at / senderSliceMs) * senderSliceMs;
}

export const noSenderCounts: SenderCounts = { attempts: 0, reached: 0, short: 0, blocked: 0 };

/** Adds the slices that begin at `since` or later. `lastAt` is null if there are none. */
export function sumSlices(
  slices: readonly SenderSlice[],
  since: number,
): SenderCounts & { lastAt: number | null } {
  const sum = { ...noSenderCounts, lastAt: null as number | null };
  for (const slice of slices) {
    if (slice.at < since) continue;
    for (const name of ['attempts', 'reached', 'short', 'blocked'] as const) sum[name] += slice[name];
    sum.lastAt = Math.max(sum.lastAt ?? 0, slice.lastAt);
  }
  return sum;
}
