import type { Suppression } from '../../domain/contact/party.ts';
import type { RequestKey } from '../../domain/request-key.ts';
import type { Page } from './pages.ts';

/** Addresses that must not be contacted. */
export type SuppressionStore = {
  /** Adds or replaces a suppression, marks the party (its rev grows) and resolves with the suppression. */
  putSuppression: (suppression: Suppression, request?: RequestKey) => Promise<Suppression>;
  /** False, and no key is stored, where there is none. */
  removeSuppression: (input: { client: string; address: string }, request?: RequestKey) => Promise<boolean>;
  /** By client, then address. */
  listSuppressions: (input: { client?: string; after?: string; limit: number }) => Promise<Page<Suppression>>;
};
