import type { Change } from '../../../domain/client-event.ts';
import type { Suppression } from '../../../domain/contact/party.ts';
import type { RequestKey } from '../../../domain/request-key.ts';
import type { Page } from '../pages.ts';

/** Addresses that must not be contacted. */
export type SuppressionStore = {
  /**
   * Adds or replaces a suppression and resolves with it. A full opt-out (`isFullOptOut`) marks the person of the address,
   * and its rev grows.
   */
  putSuppression: (suppression: Suppression, request?: RequestKey) => Promise<Suppression>;
  /**
   * The client's log says who removed it. False, and no key is stored, where there is none. Removing a full opt-out takes
   * the mark off the person, unless another list still has one for the address; further addresses of the person that are
   * suppressed stay so.
   */
  removeSuppression: (
    input: Change & { client: string; address: string },
    request?: RequestKey,
  ) => Promise<boolean>;
  /** By client, then address. */
  listSuppressions: (input: { client?: string; after?: string; limit: number }) => Promise<Page<Suppression>>;
};
