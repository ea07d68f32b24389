/** Returns `2027-03-01 09:00:00` in a zone that is `utcOffsetMinutes` ahead of UTC. */
export function localTime({
  instant,
  utcOffsetMinutes,
}: {
  instant: number;
  utcOffsetMinutes: number;
}): string {
  return isoParts(instant + utcOffsetMinutes * 60_000).seconds;
}

/** Returns the local time with its offset, as in call records: `2027-03-01 09:00:00+05:30`. */
export function localTimeWithOffset(time: { instant: number; utcOffsetMinutes: number }): string {
  const minutes = Math.abs(time.utcOffsetMinutes);
  const part = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${localTime(time)}${time.utcOffsetMinutes < 0 ? '-' : '+'}${part(minutes / 60)}:${part(minutes % 60)}`;
}

/** Returns `2027-03-01 09:00:00.000000`, in UTC. */
export function utcTimeWithFraction(instant: number): string {
  const { seconds, milliseconds } = isoParts(instant);
  return `${seconds}.${milliseconds}000`;
}

/** Parses the time of a filter, `2027-03-01 09:00[:00[.000000]]`, as UTC; null if it is not a time. */
export function readUtcTime(text: string): number | null {
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d(?:\.\d{1,6})?)?)?$/.exec(text.trim());
  if (!match) return null;
  const instant = Date.parse(`${match[1]}T${match[2] ?? '00:00'}${(match[3] ?? ':00').slice(0, 7)}Z`);
  return Number.isNaN(instant) ? null : instant;
}

function isoParts(instant: number): { seconds: string; milliseconds: string } {
  const iso = new Date(Math.round(instant)).toISOString();
  return { seconds: iso.slice(0, 19).replace('T', ' '), milliseconds: iso.slice(20, 23) };
}
