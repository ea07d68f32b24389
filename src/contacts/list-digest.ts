import { createHash } from 'node:crypto';
import { RingmasterError } from '../domain/errors.ts';
import type { SourceRow, SourceTable } from './rows.ts';

/** An incremental digest of a list: its column names and its rows up to the last `take`. */
export type ListDigest = { take: (row: SourceRow) => void; value: () => string };

/**
 * Creates a SHA-256 digest over the cells as read. New column names of a JSON list are hashed with the first row that
 * has them.
 */
export function createListDigest(table: Pick<SourceTable, 'header' | 'keyed'>): ListDigest {
  const hash = createHash('sha256');
  let named = 0;
  return {
    take({ cells }) {
      const header = table.header();
      const until = table.keyed ? Math.max(named, cells.length) : header.length;
      hash.update(`${JSON.stringify([header.slice(named, until), cells])}\n`);
      named = until;
    },
    value: () => hash.copy().digest('hex'),
  };
}

/**
 * Throws `import.other-list` if an import is continued with a list whose rows up to `row` are not the imported ones.
 * Contacts of the new list would be lost silently. Rows after `row` may differ.
 */
export function requireSameList({
  row,
  digest,
  expected,
}: {
  row: number;
  digest: string | null;
  expected: string | null;
}): void {
  if (digest !== null && digest === expected) return;
  throw new RingmasterError({
    code: 'import.other-list',
    family: 'conflict',
    message:
      expected === null
        ? `The import was started by an earlier version, which did not store the digest that proves that this is the same list up to row ${row}.`
        : `This is not the list whose rows up to row ${row} were imported: its header or one of those rows differs or is missing.`,
    hint: 'Send the list without resume, as a new import: existing contacts are recognised as duplicates.',
  });
}
