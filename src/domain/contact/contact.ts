import type { ContactAddress } from './address.ts';
import { externalIdKey } from './opt-out.ts';
import { isRoleMailbox } from './shared-address.ts';
import type { Calendar } from '../time/window-rules.ts';

/** A contact, read from one row of a list and normalised. */
export type Contact = {
  /** `con_` + ULID. */
  id: string;
  /** The row in its import, from 1; also the order within the campaign, together with the import. */
  row: number;
  name: string | null;
  /** Every usable address of the row, each once. Those of the same kind are tried in this order. */
  addresses: readonly ContactAddress[];
  externalId: string | null;
  timeZone: string | null;
  /** All variables for texts: columns by their name in snake_case, and first_name, last_name, company ... */
  variables: Readonly<Record<string, string>>;
};

/** The facts that identify a contact. */
export type ContactKeys = Pick<Contact, 'addresses' | 'externalId'>;

const identityPrefixes = { phone: 'tel', email: 'mail', linkedin: 'linkedin' } as const;

/**
 * Shows whether two rows of a campaign are the same contact: the external id, else the first phone number with its
 * extension, else the first email address, else the first LinkedIn profile.
 */
export function identityOf({ externalId, addresses }: ContactKeys): string | null {
  if (externalId) return externalIdKey(externalId);
  for (const kind of ['phone', 'email', 'linkedin'] as const) {
    const first = addresses.find((one) => one.kind === kind);
    if (first) return `${identityPrefixes[kind]}:${lineOf(first)}`;
  }
  return null;
}

/** The keys by which do-not-contact lists may name a contact. */
export function keysOf({ addresses, externalId }: ContactKeys): string[] {
  const keys = addresses.map(({ address }) => address);
  return externalId === null ? keys : [...keys, externalIdKey(externalId)];
}

/**
 * Shows that two contacts are one person: the external id and every personal address. Mailboxes that several contacts
 * may read are left out. A number with an extension counts together with its extension.
 */
export function personKeysOf({ addresses, externalId }: ContactKeys): string[] {
  const personal = addresses.filter(({ kind, address }) => kind !== 'email' || !isRoleMailbox(address));
  return [...(externalId === null ? [] : [externalIdKey(externalId)]), ...personal.map(lineOf)];
}

function lineOf({ address, extension }: ContactAddress): string {
  return extension === null ? address : `${address};ext=${extension}`;
}

/**
 * A row that became a contact. `address`: its first address, or else the key of its external id, for messages about
 * the row.
 */
export type EnrollableRow = {
  row: number;
  identity: string;
  address: string;
  calendar: Calendar;
  contact: Omit<Contact, 'id' | 'row'>;
  /** The cells as in the file, in column order, for the results. */
  cells: readonly string[];
  /**
   * Set if an earlier program processed the contact: it has ended (`imported`), or it is not known whether it was contacted
   * (`review`).
   */
  processed?: 'imported' | 'review';
};

/**
 * A row that did not become a contact, with the reason as a code and a sentence. The code of duplicates is
 * `contact.duplicate`.
 */
export type RejectedRow = { row: number; code: string; detail: string; cells: readonly string[] };
