import { RingmasterError } from '../domain/errors.ts';
import type { ListForm } from '../domain/contact/list-form.ts';

/** One row of a file. A row with a `fault` could not be read and becomes a rejection. */
export type SourceRow = {
  /**
   * The number that a program shows for the row: the row of a spreadsheet for CSV (the header is row 1), the line for
   * NDJSON, the element from 1 for JSON. Skipped rows leave gaps.
   */
  row: number;
  cells: readonly string[];
  fault?: { code: string; detail: string };
};

/**
 * A list that is being read. Rows are read on demand, in order; only a piece of the file is in memory. The `header`
 * of a CSV file is complete from the start; that of JSON grows at its end with new keys.
 */
export type SourceTable = {
  header: () => readonly string[];
  /** Rows name their cells (JSON): a missing cell is empty, and does not make the row too short. */
  keyed: boolean;
  /** How a CSV list is written; null for JSON. */
  form: ListForm | null;
  rows: AsyncIterable<SourceRow>;
  /** Closes the source. Required if the rows are not read to the end. */
  close: () => Promise<unknown>;
};

/** The maximum size of a line or record, in bytes. */
export const maxRecordBytes = 1_048_576;

/** The maximum number of columns. No real list has more. */
export const maxColumns = 1_000;

export function tooManyColumns(): RingmasterError {
  return new RingmasterError({
    code: 'import.too-many-columns',
    family: 'invalid',
    message: `The file has more than ${maxColumns} columns, so it cannot be a list of contacts`,
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
