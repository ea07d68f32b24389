import { keysOf } from '../../domain/contact/contact.ts';
import type { EnrollableRow, RejectedRow } from '../../domain/contact/contact.ts';
import type { RowOptOut, SuppressedKey } from '../../domain/contact/opt-out.ts';
import { createSampler } from './sampler.ts';

/** A piece of a list as it is read: rows in order, the rejected ones, and the opt-outs among both. */
export type ListPiece = {
  rows: readonly EnrollableRow[];
  rejected: readonly RejectedRow[];
  optOuts: readonly RowOptOut[];
  /** Suppressions of these contacts that have an end. Default: none. */
  waits?: readonly SuppressedKey[];
};

/** The rows with one reason for which they would not be enrolled. */
export type Skip = { code: string; rows: number; firstRow: number; detail: string };

/** What the plays need of a list. */
export type ReadList = {
  /** The contacts of the list, each once. */
  contacts: number;
  /** Those that are played, in order: all, or a sample. */
  rows: readonly EnrollableRow[];
  /** The opt-outs that bar them; of a list that is played whole, all its opt-outs. */
  optOuts: readonly RowOptOut[];
  /** Suppressions of contacts that have an end. */
  waits: readonly SuppressedKey[];
  skipped: readonly Skip[];
  /** The rows that opt out, and the addresses and external ids that they would suppress. */
  optedOut: number;
  addressesSuppressed: number;
};

/**
 * Reads a list once. It keeps all contacts of a list with a maximum of `most`, and a sample of a longer list. `onRows`
 * receives the number of rows read so far.
 */
export async function readList({
  list,
  mostFor,
  onRows,
}: {
  list: AsyncIterable<ListPiece>;
  /** Returns the number of contacts to play of so many. */
  mostFor: (contacts: number) => number;
  onRows: (rows: number) => void;
}): Promise<ReadList> {
  const sampler = createSampler({ mostFor });
  const skips = new Map<string, Skip>();
  const skip = ({ code, row, detail }: Pick<RejectedRow, 'code' | 'row' | 'detail'>): void => {
    const known = skips.get(code);
    skips.set(code, known ? { ...known, rows: known.rows + 1 } : { code, rows: 1, firstRow: row, detail });
  };
  const identities = new Set<string>();
  const optOuts: RowOptOut[] = [];
  const waits: SuppressedKey[] = [];
  let rowsRead = 0;
  for await (const piece of list) {
    for (const row of piece.rejected) skip(row);
    for (const row of piece.rows) {
      if (identities.has(row.identity)) {
        skip({
          code: 'contact.duplicate',
          row: row.row,
          detail: 'the contact is on the list more than once',
        });
        continue;
      }
      identities.add(row.identity);
      // The cells are only needed for results.
      sampler.add({ ...row, cells: [] });
    }
    optOuts.push(...piece.optOuts);
    waits.push(...(piece.waits ?? []));
    rowsRead += piece.rows.length + piece.rejected.length;
    onRows(rowsRead);
  }
  const rows = sampler.rows();
  const reasons = new Map(optOuts.flatMap(({ marks }) => marks.map(({ key, reason }) => [key, reason])));
  return {
    contacts: identities.size,
    rows,
    optOuts: rows.length === identities.size ? optOuts : optOutsOf(rows, reasons),
    waits,
    skipped: [...skips.values()].sort((left, right) => right.rows - left.rows),
    optedOut: optOuts.length,
    addressesSuppressed: reasons.size,
  };
}

/** Returns the opt-outs of any row of the list that bar these contacts. */
function optOutsOf(rows: readonly EnrollableRow[], reasons: ReadonlyMap<string, string>): RowOptOut[] {
  return rows.flatMap(({ row, contact }) => {
    const marks = keysOf(contact).flatMap((key) => {
      const reason = reasons.get(key);
      return reason === undefined ? [] : [{ key, reason }];
    });
    return marks.length > 0 ? [{ row, marks }] : [];
  });
}
