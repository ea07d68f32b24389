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

export const everyClient = '*';
