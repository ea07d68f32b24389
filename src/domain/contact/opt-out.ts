/** From what a row of a list opts out. */
export type OptOutScope = 'all' | 'phone' | 'email';

/** The reasons under which an opt-out of a list is stored as a suppression. */
export const optOutReasons = {
  all: 'opted-out',
  phone: 'phone-opt-out',
  email: 'email-opt-out',
} as const satisfies Record<OptOutScope, string>;

/**
 * What identifies a contact to do-not-contact lists: phone numbers in E.164, email addresses in lower case, and the
 * external id as `id:…`, so that an opt-out holds although the same contact comes again with another number.
 */
export function externalIdKey(externalId: string): string {
  return `id:${externalId}`;
}

/** A key that must not be contacted, and why. */
export type OptOutMark = { key: string; reason: string };

/** An opt-out in a row of a list, whatever else becomes of the row. Each key stands once; without any nothing could be read. */
export type RowOptOut = { row: number; marks: readonly OptOutMark[] };

/** What a key names. */
export function keyKind(key: string): 'phone' | 'email' | 'id' {
  if (key.startsWith('id:')) return 'id';
  return key.includes('@') ? 'email' : 'phone';
}

/**
 * Whether a suppression of one of a contact's keys bars the contact. A phone number and an external id bar it for any
 * reason but an opt-out from emails; an email address that calls do not use only after an opt-out from everything.
 */
export function barsContact({ key, reason }: OptOutMark): boolean {
  if (reason === optOutReasons.email) return false;
  return keyKind(key) !== 'email' || reason === optOutReasons.all;
}
