/** One row per client and address: what all campaigns of a client know and decide together about a person. */
export type Party = {
  id: number;
  client: string;
  address: string;
  /** Grows at each change; a commit names the one it read. */
  rev: number;
  openAttempt: string | null;
  /** Why the person must not be contacted, or null. */
  suppressed: string | null;
  /** The recipient's local day the count belongs to, `YYYY-MM-DD`. */
  day: string | null;
  dayCount: number;
};

/** An address that must not be contacted, for one client or (client `*`) for all. */
export type Suppression = { client: string; address: string; reason: string; by: string; at: number };

export const everyClient = '*';
