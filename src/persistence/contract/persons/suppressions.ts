import type { Change } from '../../../domain/client-event.ts';
import type { Suppression, SuppressionList } from '../../../domain/do-not-contact/suppression.ts';
import type { RequestKey } from '../../../domain/request-key.ts';
import type { Page } from '../pages.ts';

/** Addresses that must not be contacted. */
export type SuppressionStore = {
  /**
   * Adds an entry and returns what is stored. It replaces an entry of the same address on the same list, unless that would
   * weaken the list (`addTo`). An entry that covers the person (`coversPerson`) marks the person of the address and
   * raises the person's rev.
   */
  putSuppression: (suppression: Suppression, request?: RequestKey) => Promise<Suppression>;
  /**
   * Adds entries in one commit, like `putSuppression`. Returns how many are new, how many changed an entry, and how many
   * left the stored entry as it was.
   */
  putSuppressions: (
    entries: readonly Suppression[],
  ) => Promise<{ added: number; changed: number; unchanged: number }>;
  /**
   * Removes the entry of an address on one list. The client's log records who removed it, and why (`why`). Returns false,
   * and stores no key, if there is none. Removing an entry that covers the person also removes the mark of the person,
   * unless another list still has such an entry of the address. Other addresses of the person that are suppressed stay
   * suppressed.
   */
  removeSuppression: (
    input: Change & SuppressionList & { address: string; why: string | null },
    request?: RequestKey,
  ) => Promise<boolean>;
  /**
   * Returns the entries of an address on the lists of these clients (or `*`) and of their campaigns, in the order of the
   * clients, also those that have expired or of which only a hash is stored. They have the address that was asked for.
   */
  readSuppressions: (input: {
    clients: readonly string[];
    address: string;
  }) => Promise<readonly Suppression[]>;
  /**
   * Returns a page of entries, by client, address and campaign. `campaign`: only the list of this campaign of the client.
   */
  listSuppressions: (input: {
    client?: string;
    campaign?: string;
    after?: string;
    limit: number;
  }) => Promise<Page<Suppression>>;
};

export const suppressionVerbs = [
  'putSuppression',
  'putSuppressions',
  'removeSuppression',
  'listSuppressions',
  'readSuppressions',
] as const satisfies readonly (keyof SuppressionStore)[];
