import type { Calendar } from './window-rules.ts';

/** A person as one row of a list says it, after normalisation. */
export type Contact = {
  /** `con_` + ULID. */
  id: string;
  /** The row in its import, from 1; also the order within the campaign, together with the import. */
  row: number;
  name: string | null;
  /** E.164. */
  phone: string | null;
  /** Lower case. */
  email: string | null;
  externalId: string | null;
  timeZone: string | null;
  /** Everything a text may use: columns by their name in snake_case, and first_name, last_name, company ... */
  variables: Readonly<Record<string, string>>;
};

/** What tells whether two rows of a campaign are the same person: external id, else phone, else e-mail. */
export function identityOf({
  externalId,
  phone,
  email,
}: Pick<Contact, 'externalId' | 'phone' | 'email'>): string | null {
  if (externalId) return `id:${externalId}`;
  if (phone) return `tel:${phone}`;
  return email ? `mail:${email}` : null;
}

/** A row that became a contact: who, under whose hours, and at which address the first channel reaches them. */
export type EnrollableRow = {
  row: number;
  identity: string;
  address: string;
  calendar: Calendar;
  contact: Omit<Contact, 'id' | 'row'>;
  /** The list itself says that this person must not be contacted. */
  optedOut: boolean;
  /** The cells as they stood in the file, in column order, for the results. */
  cells: readonly string[];
};

/** A row that did not: why, in a code and a sentence. Duplicates are rejections with code `contact.duplicate`. */
export type RejectedRow = { row: number; code: string; detail: string; cells: readonly string[] };
