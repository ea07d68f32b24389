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

/** A stretch of a list, to be committed as one. Both parts are in the order of their rows. */
export type ContactChunk = {
  /** The names of the columns. For JSON lists it may grow at its end from chunk to chunk. */
  header: readonly string[];
  rows: readonly ContactRow[];
  rejected: readonly RejectedRow[];
  /** The rows that opt out, enrolled or rejected. */
  optOuts: readonly RowOptOut[];
  /** What each column was taken for; null for a list without columns. */
  mapping: ColumnMapping | null;
  /** The last row this chunk covers: where to go on with `startAfterRow`. */
  lastRow: number;
  /** Of the list up to `lastRow`: a proof for going on there. */
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
  /** Shared between imports to save loading its tables; made anew if left out. */
  phones?: Phones;
  /** Rows up to this one were committed before and are passed over. */
  startAfterRow?: number;
  /** The digest of the list up to that row; needed where it is not 0. */
  takenDigest?: string | null;
  /**
   * Called once, when the list can be read: its encoding and columns are known and it is the list that was begun. That is at
   * its first row; for JSON, whose rows bring the columns, after the first chunk where the first row lacks a column that is
   * needed. A slow list is so known to be under way before its first chunk.
   */
  onReadable?: () => Promise<unknown>;
  chunkRows?: number;
  /** Lets others work in between; called every 100 rows. */
  breathe?: () => Promise<unknown>;
};

const rowsPerBreath = 100;

/**
 * Reads a list of contacts chunk by chunk; never more than a chunk and a piece of the file is in memory. The same
 * person twice is passed on twice: only the store knows who is there already. Always gives at least one chunk, so
 * that the header of a list without rows is known. Throws a RingmasterError (`import.…`) when the rest of the list
 * cannot be read; what was given before stands.
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
    let isGiven = false;
    let isReadable = false;
    const tellReadable = async (): Promise<void> => {
      if (!isReadable) await onReadable();
      isReadable = true;
    };
    const onFirstRow = async (): Promise<void> => {
      if (!table.keyed || canGuess({ header: table.header(), definition })) await tellReadable();
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
      await tellReadable();
      const chunk = await normaliseAll({ sourceRows, width, normalise: reader.normalise, breathe });
      lastRow = sourceRows.at(-1)?.row ?? lastRow;
      isGiven = true;
      yield { header, ...chunk, mapping, lastRow, digest: digest.value(), form: table.form };
    }
    if (isGiven) return;
    await tellReadable();
    const nothing = { rows: [], rejected: [], optOuts: [] };
    yield { header: table.header(), ...nothing, mapping, lastRow, digest: digest.value(), form: table.form };
  } finally {
    await table.close();
  }
}

/** Opens a list without judging its rows. Throws as the reader of the format does. */
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

/** Gives the normaliser for a header; a new one only when the header has grown. */
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

/** A JSON object read before a key first turned up has no cell for it yet. */
function padded({ sourceRow, width }: { sourceRow: SourceRow; width: number }): SourceRow {
  const missing = width - sourceRow.cells.length;
  if (missing <= 0 || sourceRow.fault) return sourceRow;
  return { row: sourceRow.row, cells: [...sourceRow.cells, ...Array.from({ length: missing }, () => '')] };
}
