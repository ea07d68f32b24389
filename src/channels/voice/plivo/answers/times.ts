/**
 * Returns the instant of a text such as `2022-06-28 19:39:05+05:30`; null for any other text. Records use the
 * account's local time with its offset. A time without an offset (`session_start`) is UTC.
 */
export function readTime(value: string): number | null {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d:?\d\d)?$/.exec(value);
  if (!match) return null;
  const offset = (match[3] ?? 'Z').replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const instant = Date.parse(`${match[1]}T${match[2]}${offset}`);
  return Number.isNaN(instant) ? null : instant;
}

/** Returns an instant in the form of Plivo's time filters: UTC, whole seconds. */
export function writeTime(instant: number): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}
