import { ownedStates } from '../../../src/domain/campaign.ts';
import type { EnrollableRow } from '../../../src/domain/contact.ts';
import type { Life } from '../world.ts';
import { order } from './happen.ts';
import type { Stage } from './happen.ts';

type List = { campaign: string; id: string };

const by = 'test';

async function addRows(life: Life, list: List, rows: readonly EnrollableRow[]): Promise<void> {
  await life.service.engine.addRows({
    campaign: list.campaign,
    import: list.id,
    columns: ['phone'],
    rows,
    rejected: [],
    lastRow: rows.at(-1)?.row ?? 0,
  });
}

async function close(life: Life, { campaign, id }: List): Promise<void> {
  await life.service.engine.closeImport({ campaign, import: id, state: 'closed' });
}

/**
 * The rest of a list, as somebody uploads it who does not give up: if a restart has closed the import as broken they
 * begin another one, and repeat whatever was not answered.
 */
async function addLate(life: Life, list: List, rows: readonly EnrollableRow[]): Promise<void> {
  const { campaign } = list;
  const record = await life.store.readCampaign(campaign);
  if (!record || !ownedStates.includes(record.state)) return;
  const known = await life.store.readImport(list.id);
  if (known?.state === 'broken') {
    const { id } = await life.service.engine.openImport({ campaign, format: 'csv', by });
    list.id = id;
  }
  await addRows(life, list, rows);
  await close(life, list);
}

/**
 * Creates the campaigns, gives each its list, or the first half of it, and starts them; the instances take turns, and
 * whoever starts a campaign runs it.
 */
export async function boot(stage: Stage): Promise<void> {
  const { world, scenario, operator, campaigns, onError } = stage;
  await world.start();
  while (world.lives().length < scenario.instances) await world.start();
  const { business } = world.time.clocks;
  const rows = scenario.people;
  const half = Math.ceil(rows.length / 2);
  for (const [index, definition] of scenario.definitions.entries()) {
    const lives = world.lives();
    const life = lives[index % lives.length];
    if (!life) continue;
    const { engine } = life.service;
    const { id: campaign } = await engine.createCampaign({ definition, by });
    campaigns.push(campaign);
    const { id } = await engine.openImport({ campaign, format: 'csv', by });
    const list = { campaign, id };
    await addRows(life, list, rows.slice(0, half));
    const lateMs = scenario.lateHalfMs[index] ?? null;
    if (lateMs === null) {
      await addRows(life, list, rows.slice(half));
      await close(life, list);
    }
    await order(life, campaign, { name: 'start', startAt: null });
    if (lateMs === null) continue;
    business.at(business.now() + lateMs, () => {
      void operator.insist((other) => addLate(other, list, rows.slice(half))).catch(onError);
    });
  }
}
