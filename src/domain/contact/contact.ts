import type { ContactAddress } from './address.ts';
import { externalIdKey } from './opt-out.ts';
import { isRoleMailbox } from './shared-address.ts';
import type { Calendar } from '../time/window-rules.ts';

/** A phone number of a contact: E.164, and the digits to press once it is answered. */
export type ContactPhone = { phone: string; extension: string | null };

/** A person as one row of a list says it, after normalisation. */
export type Contact = {
  /** `con_` + ULID. */
  id: string;
  /** The row in its import, from 1; also the order within the campaign, together with the import. */
  row: number;
  name: string | null;
  /** The number that is called, in E.164: the first of `phones`. */
  phone: string | null;
  /** Every usable number of the row, in the order in which they are tried. */
  phones: readonly ContactPhone[];
  /** Lower case. */
  email: string | null;
  externalId: string | null;
  timeZone: string | null;
  /** Everything a text may use: columns by their name in snake_case, and first_name, last_name, company ... */
  variables: Readonly<Record<string, string>>;
};

/**
 * What tells whether two rows of a campaign are the same person: external id, else phone with its extension, else
 * email.
 */
export function identityOf({
  externalId,
  phones: [first],
  email,
}: Pick<Contact, 'externalId' | 'phones' | 'email'>): string | null {
  if (externalId) return `id:${externalId}`;
  if (first) return `tel:${lineOf(first)}`;
  return email ? `mail:${email}` : null;
}

/** The keys under which do-not-contact lists may name a contact. */
export function keysOf({
  phones,
  email,
  externalId,
}: Pick<Contact, 'phones' | 'email' | 'externalId'>): string[] {
  return [
    ...phones.map(({ phone }) => phone),
    ...(email === null ? [] : [email]),
    ...(externalId === null ? [] : [externalIdKey(externalId)]),
  ];
}

/** The addresses of a contact, in the order in which those of a kind are tried. */
export function addressesOf({ phones, email }: Pick<Contact, 'phones' | 'email'>): ContactAddress[] {
  const numbers = phones.map(({ phone, extension }): ContactAddress => ({
    kind: 'phone',
    address: phone,
    extension,
  }));
  return email === null ? numbers : [...numbers, { kind: 'email', address: email, extension: null }];
}

/**
 * What shows that two contacts are one person: the external id and every personal address. Mailboxes that several
 * contacts may read are left out; a number with an extension is the line, not the number.
 */
export function personKeysOf({
  phones,
  email,
  externalId,
}: Pick<Contact, 'phones' | 'email' | 'externalId'>): string[] {
  return [
    ...(externalId === null ? [] : [externalIdKey(externalId)]),
    ...phones.map(lineOf),
    ...(email === null || isRoleMailbox(email) ? [] : [email]),
  ];
}

function lineOf({ phone, extension }: ContactPhone): string {
  return extension === null ? phone : `${phone};ext=${extension}`;
}

/** A row that became a contact: who, under whose hours, and at which address the first channel reaches them. */
export type EnrollableRow = {
  row: number;
  identity: string;
  address: string;
  calendar: Calendar;
  contact: Omit<Contact, 'id' | 'row'>;
  /** The cells as they stood in the file, in column order, for the results. */
  cells: readonly string[];
};

/** A row that did not: why, in a code and a sentence. Duplicates are rejections with code `contact.duplicate`. */
export type RejectedRow = { row: number; code: string; detail: string; cells: readonly string[] };
