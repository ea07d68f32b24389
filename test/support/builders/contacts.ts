import { phoneAddress } from '../../../src/domain/contact/address.ts';
import type { EnrollableRow } from '../../../src/domain/contact/contact.ts';

export const newYork = 'America/New_York';

/** The phone number of a row of a list, counted from 1. */
export function phoneOf(row: number): string {
  return `+1202555${String(row).padStart(4, '0')}`;
}

export type RowChanges = Partial<EnrollableRow> & { timeZone?: string };

/** A row of a list as an import reads it: a contact in New York with a name and a phone number. */
export function rowOf(row: number, { timeZone = newYork, ...changes }: RowChanges = {}): EnrollableRow {
  const phone = changes.address ?? phoneOf(row);
  const name = `Person ${row}`;
  return {
    row,
    identity: `tel:${phone}`,
    address: phone,
    calendar: { zones: [timeZone], regions: [] },
    cells: [name, phone],
    contact: {
      name,
      addresses: [phoneAddress(phone)],
      externalId: null,
      timeZone,
      variables: { first_name: name },
    },
    ...changes,
  };
}

export const rowsOf = (count: number, changes: RowChanges = {}): EnrollableRow[] =>
  Array.from({ length: count }, (_, index) => rowOf(index + 1, changes));

/** A CSV list of contacts in New York. The last two digits of a number decide the outcome of its calls. */
export function csvOf(suffixes: readonly string[]): string {
  const rows = suffixes.map((suffix, index) => `Person ${index + 1},+1212${55500 + index}${suffix}`);
  return `first_name,phone\n${rows.join('\n')}\n`;
}
