import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { RejectedRow } from '../domain/contact/contact.ts';
import { usualForm } from '../domain/contact/list-form.ts';
import type { ListForm } from '../domain/contact/list-form.ts';
import type { RowOptOut } from '../domain/contact/opt-out.ts';
import { mappingOf } from './columns/column-mapping.ts';
import type { ColumnMapping } from './columns/column-mapping.ts';
import { guessColumns } from './columns/columns.ts';
import type { Columns } from './columns/columns.ts';
import { decoded } from './encoding/decoded.ts';
import type { TextForm } from './encoding/decoded.ts';
import { openCsv } from './formats/csv.ts';
import { openJson } from './formats/json.ts';
import { createListDigest, requireSameList } from './list-digest.ts';
import type { ListDigest } from './list-digest.ts';
import { openNdjson } from './formats/ndjson.ts';
import { createRowNormaliser, isRejected } from './normalise.ts';
import type { ContactRow, NormaliseRow } from './normalise.ts';
import { createPhones } from './numbers/phone.ts';
import type { Phones } from './numbers/phone.ts';
import type { SourceRow, SourceTable } from './rows.ts';

export const contactFormats = ['csv', 'ndjson', 'json'] as const;
export type ContactFormat = (typeof contactFormats)[number];

/** A part of a list that is committed at once. Rows and rejections are in the order of the list. */
export type ContactChunk = {
  /** The names of the columns. For JSON lists a later chunk may have more names at the end. */
  header: readonly string[];
  rows: readonly ContactRow[];
  rejected: readonly RejectedRow[];
  /** The rows that opt out, enrolled or rejected. */
  optOuts: readonly RowOptOut[];
  /** The role of each column; null for a list without columns. */
  mapping: ColumnMapping | null;
  /** The last row of this chunk: the `startAfterRow` of a reading that continues after it. */
  lastRow: number;
  /** The digest of the list up to `lastRow`: the `takenDigest` of a reading that continues after it. */
  digest: string;
  /** How a CSV list is written; null for JSON. */
  form: ListForm | null;
};

export type ReadContactsInput = {
  source: AsyncIterable<Uint8Array>;
  format: ContactFormat;
  /** The label of its encoding; UTF-8 and UTF-16 need none. */
  encoding?: string | null;
  definition: CampaignDefinition;
  /** Shared between imports, because loading its tables takes time. Default: a new one. */
  phones?: Phones;
  /** The last row that was committed before. Rows up to it are skipped. */
  startAfterRow?: number;
  /** The digest of the list up to `startAfterRow`; required unless that is 0. */
  takenDigest?: string | null;
  /**
   * Called once, when it is known that the list can be read: encoding and columns are known, and a continued list is
   * the same list. That is at the first row. For a JSON list whose first row lacks a needed column it is after the
   * first chunk, because its columns come with the rows. So the caller of a slow import has an answer before the
   * first chunk.
   */
  onReadable?: () => Promise<unknown>;
  chunkRows?: number;
  /** Called every 100 rows, so that other work of the process is not blocked. */
  breathe?: () => Promise<unknown>;
};

const rowsPerBreath = 100;

/**
 * Reads a list of contacts in chunks. Only one chunk and one piece of the file are in memory. Duplicate contacts are
 * not removed: only the store knows which contacts exist. Yields at least one chunk, so that the header of a list
 * without rows is known. Throws a RingmasterError (`import.…`) when the rest of the list cannot be read; the chunks
 * before it stay valid.
 */
export async function* readContacts({
  source,
  format,
  encoding = null,
  definition,
  phones = createPhones(),
  startAfterRow = 0,
  takenDigest = null,
  onReadable = () => Promise.resolve(),
  chunkRows = 250,
  breathe = nextTurn,
}: ReadContactsInput): AsyncGenerator<ContactChunk, void, undefined> {
  const table = await openTable({ source, format, encoding });
  try {
    const readerFor = createNormalisers({ definition, phones });
    let mapping = table.header().length > 0 ? readerFor(table.header()).mapping : null;
    const digest = createListDigest(table);
    let lastRow = startAfterRow;
    let hasYielded = false;
    let isReadable = false;
    const reportReadable = async (): Promise<void> => {
      if (!isReadable) await onReadable();
      isReadable = true;
    };
    const onFirstRow = async (): Promise<void> => {
      if (!table.keyed || canGuess({ header: table.header(), definition })) await reportReadable();
    };
    for await (const sourceRows of inChunks({
      table,
      startAfterRow,
      takenDigest,
      digest,
      onFirstRow,
      chunkRows,
      breathe,
    })) {
      const header = [...table.header()];
      const width = table.keyed ? header.length : 0;
      const reader = readerFor(header);
      mapping = reader.mapping;
      await reportReadable();
      const chunk = await normaliseAll({ sourceRows, width, normalise: reader.normalise, breathe });
      lastRow = sourceRows.at(-1)?.row ?? lastRow;
      hasYielded = true;
      yield { header, ...chunk, mapping, lastRow, digest: digest.value(), form: table.form };
    }
    if (hasYielded) return;
    await reportReadable();
    const nothing = { rows: [], rejected: [], optOuts: [] };
    yield { header: table.header(), ...nothing, mapping, lastRow, digest: digest.value(), form: table.form };
  } finally {
    await table.close();
  }
}

