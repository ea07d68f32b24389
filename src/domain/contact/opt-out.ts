import type { AddressKind } from './address.ts';

/** The scope of an opt-out in a row of a list. */
export type OptOutScope = 'all' | 'phone' | 'email';

/** The reasons under which an opt-out of a list is stored as a suppression. */
export const optOutReasons = {
  all: 'opted-out',
  phone: 'phone-opt-out',
  email: 'email-opt-out',
} as const satisfies Record<OptOutScope, string>;

/**
 * The keys that identify a contact on do-not-contact lists: phone numbers in E.164, email addresses in lower case,
 * and the external id as `id:…`, so that an opt-out applies even if the contact is imported again with another
 * number.
 */
export function externalIdKey(externalId: string): string {
  return `id:${externalId}`;
}

/** A key that must not be contacted, and why. */
export type OptOutMark = { key: string; reason: string };

/** A key that a do-not-contact list has. `until`: the instant at which the entry ends; null if it has no end. */
export type SuppressedKey = OptOutMark & { until: number | null };

/**
 * An opt-out in a row of a list, including a rejected row. Each key is listed once; there are none if no key could be
 * read.
 */
export type RowOptOut = { row: number; marks: readonly OptOutMark[] };

/** The reason under which an opt-out in a touch is stored as a suppression. */
export const touchOptOut = 'opt-out';

/** Whether a suppression is an opt-out from everything: it covers every address of the person. */
export function isFullOptOut(reason: string): boolean {
  return reason === optOutReasons.all || reason === touchOptOut;
}

/** The kind of a key. */
export function keyKind(key: string): AddressKind | 'id' {
  if (key.startsWith('id:')) return 'id';
  if (key.startsWith('https:')) return 'linkedin';
  return key.includes('@') ? 'email' : 'phone';
}

/**
 * Whether a suppression of one of a contact's keys bars the contact from all touches to addresses of a kind. An
 * opt-out from everything bars every kind, an opt-out from calls or emails only that kind. For any other reason an
 * external id bars every kind, a phone number bars all phone numbers of the contact, and any other address bars only
 * itself.
 */
export function barsKind({ key, reason }: OptOutMark, kind: AddressKind): boolean {
  const named = keyKind(key);
  if (isFullOptOut(reason)) return true;
  if (reason === optOutReasons.email) return kind === 'email' && named !== 'phone';
  if (reason === optOutReasons.phone) return kind === 'phone' && named !== 'email';
  return named === 'id' || (named === 'phone' && kind === 'phone');
}
