import { plainText } from '../terminal/output.ts';
import { dateTime } from './times.ts';
import type { EventView } from '../api/views.ts';

/** What of an event's data is shown, in this order, and how. */
const shownData: readonly (readonly [name: string, inWords: (value: string) => string])[] = [
  ['disposition', (value) => value],
  ['outcome', (value) => value],
  ['talkSeconds', (value) => `${value} s`],
  ['reason', (value) => value],
  ['became', (value) => `became ${value}`],
  ['until', (value) => `until ${dateTime(Date.parse(value))}`],
  ['detail', (value) => value],
];

/** `    17  Mon 1 Mar 2027 09:02  attempt.ended  Anna Berg +12025550147  busy  att_01JD…` */
export function eventLine({ seq, at, type, attempt, by, contact, data = {} }: EventView): string {
  const details = shownData.flatMap(([name, inWords]) => {
    const value = data[name];
    return typeof value === 'string' || typeof value === 'number' ? [plainText(inWords(String(value)))] : [];
  });
  const whom = contact
    ? plainText([contact.name, contact.phone].filter(Boolean).join(' ') || `row ${contact.row}`)
    : '';
  const parts = [type, whom, ...details, attempt, by].filter(Boolean);
  return `${String(seq).padStart(6)}  ${dateTime(Date.parse(at))}  ${parts.join('  ')}`;
}
