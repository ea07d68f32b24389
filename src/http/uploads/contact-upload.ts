import type { Engine } from '../../actors/index.ts';
import { mappingOf } from '../../contacts/columns/column-mapping.ts';
import type { ColumnMapping } from '../../contacts/columns/column-mapping.ts';
import { withColumns } from '../../contacts/columns/column-pairs.ts';
import type { ColumnSettings } from '../../contacts/columns/column-pairs.ts';
import { guessColumns } from '../../contacts/columns/columns.ts';
import { readContacts } from '../../contacts/import-reader.ts';
import type { ContactFormat } from '../../contacts/import-reader.ts';
import type { Phones } from '../../contacts/numbers/phone.ts';
import { campaignIn, growingStates } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { ImportRecord } from '../../domain/contact/import-record.ts';
import type { StreamKeys } from '../idempotency/idempotency.ts';
import { refuseForSingleCalls } from './single-calls-campaign.ts';
import { tellHowFar } from './upload-error.ts';

export type Upload = {
  engine: Engine;
  phones: Phones;
  record: CampaignRecord;
  format: ContactFormat;
  /** The charset that the request names, or null. */
  encoding: string | null;
  source: AsyncIterable<Uint8Array>;
  by: string;
  /** The import that broke off, whose rows are there already. */
  resume: ImportRecord | null;
  /** Which column is which, over what the campaign says. */
  columns: ColumnSettings;
  /** The import of an earlier request with the same keys. */
  earlier: ImportRecord | null;
  /** A repeat with the same keys continues the import of the first time, or answers with it. */
  keys: StreamKeys | undefined;
};

/**
 * Takes a list into a campaign, chunk by chunk, each committed before the next is read. A list that cannot be read at all,
 * or is not the one to resume, leaves nothing behind. One that cannot be read to its end is closed as broken: what came
 * before stands, and the error says how far that is (`details.import`).
 */
export async function takeUpload(upload: Upload): Promise<TakenUpload> {
  const { engine, record, earlier, keys } = upload;
  refuseForSingleCalls(record);
  refuseEnded(record);
  if (earlier?.state === 'closed') return { imported: earlier, mapping: mappingOfImport(upload, earlier) };
  const current = await takeRows(upload);
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
    throw tellHowFar(error, current);
  }
}

async function takeRows(upload: Upload): Promise<ImportRecord> {
  const { engine, record, source, format, encoding, phones } = upload;
  const before = takenBefore(upload);
  const taken: { current: ImportRecord | null } = { current: null };
  try {
    for await (const { header, mapping: _, ...rows } of readContacts({
      source,
      format,
      encoding,
      definition: withColumns(record.definition, upload.columns),
      phones,
      startAfterRow: before?.lastRow ?? 0,
      takenDigest: before?.digest ?? null,
      onReadable: async () => {
        taken.current = await openFor(upload);
      },
    })) {
      const { id } = opened(taken.current);
      taken.current = await engine.addRows({ campaign: record.id, import: id, columns: header, ...rows });
    }
    return opened(taken.current);
  } catch (error) {
    throw tellHowFar(error, taken.current ? await closeBroken(upload, taken.current) : before);
  }
}

/** What the columns of an import were taken for: its header and the settings tell it anew. */
function mappingOfImport(
  { record, columns }: Upload,
  { columns: header }: ImportRecord,
): ColumnMapping | null {
  if (header.length === 0) return null;
  return mappingOf(guessColumns({ header, definition: withColumns(record.definition, columns) }));
}

/** The import whose rows are in already; a repeat of a request may have come further than the one it resumes. */
function takenBefore({ resume, earlier }: Upload): ImportRecord | null {
  return earlier && earlier.lastRow >= (resume?.lastRow ?? 0) ? earlier : resume;
}

function opened(current: ImportRecord | null): ImportRecord {
  if (current) return current;
  throw new TypeError('rows came before their list was readable');
}

/** A store that took no rows may not take this either: the engine closes it later, and it can be resumed all the same. */
async function closeBroken({ engine, record, by }: Upload, current: ImportRecord): Promise<ImportRecord> {
  try {
    return await engine.closeImport({ campaign: record.id, import: current.id, state: 'broken', by });
  } catch {
    return current;
  }
}

/** The import, and what its columns were taken for: null for a list without columns. */
export type TakenUpload = { imported: ImportRecord; mapping: ColumnMapping | null };

/**
 * An open import is continued, and not closed meanwhile; one that was closed is followed by a new one that begins where
 * it ended. The import of an earlier request with the same key is continued, too, after it was closed as broken.
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
    message: `${campaignIn(state)} takes no more contacts.`,
    hint: 'Make a new campaign for them.',
    details: { state, allowed: [] },
  });
}
