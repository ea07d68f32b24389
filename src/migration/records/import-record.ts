import type { Engine } from '../../actors/index.ts';
import { readContacts } from '../../contacts/import-reader.ts';
import type { ContactChunk } from '../../contacts/import-reader.ts';
import type { Phones } from '../../contacts/numbers/phone.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import type { ImportRecord } from '../../domain/contact/import-record.ts';
import { isRingmasterError, RingmasterError } from '../../domain/errors.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { PlannedCampaign } from './plan-campaign.ts';

export type ImportInput = {
  engine: Engine;
  store: Store;
  phones: Phones;
  /** When it aborts, the import stops with its reason before the next part of a list. */
  signal: AbortSignal;
  /** Called with each part of the list before it is added. */
  onChunk?: (input: { client: string; chunk: ContactChunk }) => Promise<void>;
};

/** The campaign of a record with its list, before or after the import. */
export type ImportedCampaign = { campaign: CampaignRecord; list: ImportRecord | null };

/** Returns what was imported of a record before, or the definition under which it can be created. */
export async function findEarlierImport(
  store: Store,
  { by, definitions }: PlannedCampaign,
): Promise<ImportedCampaign | CampaignDefinition> {
  for (const definition of definitions) {
    const { client, name } = definition;
    const campaign = await store.findCampaign({ client, name });
    if (!campaign) return definition;
    const [created] = await store.readEvents({ campaign: campaign.id, afterSeq: 0, limit: 1 });
    if (created?.by !== by) continue;
    return { campaign, list: await listOf(store, { campaign: campaign.id, by }) };
  }
  const names = definitions.map(({ name }) => name).join(' and ');
  throw new RingmasterError({
    code: 'campaign.name-taken',
    family: 'conflict',
    message: `the client has other campaigns with the names ${names}`,
    hint: 'Rename the campaign in the record',
  });
}

/** Whether nothing of the record is left to import. */
export function isComplete({ campaign, list }: ImportedCampaign, plan: PlannedCampaign): boolean {
  return list?.state === 'closed' && (campaign.state !== 'draft' || plan.arrives === 'draft');
}

/**
 * Imports the campaign of a record, or what an interrupted run has left of it. Each step is one commit and is found by the
 * next run, so it may end at any point.
 */
export async function importRecord(
  input: ImportInput,
  { plan, found }: { plan: PlannedCampaign; found: ImportedCampaign | CampaignDefinition },
): Promise<ImportedCampaign> {
  const { engine, store } = input;
  const { by } = plan;
  const created =
    'campaign' in found ? found.campaign : await engine.createCampaign({ definition: found, by });
  const { id: campaign } = created;
  const list = await importList(input, { plan, record: created });
  // Its operator may have started it meanwhile.
  if ((await store.readCampaign(campaign))?.state === 'draft') await arrive(engine, { campaign, plan });
  return { campaign: (await store.readCampaign(campaign)) ?? created, list };
}

async function arrive(
  engine: Engine,
  { campaign, plan: { arrives, by, reason } }: { campaign: string; plan: PlannedCampaign },
): Promise<void> {
  if (arrives === 'draft') return;
  const pause = arrives === 'completed' ? null : ({ cause: 'imported', by, reason } as const);
  await engine.command({ campaign, command: { name: 'adopt', pause }, by });
}

async function importList(
  input: ImportInput,
  { plan, record }: { plan: PlannedCampaign; record: CampaignRecord },
): Promise<ImportRecord> {
  const { engine, store } = input;
  const { by } = plan;
  const campaign = record.id;
  let list =
    (await listOf(store, { campaign, by })) ?? (await engine.openImport({ campaign, format: 'json', by }));
  while (list.state !== 'closed') {
    list = await engine.reopenImport({ campaign, import: list.id, by });
    try {
      await addRest(input, { plan, record, list });
      list = await engine.closeImport({ campaign, import: list.id, state: 'closed', by });
    } catch (error) {
      // Instances of a cluster close an import whose instance sends no heartbeat, as this one. Its rows are kept.
      if (!isRingmasterError(error, 'import.closed')) throw error;
      list = (await store.readImport(list.id)) ?? list;
    }
  }
  return list;
}

async function addRest(
  { engine, store, phones, signal, onChunk }: ImportInput,
  { plan, record, list }: { plan: PlannedCampaign; record: CampaignRecord; list: ImportRecord },
): Promise<void> {
  const { definition, client, id: campaign } = record;
  for await (const chunk of readContacts({
    source: plan.list(),
    format: 'json',
    definition,
    phones,
    startAfterRow: list.lastRow,
    takenDigest: list.digest,
    chunkRows: store.batchBudget().newcomers,
  })) {
    signal.throwIfAborted();
    await onChunk?.({ client, chunk });
    const { header: columns, rejected, optOuts, lastRow, digest } = chunk;
    const rows = chunk.rows.map(plan.mark);
    const added = { columns, rows, rejected, optOuts, lastRow, digest };
    await engine.addRows({ campaign, import: list.id, ...added });
  }
}

async function listOf(
  store: Store,
  { campaign, by }: { campaign: string; by: string },
): Promise<ImportRecord | null> {
  return (await store.listImports(campaign)).find((list) => list.by === by) ?? null;
}
