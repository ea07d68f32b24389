/**
 * One row per client and personal address: the person it belongs to. Suppressions of the address are on the
 * do-not-contact lists.
 */
export type Party = {
  client: string;
  address: string;
  /** The id of the person when the address was first stored. */
  person: string;
};

/** An address that must not be contacted, for one client or (client `*`) for all. */
export type Suppression = { client: string; address: string; reason: string; by: string; at: number };

export const everyClient = '*';