/** Opens a list without validating its rows. Throws the errors of `openCsv`, `openNdjson` or `openJson`. */
export async function openTable({
  source: bytes,
  format,
  encoding = null,
}: Pick<ReadContactsInput, 'source' | 'format' | 'encoding'>): Promise<SourceTable> {
  let textForm: TextForm = usualForm;
  const source = decoded({ source: bytes, encoding, onStart: (found) => (textForm = found) });
  if (format === 'csv') {
    const table = await openCsv({ source });
    return { ...table, form: table.form && { ...table.form, ...textForm } };
  }
  return format === 'ndjson' ? openNdjson({ source }) : openJson({ source });
}

function canGuess(input: { header: readonly string[]; definition: CampaignDefinition }): boolean {
  try {
    guessColumns(input);
    return true;
  } catch {
    return false;
  }
}

/** Returns the normaliser for a header. A new one is created only when the header has grown. */
function createNormalisers({ definition, phones }: { definition: CampaignDefinition; phones: Phones }) {
  let columns: Columns | undefined;
  let reader: { normalise: NormaliseRow; mapping: ColumnMapping } | undefined;
  return (header: readonly string[]): { normalise: NormaliseRow; mapping: ColumnMapping } => {
    if (reader && columns?.header.length === header.length) return reader;
    columns = guessColumns({ header, definition, ...(columns && { known: columns }) });
    reader = { normalise: createRowNormaliser({ definition, columns, phones }), mapping: mappingOf(columns) };
    return reader;
  };
}

async function* inChunks({
  table,
  startAfterRow,
  takenDigest,
  digest,
  onFirstRow,
  chunkRows,
  breathe,
}: {
  table: SourceTable;
  startAfterRow: number;
  takenDigest: string | null;
  digest: ListDigest;
  onFirstRow: () => Promise<unknown>;
  chunkRows: number;
  breathe: () => Promise<unknown>;
}): AsyncGenerator<readonly SourceRow[], void, undefined> {
  let rows: SourceRow[] = [];
  let lastSkipped = 0;
  let isProved = startAfterRow === 0;
  const prove = (): void => {
    if (isProved) return;
    const isThere = lastSkipped === startAfterRow;
    requireSameList({ row: startAfterRow, digest: isThere ? digest.value() : null, expected: takenDigest });
    isProved = true;
  };
  let isBegun = false;
  let read = 0;
  for await (const row of table.rows) {
    read += 1;
    if (read % rowsPerBreath === 0) await breathe();
    if (row.row > startAfterRow) prove();
    if (row.row > startAfterRow && !isBegun) {
      await onFirstRow();
      isBegun = true;
    }
    digest.take(row);
    lastSkipped = row.row;
    if (row.row <= startAfterRow) continue;
    rows.push(row);
    if (rows.length < chunkRows) continue;
    yield rows;
    rows = [];
  }
  prove();
  if (rows.length > 0) yield rows;
}

async function normaliseAll({
  sourceRows,
  width,
  normalise,
  breathe,
}: {
  sourceRows: readonly SourceRow[];
  width: number;
  normalise: NormaliseRow;
  breathe: () => Promise<unknown>;
}): Promise<{ rows: ContactRow[]; rejected: RejectedRow[]; optOuts: RowOptOut[] }> {
  const rows: ContactRow[] = [];
  const rejected: RejectedRow[] = [];
  const optOuts: RowOptOut[] = [];
  for (const [index, sourceRow] of sourceRows.entries()) {
    if (index % rowsPerBreath === 0) await breathe();
    const normalised = normalise(padded({ sourceRow, width }));
    if (isRejected(normalised)) rejected.push(normalised);
    else rows.push(normalised);
    if (normalised.optOut) optOuts.push(normalised.optOut);
  }
  return { rows, rejected, optOuts };
}

/** Adds empty cells for keys that first occurred after this JSON object. */
function padded({ sourceRow, width }: { sourceRow: SourceRow; width: number }): SourceRow {
  const missing = width - sourceRow.cells.length;
  if (missing <= 0 || sourceRow.fault) return sourceRow;
  return { row: sourceRow.row, cells: [...sourceRow.cells, ...Array.from({ length: missing }, () => '')] };
}
