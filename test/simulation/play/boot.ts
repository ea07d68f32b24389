import { ownedStates } from '../../../src/domain/campaign/campaign.ts';
import { partOf } from '../scenario/opt-outs.ts';
import type { ListPart } from '../scenario/opt-outs.ts';
import type { Life } from '../world.ts';
import { order } from './happen.ts';
import type { Stage } from './happen.ts';

type List = { campaign: string; id: string };

const by = 'test';

async function addRows(stage: Stage, life: Life, list: List, part: ListPart): Promise<void> {
  const { optedOut, ...chunk } = part;
  await life.service.engine.addRows({
    campaign: list.campaign,
    import: list.id,
    columns: ['phone'],
    ...chunk,
  });
  const at = stage.world.time.clocks.business.now();
  for (const address of optedOut) stage.ledger.suppressed.push({ address, at });
}

async function close(life: Life, { campaign, id }: List): Promise<void> {
  await life.service.engine.closeImport({ campaign, import: id, state: 'closed', by: 'test' });
}

/**
 * The rest of a list, as somebody uploads it who does not give up: if a restart has closed the import as broken they
 * begin another one, and repeat whatever was not answered.
 */
async function addLate(stage: Stage, life: Life, list: List, part: ListPart): Promise<void> {
  const { campaign } = list;
  const record = await life.store.readCampaign(campaign);
  if (!record || !ownedStates.includes(record.state)) return;
  const known = await life.store.readImport(list.id);
  // Its answer was lost with the process that gave it.
  if (known?.state === 'closed') return;
  if (known?.state === 'broken') {
    const { id } = await life.service.engine.openImport({ campaign, format: 'csv', by });
    list.id = id;
  }
  await addRows(stage, life, list, part);
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
  const { people, optOuts } = scenario;
  const half = Math.ceil(people.length / 2);
  const rest = partOf(people.slice(half), optOuts);
  for (const [index, definition] of scenario.definitions.entries()) {
    const lives = world.lives();
    const life = lives[index % lives.length];
    if (!life) continue;
    const { engine } = life.service;
    const { id: campaign } = await engine.createCampaign({ definition, by });
    campaigns.push(campaign);
    const { id } = await engine.openImport({ campaign, format: 'csv', by });
    const list = { campaign, id };
    await addRows(stage, life, list, partOf(people.slice(0, half)));
    const lateMs = scenario.lateHalfMs[index] ?? null;
    if (lateMs === null) {
      await addRows(stage, life, list, rest);
      await close(life, list);
    }
    const canary = scenario.canaries[index] ?? null;
    await order(life, campaign, { name: 'start', startAt: null, canary });
    if (lateMs === null) continue;
    business.at(business.now() + lateMs, () => {
      void operator.insist((other) => addLate(stage, other, list, rest)).catch(onError);
    });
  }
}
