/**
 * Returns a value of MongoDB Extended JSON v2, relaxed or canonical, as plain JSON
 * (https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/): ids as text, dates as RFC 3339, and numbers as
 * numbers, or as text if a number cannot hold them. Other types are returned unchanged.
 */
export function plainJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value !== 'object' || value === null) return value;
  const [first, ...others] = Object.entries(value);
  const plain = first && others.length === 0 ? wrapped(...first) : undefined;
  if (plain !== undefined) return plain;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainJson(inner)]));
}

/** Returns the value of an object with one key that stands for a type; undefined for any other object. */
function wrapped(key: string, value: unknown): string | number | undefined {
  switch (key) {
    case '$oid':
    case '$uuid':
    case '$symbol':
      return typeof value === 'string' ? value : undefined;
    case '$numberInt':
    case '$numberLong':
    case '$numberDouble':
    case '$numberDecimal':
      return typeof value === 'string' ? exactNumber(value) : undefined;
    case '$date':
      return instant(typeof value === 'object' ? plainJson(value) : value);
    default:
      return undefined;
  }
}

function exactNumber(text: string): string | number {
  const number = Number(text);
  return Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number))
    ? number
    : text;
}

/** `value` is RFC 3339, or the milliseconds since the epoch. */
function instant(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
