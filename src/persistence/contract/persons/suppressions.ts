import type { Change } from '../../../domain/client-event.ts';
import type { Suppression } from '../../../domain/contact/party.ts';
import type { RequestKey } from '../../../domain/request-key.ts';
import type { Page } from '../pages.ts';

/** Addresses that must not be contacted. */
export type SuppressionStore = {
  /**
   * Adds or replaces a suppression and returns it. A full opt-out (`isFullOptOut`) marks the person of the address and
   * raises the person's rev.
   */
  putSuppression: (suppression: Suppression, request?: RequestKey) => Promise<Suppression>;
  /**
   * Removes a suppression. The client's log records who removed it. Returns false, and stores no key, if there is
   * none. Removing a full opt-out also removes the mark of the person, unless another list still has a full opt-out of
   * the address. Other addresses of the person that are suppressed stay suppressed.
   */
  removeSuppression: (
    input: Change & { client: string; address: string },
    request?: RequestKey,
  ) => Promise<boolean>;
  /**
   * Returns the entries of an address on these lists (clients, or `*`), also those of which only a hash is stored. They
   * have the address that was asked for.
   */
  readSuppressions: (input: { lists: readonly string[]; address: string }) => Promise<readonly Suppression[]>;
  /** Returns a page of suppressions, by client, then by address. */
  listSuppressions: (input: { client?: string; after?: string; limit: number }) => Promise<Page<Suppression>>;
};
