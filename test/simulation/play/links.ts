import { ownedStates } from '../../../src/domain/campaign/campaign.ts';
import type { Link } from '../scenario/links.ts';
import type { Life } from '../world.ts';
import type { Stage } from './happen.ts';

const by = 'test';

async function addLink(stage: Stage, life: Life, link: Link): Promise<void> {
  const campaign = stage.campaigns[link.campaign];
  if (campaign === undefined) return;
  const record = await life.store.readCampaign(campaign);
  if (!record || !ownedStates.includes(record.state) || record.rest !== null) return;
  const { engine } = life.service;
  const { id } = await engine.openImport({ campaign, format: 'csv', by });
  const chunk = { columns: ['phone'], rows: [link.row], rejected: [], optOuts: [], lastRow: 1 };
  await engine.addRows({ campaign, import: id, ...chunk });
  await engine.closeImport({ campaign, import: id, state: 'closed', by });
}

/** Imports the contact that shows that two others are one person, until it is answered. */
export function playLink(stage: Stage, link: Link): void {
  void stage.operator.insist((life) => addLink(stage, life, link)).catch(stage.onError);
}
