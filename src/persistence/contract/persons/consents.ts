import type { Change } from '../../../domain/client-event.ts';
import type { Consent } from '../../../domain/consent/consent.ts';
import type { RequestKey } from '../../../domain/request-key.ts';
import type { Page } from '../pages.ts';

/** The consents of persons. They are removed with the keys of a person: see `eraseKeys` and `expireKeys`. */
export type ConsentStore = {
  /** Records consents in one commit, and returns what is stored for each (`recordOver`). All are of one client. */
  putConsents: (
    input: { client: string; consents: readonly Consent[] },
    request?: RequestKey,
  ) => Promise<readonly Consent[]>;
  /**
   * Withdraws the consents of an address that are in force: for one channel, or (null) for all. A turn that mints afterwards
   * sees it, or is refused. The client's log records each of them. Returns the channels; none if no consent was in force.
   */
  withdrawConsents: (
    input: Change & { client: string; address: string; channel: string | null; why: string | null },
    request?: RequestKey,
  ) => Promise<readonly string[]>;
  /** Returns the consents of an address, also withdrawn ones, by channel. */
  readConsents: (input: { client: string; address: string }) => Promise<readonly Consent[]>;
  /** Returns a page of consents, also withdrawn ones, by client, address and channel. */
  listConsents: (input: { client?: string; after?: string; limit: number }) => Promise<Page<Consent>>;
};

export const consentVerbs = [
  'putConsents',
  'withdrawConsents',
  'readConsents',
  'listConsents',
] as const satisfies readonly (keyof ConsentStore)[];
