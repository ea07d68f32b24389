import { html } from 'hono/html';
import type { Html } from '../layout/html.ts';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** What is shown for a figure that is not known. */
export const unknown = '–';

/** `7,104`; a figure that is not known is not shown as 0. */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? unknown : whole.format(value);
}

/** `12.4`. */
export function decimal(value: number | null | undefined): string {
  return value === null || value === undefined ? unknown : oneDecimal.format(value);
}

/** `1 call`, `7,104 calls`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/**
 * How an instant is written: the time of a day that is near, always with the date, the time since (`since` by the clock of
 * campaigns, `age` by that of the wall), or (`exact`) with date and seconds.
 */
export type Shown = 'time' | 'date' | 'since' | 'age' | 'hour' | 'exact';

/**
 * An instant (RFC 3339). The server writes it in UTC, the browser in its own zone: a page has the same text for every
 * viewer, so it is rendered once for all of them.
 */
export function instant(at: string | null, shown: Shown = 'time'): Html | string {
  if (at === null) return unknown;
  const text = `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
  return html`<time datetime="${at}" data-shown="${shown}">${text}</time>`;
}
