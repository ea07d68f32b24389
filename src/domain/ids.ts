/** The prefixes of ids; the rest of an id is a ULID. */
export const idPrefixes = {
  campaign: 'cmp',
  contact: 'con',
  enrollment: 'enr',
  attempt: 'att',
  import: 'imp',
  event: 'evt',
  incarnation: 'inc',
  webhook: 'whk',
} as const;

export type IdKind = keyof typeof idPrefixes;

/** Returns a new prefixed id, such as `cmp_01JD…`. */
export type NewId = (kind: IdKind) => string;

const ulidPattern = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** Whether `value` has the form of an id of that kind. It may not exist. */
export function isId(kind: IdKind, value: string): boolean {
  const prefix = `${idPrefixes[kind]}_`;
  return value.startsWith(prefix) && ulidPattern.test(value.slice(prefix.length));
}

/** A contact is enrolled once in a campaign, so both ids have the same ULID. */
export function enrollmentIdOf(contact: string): string {
  return contact.replace(`${idPrefixes.contact}_`, `${idPrefixes.enrollment}_`);
}
