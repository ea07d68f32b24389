import type { Engine } from '../actors/index.ts';
import type { ColumnMapping } from '../contacts/column-mapping.ts';
import { withColumns } from '../contacts/column-pairs.ts';
import type { ColumnSettings } from '../contacts/column-pairs.ts';
import { readContacts } from '../contacts/import-reader.ts';
import type { ContactFormat } from '../contacts/import-reader.ts';
import type { Phones } from '../contacts/phone.ts';
import { campaignIn, growingStates } from '../domain/campaign.ts';
import type { CampaignRecord } from '../domain/campaign.ts';
import { isRingmasterError, RingmasterError } from '../domain/errors.ts';
import type { ImportRecord } from '../domain/import-record.ts';
import type { StreamKeys } from './idempotency.ts';
import { refuseForSingleCalls } from './single-calls-campaign.ts';

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
  /** A repeat with the same keys continues the import of the first time, or answers with it. */
  keys: StreamKeys | undefined;
};

/**
 * Takes a list into a campaign, chunk by chunk, each committed before the next is read. One that cannot be read to its
 * end is closed as broken: what came before stands, and the error says how far that is (`details.import`).
 */
export async function takeUpload(upload: Upload): Promise<TakenUpload> {
  const { engine, record, resume, keys } = upload;
  refuseForSingleCalls(record);
  refuseEnded(record);
  let current: ImportRecord | null = resume;
  let mapping: ColumnMapping | null = null;
  try {
    current = await openFor(upload);
    if (current.state === 'closed') return { imported: current, mapping };
    for await (const chunk of readContacts({
      source: upload.source,
      format: upload.format,
      encoding: upload.encoding,
      definition: withColumns(record.definition, upload.columns),
      phones: upload.phones,
      startAfterRow: current.lastRow,
      takenDigest: current.digest,
    })) {
      mapping = chunk.mapping;
      current = await engine.addRows({
        campaign: record.id,
        import: current.id,
        columns: chunk.header,
        rows: chunk.rows,
        rejected: chunk.rejected,
        optOuts: chunk.optOuts,
        lastRow: chunk.lastRow,
        digest: chunk.digest,
        form: chunk.form,
      });
    }
  } catch (error) {
    const isRefused = current === null && isRingmasterError(error) && error.family !== 'overloaded';
    throw isRefused ? error : tellHowFar(error, current && (await closeBroken(upload, current)));
  }
  try {
    const imported = await engine.closeImport({
      campaign: record.id,
      import: current.id,
      state: 'closed',
      request: keys?.end(),
    });
    return { imported, mapping };
  } catch (error) {
    throw tellHowFar(error, current);
  }
}

/** A store that took no rows may not take this either: then the import stays open, and can be resumed all the same. */
async function closeBroken({ engine, record }: Upload, current: ImportRecord): Promise<ImportRecord> {
  try {
    return await engine.closeImport({ campaign: record.id, import: current.id, state: 'broken' });
  } catch {
    return current;
  }
}

/** The import, and what its columns were taken for: null for a list without columns, or one that was in already. */
export type TakenUpload = { imported: ImportRecord; mapping: ColumnMapping | null };

/**
 * An open import is continued; one that was closed is followed by a new one that begins where it ended. The import of an
 * earlier request with the same key is continued, too, after it was closed as broken.
 */
async function openFor({ engine, record, format, by, resume, keys }: Upload): Promise<ImportRecord> {
  if (resume?.state === 'open') return resume;
  const found = await engine.openImport({ campaign: record.id, format, by, request: keys?.begin });
  const opened =
    found.state === 'broken' ? await engine.reopenImport({ campaign: record.id, import: found.id }) : found;
  if (!resume || opened.lastRow >= resume.lastRow) return opened;
  return engine.addRows({
    campaign: record.id,
    import: opened.id,
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

/** The error with `details.goOn` and `details.import`: how to send the rest. `last` is null if no import was begun. */
function tellHowFar(error: unknown, last: ImportRecord | null): unknown {
  const { code, family, message, hint, details } = isRingmasterError(error)
    ? error
    : {
        code: 'internal.fault',
        family: 'fault' as const,
        message: 'An upload failed.',
        hint: undefined,
        details: {},
      };
  const isCutOff = code === 'request.body-broken';
  const goOn = howToGoOn(last);
  return new RingmasterError({
    code: isCutOff ? 'import.broken' : code,
    family,
    message: isCutOff ? 'The upload broke off.' : message,
    hint: hint ?? goOn,
    details: { ...details, goOn, import: last && factsOf(last) },
    cause: error,
  });
}

function howToGoOn(last: ImportRecord | null): string {
  if (!last || last.lastRow === 0) return 'Nothing of it is in: send the list again once it is mended.';
  return `Rows up to ${last.lastRow} are in; send the whole list again with ?resume=${last.id} to go on after them.`;
}

function factsOf(record: ImportRecord): object {
  const { id, state, lastRow, enrolled, suppressed, duplicates, rejected, optedOut, addressesSuppressed } =
    record;
  return { id, state, lastRow, enrolled, suppressed, duplicates, rejected, optedOut, addressesSuppressed };
}
