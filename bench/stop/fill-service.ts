import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CampaignDefinition } from '../../src/domain/campaign/campaign-definition.ts';
import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import { fillCampaign } from '../support/fill.ts';
import { filledPath } from '../support/files.ts';
import { openHost } from '../support/host.ts';
import type { Host } from '../support/host.ts';
import { benchDefinition } from '../support/people.ts';

/** How many campaigns one address is enrolled in. */
export const campaignsOfOneAddress = 300;

/** A data folder for a service, and the campaigns in it: all of client `bench`, each with the same contacts. */
export type Filled = {
  folder: string;
  /** Has ended: an attempt for each contact. */
  ended: string;
  /** Has ended: attempts of the log channel, which contacts nobody. */
  logged: string;
  /** To be deleted. */
  draft: string;
};

const logSteps: CampaignDefinition['steps'] = campaignDefinitionSchema.parse({
  ...benchDefinition(),
  steps: [{ id: 'note', channel: 'log', text: 'noted {{first_name}}' }],
}).steps;

/** Runs a campaign until all its contacts have ended. */
async function runToEnd({ engine, store }: Host, campaign: string): Promise<void> {
  await engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'bench' });
  while ((await store.readCampaign(campaign))?.state !== 'completed') await wait(50);
}

/** Fills a data folder from the store that the import scenario left, which has one draft. */
export async function fillService({
  folder,
  rows,
  campaign: ended,
}: {
  folder: string;
  rows: number;
  campaign: string;
}): Promise<Filled> {
  const data = join(folder, 'stop-data');
  mkdirSync(data, { mode: 0o700 });
  copyFileSync(filledPath({ folder, rows }), join(data, 'ringmaster.db'));
  const host = await openHost({ path: join(data, 'ringmaster.db') });
  await host.runtime.start();
  const { engine } = host;
  await runToEnd(host, ended);
  const logged = await fillCampaign({
    engine,
    rows,
    definition: { ...benchDefinition({ name: 'logged' }), steps: logSteps },
  });
  await runToEnd(host, logged);
  const draft = await fillCampaign({ engine, rows, definition: benchDefinition({ name: 'draft' }) });
  for (let number = 1; number <= campaignsOfOneAddress; number += 1) {
    await fillCampaign({ engine, rows: 1, definition: benchDefinition({ name: `small-${number}` }) });
  }
  await host.close();
  return { folder: data, ended, logged, draft };
}
