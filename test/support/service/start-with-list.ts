import type { Engine } from '../../../src/actors/index.ts';
import type { CampaignDefinition } from '../../../src/domain/campaign/campaign-definition.ts';
import type { EnrollableRow } from '../../../src/domain/contact/contact.ts';

const by = 'test';

/** Creates a campaign with a whole list and starts it, without any time passing. Resolves with its id. */
export async function startWithList({
  engine,
  definition,
  rows,
}: {
  engine: Engine;
  definition: CampaignDefinition;
  rows: readonly EnrollableRow[];
}): Promise<string> {
  const { id: campaign } = await engine.createCampaign({ definition, by });
  const list = await engine.openImport({ campaign, format: 'csv', by });
  const chunk = { columns: ['phone'], rows, rejected: [], optOuts: [], lastRow: rows.length };
  await engine.addRows({ campaign, import: list.id, ...chunk });
  await engine.closeImport({ campaign, import: list.id, state: 'closed', by });
  await engine.command({ campaign, command: { name: 'start', startAt: null }, by });
  return campaign;
}
