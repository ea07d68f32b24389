const defaultZone = 'UTC';

/** Returns the city of an IANA name: `New York` for America/New_York. */
export function cityOf(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}

function partsAt(instant: number, timeZone: string): (type: Intl.DateTimeFormatPartTypes) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = format.formatToParts(instant);
  return (type) => parts.find((part) => part.type === type)?.value ?? '';
}

/** Returns `Mon 16:42` in a zone. */
export function clockTime(instant: number, timeZone: string = defaultZone): string {
  const part = partsAt(instant, timeZone);
  return `${part('weekday')} ${part('hour')}:${part('minute')}`;
}

/** Returns `Mon 1 Mar 2027 08:55` in a zone. */
export function dateTime(instant: number, timeZone: string = defaultZone): string {
  const part = partsAt(instant, timeZone);
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('year')} ${part('hour')}:${part('minute')}`;
}

/** Returns `1 Mar 08:55` from RFC 3339, for tables; a dash without a time. */
export function shortTime(text: string | null | undefined, timeZone: string = defaultZone): string {
  if (!text) return '-';
  const part = partsAt(Date.parse(text), timeZone);
  return `${part('day')} ${part('month')} ${part('hour')}:${part('minute')}`;
}

/** Returns a duration in words: `0.8 s`, `58 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function durationText(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 100) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return two(minutes, 'min', whole % 60, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return two(hours, 'h', minutes % 60, 'min');
  return two(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function two(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}

/** Returns a number with its noun: `1 call`, `2 calls`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Returns the time zone of this machine. */
export function machineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
