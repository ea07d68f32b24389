/**
 * One row per client and personal address: the person it belongs to. Whether the address is suppressed stands on the
 * do-not-contact lists.
 */
export type Party = {
  client: string;
  address: string;
  /** The id of the person as it was when the address was first seen. */
  person: string;
};

/** An address that must not be contacted, for one client or (client `*`) for all. */
export type Suppression = { client: string; address: string; reason: string; by: string; at: number };

export const everyClient = '*';
