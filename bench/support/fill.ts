import { availableParallelism } from 'node:os';
import type { Engine } from '../../src/actors/index.ts';
import { createListReader } from '../../src/contacts/reading-thread/list-reader.ts';
import type { CampaignDefinition } from '../../src/domain/campaign/campaign-definition.ts';
import { csvOf } from './people.ts';

/** Creates a campaign and imports a list of that many rows into it, as the HTTP route does. Returns the campaign's id. */
export async function fillCampaign({
  engine,
  definition,
  rows,
}: {
  engine: Engine;
  definition: CampaignDefinition;
  rows: number;
}): Promise<string> {
  const { id: campaign } = await engine.createCampaign({ definition, by: 'bench' });
  const opened = await engine.openImport({ campaign, format: 'csv', by: 'bench' });
  const lists = createListReader({ most: availableParallelism() - 1 });
  for await (const chunk of lists.read({ source: csvOf(rows), format: 'csv', definition })) {
    await engine.addRows({
      campaign,
      import: opened.id,
      columns: chunk.header,
      rows: chunk.rows,
      rejected: chunk.rejected,
      optOuts: chunk.optOuts,
      lastRow: chunk.lastRow,
    });
  }
  lists.close();
  const closed = await engine.closeImport({ campaign, import: opened.id, state: 'closed', by: 'bench' });
  if (closed.enrolled !== rows) throw new Error(`${closed.enrolled} of ${rows} rows were enrolled`);
  return campaign;
}
