import { CsvError, parse } from 'csv-parse';
import { RingmasterError } from '../../domain/errors.ts';
import { usualForm } from '../../domain/contact/list-form.ts';
import { checkedText, emptyFile } from './checked-text.ts';
import { hasHeaderLine, readDelimiters } from './delimiter.ts';
import { maxColumns, maxRecordBytes, recordTooLong, tooManyColumns } from '../rows.ts';
import type { SourceRow, SourceTable } from '../rows.ts';

/**
 * Opens a CSV text (RFC 4180; comma, semicolon, tab or bar; any line ends; UTF-8 with or without byte order mark).
 * The first line names the columns; a line `sep=;` before it names the delimiter. Quotes inside an unquoted cell are
 * kept. Blank lines and rows with only empty cells are skipped. Rows have the numbers that a spreadsheet shows: the
 * header and skipped rows count, a record with line breaks is one row, and the `sep=` line does not count. Throws the
 * errors of `checkedText`, `import.empty`, `import.quote-unclosed` and `import.too-many-columns`.
 */
export async function openCsv({ source }: { source: AsyncIterable<Uint8Array> }): Promise<SourceTable> {
  const { head, rest } = await firstLine(checkedText({ source }));
  const { length, ...csvForm } = readDelimiters(head.toString('utf8'));
  const pieces = startingWith(head.subarray(length), rest);
  const records = readRecords({ pieces, delimiter: csvForm.delimiter });
  const header = (await records.next()).value?.cells;
  if (!header) throw emptyFile();
  if (header.length > maxColumns) {
    await records.return(undefined);
    throw tooManyColumns();
  }
  return {
    header: () => header,
    keyed: false,
    form: { ...usualForm, ...csvForm },
    rows: records,
    close: () => records.return(undefined),
  };
}

/**
 * A callback collects the records. The parser's stream is not used, because a stream that fails drops its buffered
 * rows: the rows read before an error would then depend on timing.
 */
async function* readRecords({
  pieces,
  delimiter,
}: {
  pieces: AsyncIterable<Buffer>;
  delimiter: string;
}): AsyncGenerator<SourceRow, undefined, undefined> {
  let records: SourceRow[] = [];
  let row = 0;
  let hasHeader = false;
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: maxRecordBytes,
    on_record: (cells: string[]) => {
      row += 1;
      if (cells.every(isBlank)) return null;
      records.push({ row, cells });
      hasHeader = true;
      return null;
    },
  });
  // The callback of the write receives the same error.
  parser.on('error', () => undefined);
  parser.resume();
  const taken = (): SourceRow[] => {
    const ready = records;
    records = [];
    return ready;
  };
  for await (const piece of pieces) {
    const error = await settled((done) => parser.write(piece, done));
    yield* taken();
    if (error) throw readerError({ error, row: hasHeader ? row + 1 : null });
  }
  const error = await settled((done) => parser.end(done));
  yield* taken();
  if (error) throw readerError({ error, row: hasHeader ? row + 1 : null });
  return undefined;
}

function settled(work: (done: (error?: Error | null) => void) => unknown): Promise<Error | null> {
  return new Promise((resolve) => {
    work((error) => resolve(error ?? null));
  });
}

function isBlank(cell: string): boolean {
  return cell.trim() === '';
}

/** Converts an error of the parser. `row` is the one that cannot be read; null for the header. */
function readerError({ error, row }: { error: Error; row: number | null }): Error {
  if (!(error instanceof CsvError)) return error;
  const { lines } = error as CsvError & { lines?: number };
  const where = row === null ? 'The header' : `Row ${row}`;
  const hint = 'Look for a quote (") that is opened and never closed there';
  if (error.code === 'CSV_MAX_RECORD_SIZE') return recordTooLong(where, hint);
  return new RingmasterError({
    code: 'import.quote-unclosed',
    family: 'invalid',
    message: `${where} opens a quote that is never closed, so the rest of the file belongs to it`,
    hint,
    details: { row, line: lines ?? null },
    cause: error,
  });
}

type FirstLine = { head: Buffer; rest: AsyncGenerator<Buffer, void, undefined> };

/** Reads until the line with the column names is complete. `checkedText` limits its length. */
async function firstLine(pieces: AsyncGenerator<Buffer, void, undefined>): Promise<FirstLine> {
  let head: Buffer = Buffer.alloc(0);
  for (;;) {
    const next = await pieces.next();
    if (next.done) return { head, rest: pieces };
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
    if (hasHeaderLine(head.toString('utf8'))) return { head, rest: pieces };
  }
}

async function* startingWith(
  head: Buffer,
  rest: AsyncGenerator<Buffer, void, undefined>,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield head;
    yield* rest;
  } finally {
    await rest.return();
  }
}
