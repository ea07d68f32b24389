/** An emergency stop for one client, or (client `*`) for everything. */
export type EmergencyStop = { client: string; reason: string | null; by: string; at: number };

/** One line of the log of emergency stops: who ordered or lifted one, when and why. `client` as in `EmergencyStop`. */
export type StopEvent = EmergencyStop & { event: 'ordered' | 'lifted' };
