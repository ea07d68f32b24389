/** An emergency stop for one client, or (client `*`) for everything. */
export type Hold = { client: string; reason: string | null; by: string; at: number };
