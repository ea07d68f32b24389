import { lasting } from '../../domain/do-not-contact/suppression.ts';
import { keysOf } from '../../domain/contact/contact.ts';
import type { CampaignState } from '../../domain/campaign/campaign.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { findEarlierImport, importRecord, isComplete } from './import-record.ts';
import type { ImportedCampaign, ImportInput } from './import-record.ts';
import { planCampaign } from './plan-campaign.ts';
import type { DefinitionFor } from './plan-campaign.ts';
import { readExport } from './read-export.ts';
import type { ExportedDocument } from './read-export.ts';
import { readRecord } from './record-fields.ts';
import type { RecordNames } from './record-fields.ts';

/** What the numbers of a record became. */
export type RecordContacts = {
  imported: number;
  review: number;
  pending: number;
  suppressed: number;
  invalid: number;
  duplicate: number;
};

/** The result for one record. `place`: its line in the export, or its element. */
export type RecordResult = { place: number } & Outcome;
type Outcome =
  | { outcome: 'imported'; campaign: CampaignSummary; contacts: RecordContacts }
  /** It was imported by an earlier run. */
  | { outcome: 'unchanged'; campaign: CampaignSummary }
  | { outcome: 'refused'; code: string; message: string; hint: string | null };
type CampaignSummary = { id: string; client: string; name: string; state: CampaignState };

export type ImportRecordsInput = ImportInput & {
  source: AsyncIterable<Uint8Array>;
  names: RecordNames;
  definitionFor: DefinitionFor;
  /**
   * The store that has the campaigns and the do-not-contact list, if `store` is an empty one for a trial. It is only read.
   */
  consulted?: Store;
};

/**
 * Imports the records of an export, in order. A record that cannot be imported is refused, and the others are imported.
 * Throws `records.malformed`, and the errors of the store.
 */
export async function* importRecords(
  input: ImportRecordsInput,
): AsyncGenerator<RecordResult, void, undefined> {
  for await (const exported of readExport(input.source)) {
    const { place } = exported;
    input.signal.throwIfAborted();
    try {
      yield { place, ...(await importOne(input, exported)) };
    } catch (error) {
      if (!isRingmasterError(error) || error.family === 'fault' || error.family === 'overloaded') throw error;
      const { code, message, hint = null } = error;
      yield { place, outcome: 'refused', code, message, hint };
    }
  }
}

async function importOne(
  { names, definitionFor, consulted, ...input }: ImportRecordsInput,
  exported: ExportedDocument,
): Promise<Outcome> {
  if ('fault' in exported)
    return { outcome: 'refused', code: 'records.malformed', message: exported.fault, hint: null };
  const record = readRecord({ value: exported.value, names });
  const plan = planCampaign({ record, definitionFor });
  const earlier = await findEarlierImport(consulted ?? input.store, plan);
  if ('campaign' in earlier && isComplete(earlier, plan))
    return { outcome: 'unchanged', campaign: summaryOf(earlier) };
  const found = consulted ? await findEarlierImport(input.store, plan) : earlier;
  const imported = await importRecord(
    consulted ? { ...input, onChunk: copySuppressions(consulted, input.store) } : input,
    { plan, found },
  );
  return { outcome: 'imported', campaign: summaryOf(imported), contacts: contactsOf(imported) };
}

/** Adds the suppressions of the contacts of a chunk to the store of a trial. */
function copySuppressions(from: Store, to: Store): NonNullable<ImportInput['onChunk']> {
  return async ({ client, chunk: { rows } }) => {
    const keys = [...new Set(rows.flatMap(({ contact }) => keysOf(contact)))];
    // Contacts whose suppression has an end are added as contacts that wait, so only entries without an end count.
    const at = Number.MAX_SAFE_INTEGER;
    const { suppressed } = await from.lookUpNewcomers({ campaign: '', client, identities: [], keys, at });
    for (const { key: address, reason } of [...suppressed.values()].flat())
      await to.putSuppression(lasting({ client, address, reason, source: 'api', by: 'trial', at: 0 }));
  };
}

function summaryOf({ campaign: { id, client, name, state } }: ImportedCampaign): CampaignSummary {
  return { id, client, name, state };
}

function contactsOf({ campaign: { counters }, list }: ImportedCampaign): RecordContacts {
  const { imported = 0, review = 0, pending = 0, suppressed = 0 } = counters.states;
  const { rejected: invalid = 0, duplicates: duplicate = 0 } = list ?? {};
  return { imported, review, pending, suppressed, invalid, duplicate };
}
