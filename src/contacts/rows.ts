import { RingmasterError } from '../domain/errors.ts';
import type { ListForm } from '../domain/contact/list-form.ts';

/** One row as its file says it. A row with a `fault` could not be read and becomes a rejection as it is. */
export type SourceRow = {
  /**
   * As the program that shows the file counts, so numbers may be left out: rows of a spreadsheet for CSV (the header is
   * row 1), lines for NDJSON, elements from 1 for JSON.
   */
  row: number;
  cells: readonly string[];
  fault?: { code: string; detail: string };
};

/**
 * A list that is being read. Rows come lazily, in order, one at a time; only a piece of the file is in memory.
 * `header` of a CSV file is complete from the start; that of JSON grows at its end as new keys turn up.
 */
export type SourceTable = {
  header: () => readonly string[];
  /** Rows name their cells themselves (JSON): a cell that is not there is empty, and not cut off. */
  keyed: boolean;
  /** How a CSV list is written; null for JSON. */
  form: ListForm | null;
  rows: AsyncIterable<SourceRow>;
  /** Lets go of the source; needed when the rows are not read to the end. */
  close: () => Promise<unknown>;
};

/** The longest line or record, in bytes. */
export const maxRecordBytes = 1_048_576;

/** More columns than any real list has; a file beyond it is not a list. */
export const maxColumns = 1_000;

export function tooManyColumns(): RingmasterError {
  return new RingmasterError({
    code: 'import.too-many-columns',
    family: 'invalid',
    message: `The file has more than ${maxColumns} columns, so it is hardly a list of contacts`,
    hint: 'Check the delimiter and export the list again with the columns the campaign needs',
  });
}

export function recordTooLong(what: string, hint: string): RingmasterError {
  return new RingmasterError({
    code: 'import.line-too-long',
    family: 'invalid',
    message: `${what} is longer than 1 MB, so it cannot be one contact`,
    hint,
  });
}

export function malformedJson(why: string): RingmasterError {
  return new RingmasterError({
    code: 'import.malformed-json',
    family: 'invalid',
    message: `The file is not a JSON array of objects: ${why}`,
    hint: 'Send [{"phone": "+12025550100"}, …], or one object per line as NDJSON',
  });
}
