import { phoneAddress } from '../../../src/domain/contact/address.ts';
import type { EnrollableRow, RejectedRow } from '../../../src/domain/contact/contact.ts';
import { externalIdKey, optOutReasons } from '../../../src/domain/contact/opt-out.ts';
import type { RowOptOut } from '../../../src/domain/contact/opt-out.ts';
import type { Draw } from '../draw.ts';

/** Somebody on the simulated list; `optedOut` says that their own row opts out. */
export type ListedPerson = EnrollableRow & { optedOut: boolean };

/** A row at the end of the list that is about somebody who stands on it before, and opts them out. */
export type LateOptOut = { row: EnrollableRow | RejectedRow; optOut: RowOptOut; address: string };

/** A part of the list, as the import hands it on. */
export type ListPart = {
  rows: EnrollableRow[];
  rejected: RejectedRow[];
  optOuts: RowOptOut[];
  lastRow: number;
  /** Addresses that must not be called once this part is in. */
  optedOut: string[];
};

/** Rows that repeat somebody's number, that are rejected, or that give their external id another number. */
export function drawLateOptOuts(draw: Draw, people: readonly ListedPerson[]): LateOptOut[] {
  const count = draw.chance(0.6) ? draw.int(1, 3) : 0;
  return Array.from({ length: count }, (_, index): LateOptOut => {
    const person = draw.pick(people);
    const row = people.length + index + 1;
    const { address, contact } = person;
    const reason = optOutReasons.all;
    const optOut = { row, marks: [{ key: address, reason }] };
    const kind = draw.pick(['duplicate', 'rejected', 'other-number'] as const);
    if (kind === 'rejected') {
      return { row: { row, code: 'contact.phone-premium-rate', detail: '', cells: [] }, optOut, address };
    }
    if (kind === 'duplicate' || contact.externalId === null)
      return { row: { ...person, row }, optOut, address };
    const phone = `${address.slice(0, -2)}99`;
    const other = { ...contact, addresses: [phoneAddress(phone)] };
    return {
      row: { ...person, row, address: phone, contact: other },
      optOut: {
        row,
        marks: [
          { key: phone, reason },
          { key: externalIdKey(contact.externalId), reason },
        ],
      },
      address,
    };
  });
}

/** The part of the list made of these rows. */
export function partOf(people: readonly ListedPerson[], late: readonly LateOptOut[] = []): ListPart {
  const own = people.filter(({ optedOut }) => optedOut);
  return {
    rows: [...people, ...late.flatMap(({ row }) => ('code' in row ? [] : [row]))],
    rejected: late.flatMap(({ row }) => ('code' in row ? [row] : [])),
    optOuts: [
      ...own.map(({ row, address }) => ({ row, marks: [{ key: address, reason: optOutReasons.all }] })),
      ...late.map(({ optOut }) => optOut),
    ],
    lastRow: late.at(-1)?.row.row ?? people.at(-1)?.row ?? 0,
    optedOut: late.map(({ address }) => address),
  };
}
