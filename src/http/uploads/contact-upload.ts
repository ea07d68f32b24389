import type { Engine } from '../../actors/index.ts';
import { mappingOf } from '../../contacts/columns/column-mapping.ts';
import type { ColumnMapping } from '../../contacts/columns/column-mapping.ts';
import { withColumns } from '../../contacts/columns/column-pairs.ts';
import type { ColumnSettings } from '../../contacts/columns/column-pairs.ts';
import { guessColumns } from '../../contacts/columns/columns.ts';
import type { ContactFormat } from '../../contacts/import-reader.ts';
import type { Phones } from '../../contacts/numbers/phone.ts';
import type { ReadList } from '../../contacts/reading-thread/list-reader.ts';
import { campaignIn, growingStates } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { isRingmasterError, RingmasterError } from '../../domain/errors.ts';
import type { ImportRecord } from '../../domain/contact/import-record.ts';
import type { StreamKeys } from '../idempotency/idempotency.ts';
import { refuseForSingleCalls } from './single-calls-campaign.ts';
import { withImportState } from './upload-error.ts';

export type Upload = {
  engine: Engine;
  phones: Phones;
  readList: ReadList;
  record: CampaignRecord;
  format: ContactFormat;
  /** The charset in the request; null without one. */
  encoding: string | null;
  source: AsyncIterable<Uint8Array>;
  /** The maximum number of rows in a chunk. */
  chunkRows: number;
  by: string;
  /** The incomplete import to continue, whose rows are already stored. */
  resume: ImportRecord | null;
  /** The roles of columns, which override those of the campaign. */
  columns: ColumnSettings;
  /** The import of an earlier request with the same Idempotency-Key. */
  earlier: ImportRecord | null;
  /** A repeat with the same keys continues the first import, or returns it. */
  keys: StreamKeys | undefined;
};

/**
 * Imports a list into a campaign in chunks; each is committed before the next is read. A list that cannot be read at
 * all, or is not the one to continue, creates no import. A list that cannot be read to its end is closed as broken:
 * the rows before the error stay imported, and the error names them (`details.import`).
 */
export async function importUpload(upload: Upload): Promise<TakenUpload> {
  const { engine, record, earlier, keys } = upload;
  refuseForSingleCalls(record);
  refuseEnded(record);
  if (earlier?.state === 'closed') return { imported: earlier, mapping: mappingOfImport(upload, earlier) };
  const current = await importRows(upload);
  try {
    const imported = await engine.closeImport({
      campaign: record.id,
      import: current.id,
      state: 'closed',
      by: upload.by,
      request: keys?.end(),
    });
    return { imported, mapping: mappingOfImport(upload, imported) };
  } catch (error) {
    throw withImportState(error, current);
  }
}

async function importRows(upload: Upload): Promise<ImportRecord> {
  const { record, source, format, encoding, phones } = upload;
  const before = storedBefore(upload);
  const taken: { current: ImportRecord | null } = { current: null };
  try {
    for await (const { header, mapping: _, ...rows } of upload.readList({
      source,
      format,
      encoding,
      definition: withColumns(record.definition, upload.columns),
      phones,
      startAfterRow: before?.lastRow ?? 0,
      chunkRows: upload.chunkRows,
      takenDigest: before?.digest ?? null,
      onReadable: async () => {
        taken.current = await openFor(upload);
      },
    })) {
      const { id } = opened(taken.current);
      const chunk = { campaign: record.id, import: id, columns: header, ...rows };
      taken.current = await addChunk(upload, chunk);
    }
    return opened(taken.current);
  } catch (error) {
    throw withImportState(error, taken.current ? await closeBroken(upload, taken.current) : before);
  }
}

/**
 * Adds rows. A request with the same key on another instance may have ended the import meanwhile: it is continued if it
 * is broken, and returned if it has all these rows.
 */
async function addChunk(
  { engine, by, keys }: Upload,
  chunk: Parameters<Engine['addRows']>[0],
): Promise<ImportRecord> {
  try {
    return await engine.addRows(chunk);
  } catch (error) {
    if (!keys || !isRingmasterError(error, 'import.closed')) throw error;
    const current = await engine.reopenImport({ campaign: chunk.campaign, import: chunk.import, by });
    if (current.state === 'open') return engine.addRows(chunk);
    if (current.lastRow >= chunk.lastRow) return current;
    throw error;
  }
}

/** Returns the roles of the columns of an import, computed again from its header and the settings. */
function mappingOfImport(
  { record, columns }: Upload,
  { columns: header }: ImportRecord,
): ColumnMapping | null {
  if (header.length === 0) return null;
  return mappingOf(guessColumns({ header, definition: withColumns(record.definition, columns) }));
}

/**
 * Returns the import whose rows are already stored. A repeat of a request may have stored more than the import it
 * continues.
 */
function storedBefore({ resume, earlier }: Upload): ImportRecord | null {
  return earlier && earlier.lastRow >= (resume?.lastRow ?? 0) ? earlier : resume;
}

function opened(current: ImportRecord | null): ImportRecord {
  if (current) return current;
  throw new TypeError('rows were received before their list was readable');
}

/**
 * Closes an import as broken. If the store fails again, the engine closes it later; it can be continued in both
 * cases.
 */
async function closeBroken({ engine, record, by }: Upload, current: ImportRecord): Promise<ImportRecord> {
  try {
    return await engine.closeImport({ campaign: record.id, import: current.id, state: 'broken', by });
  } catch {
    return current;
  }
}

/** The import and the roles of its columns; null for a list without columns. */
export type TakenUpload = { imported: ImportRecord; mapping: ColumnMapping | null };

/**
 * Opens the import for a list. An open import is continued. After a closed one, a new import starts at its last row.
 * The import of an earlier request with the same key is continued even if it was closed as broken.
 */
async function openFor({ engine, record, format, by, resume, keys }: Upload): Promise<ImportRecord> {
  if (resume?.state === 'open') return engine.reopenImport({ campaign: record.id, import: resume.id, by });
  const found = await engine.openImport({ campaign: record.id, format, by, request: keys?.begin });
  const begun =
    found.state === 'broken'
      ? await engine.reopenImport({ campaign: record.id, import: found.id, by })
      : found;
  if (!resume || begun.lastRow >= resume.lastRow) return begun;
  return engine.addRows({
    campaign: record.id,
    import: begun.id,
    columns: resume.columns,
    rows: [],
    rejected: [],
    optOuts: [],
    lastRow: resume.lastRow,
    digest: resume.digest,
    form: resume.form,
  });
}

function refuseEnded({ state }: CampaignRecord): void {
  if (growingStates.includes(state)) return;
  throw new RingmasterError({
    code: 'campaign.command-refused',
    family: 'conflict',
    message: `${campaignIn(state)} accepts no more contacts.`,
    hint: 'Create a new campaign for them.',
    details: { state, allowed: [] },
  });
}
