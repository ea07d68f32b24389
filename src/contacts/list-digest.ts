import { createHash } from 'node:crypto';
import { RingmasterError } from '../domain/errors.ts';
import type { SourceRow, SourceTable } from './rows.ts';

/** A running digest of a list: its column names and its rows up to the last one taken. */
export type ListDigest = { take: (row: SourceRow) => void; value: () => string };

/** SHA-256 over the cells as read. The names of a JSON list come with the first row that has them. */
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
 * Refuses to continue an import with a list whose rows up to there are not those that were taken: contacts would be
 * lost without a word. What follows after them may differ.
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
        ? `The import was begun by an earlier version, which did not keep what proves that this is the same list up to row ${row}.`
        : `This is not the list whose first rows, up to row ${row}, were taken: its header or one of those rows differs, or is missing.`,
    hint: 'Send the list without resume, as an import of its own: contacts that are there already are recognised as duplicates.',
  });
}
