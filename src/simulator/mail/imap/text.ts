/** Returns a string as a server sends it: quoted if that is possible, else a literal. */
export function imapString(value: string): string {
  if (/^[\x20-\x7e]*$/.test(value)) return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  return `{${Buffer.byteLength(value)}}\r\n${value}`;
}

/** Returns a string, or NIL if there is none. */
export const imapNullable = (value: string | null): string => (value === null ? 'NIL' : imapString(value));

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Returns an instant as INTERNALDATE: ` 1-Mar-2027 15:00:00 +0000`. */
export function imapDateTime(at: number): string {
  const date = new Date(at);
  const day = String(date.getUTCDate()).padStart(2);
  const time = date.toISOString().slice('yyyy-mm-ddT'.length, 'yyyy-mm-ddThh:mm:ss'.length);
  return `${day}-${months[date.getUTCMonth()] ?? ''}-${date.getUTCFullYear()} ${time} +0000`;
}

/** Reads the date of a search key, `1-Mar-2027`, as the first instant of the day in UTC; null if it is none. */
export function readImapDate(text: string): number | null {
  const [all, day, name, year] = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/.exec(text) ?? [];
  const month = months.findIndex((one) => one.toLowerCase() === name?.toLowerCase());
  return all === undefined || month === -1 ? null : Date.UTC(Number(year), month, Number(day));
}

/** Reads the time of an APPEND, ` 1-Mar-2027 15:00:00 +0000`; null if it is none. */
export function readImapDateTime(text: string): number | null {
  const [all, date = '', time = '', zone = ''] =
    /^([ \d]\d-[A-Za-z]{3}-\d{4}) (\d\d:\d\d:\d\d) ([+-]\d{4})$/.exec(text) ?? [];
  const day = readImapDate(date.trim());
  if (all === undefined || day === null) return null;
  const at = Date.parse(
    `${new Date(day).toISOString().slice(0, 'yyyy-mm-dd'.length)}T${time}${zone.slice(0, 3)}:${zone.slice(3)}`,
  );
  return Number.isNaN(at) ? null : at;
}
