/** An emergency stop for one client, or (client `*`) for everything. */
export type Hold = { client: string; reason: string | null; by: string; at: number };

/** One line of the log of emergency stops: who ordered or lifted one, when and why. `client` as in `Hold`. */
export type StopEvent = Hold & { event: 'ordered' | 'lifted' };
