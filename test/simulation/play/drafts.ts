import { broken } from '../oracle/broken.ts';
import type { Draft } from '../scenario/drafts.ts';
import { partOf } from '../scenario/opt-outs.ts';
import type { ListedPerson } from '../scenario/opt-outs.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { dayMs, minuteMs } from '../times.ts';
import { happen, order } from './happen.ts';
import type { Stage } from './happen.ts';
import { insistOn } from './insist.ts';

const rowsPerChunk = 250;
const lookEveryMs = 10 * minuteMs;
const by = 'test';

/** Creates a campaign like the scenario's first one; resolves with its id. */
async function create(stage: Stage, name: string): Promise<string> {
  const body = { ...stage.scenario.draftDefinition, name };
  const answer = await insistOn(stage, {
    key: `create-${name}`,
    method: 'POST',
    path: '/v1/campaigns',
    body,
  });
  if (answer.status !== 201)
    broken(`1 done twice: the creation of ${name} is answered with ${answer.status}: ${answer.body}`);
  return (JSON.parse(answer.body) as { id: string }).id;
}

/** Gives it a list; after a kill from the first row on, which changes nothing. */
async function fill({ operator }: Stage, campaign: string, people: readonly ListedPerson[]): Promise<void> {
  await operator.insist(async ({ service: { engine } }) => {
    const { id } = await engine.openImport({ campaign, format: 'csv', by });
    for (let from = 0; from < people.length; from += rowsPerChunk) {
      const { optedOut: _, ...part } = partOf(people.slice(from, from + rowsPerChunk));
      await engine.addRows({ campaign, import: id, columns: ['phone'], ...part });
    }
    await engine.closeImport({ campaign, import: id, state: 'closed', by: 'test' });
  });
}

async function remove(stage: Stage, campaign: string): Promise<number> {
  const key = `remove-${campaign}`;
  return (await insistOn(stage, { key, method: 'DELETE', path: `/v1/campaigns/${campaign}` })).status;
}

/** No read finds the campaign, nor anything it had. */
async function checkGone(file: Store, campaign: string): Promise<void> {
  const { items } = await file.listEnrollments({ campaign, limit: 1 });
  const results = await file.readResults({ campaign, after: null, limit: 1 });
  const left = items.length + results.length + (await file.listImports(campaign)).length;
  if ((await file.readCampaign(campaign)) !== null || left > 0)
    broken(`8 removed: ${campaign} was removed, and is still shown`);
}

/** The campaign after a removed one has its own contacts and no others. */
async function begin(stage: Stage, name: string): Promise<void> {
  const { operator, world, scenario, campaigns } = stage;
  const campaign = await create(stage, name);
  const { items } = (await world.file()?.listEnrollments({ campaign, limit: 1 })) ?? { items: [] };
  if (items.length > 0) broken(`8 removed: ${name} begins with contacts of a draft that was removed`);
  await fill(stage, campaign, scenario.people.slice(0, 3));
  campaigns.push(campaign);
  await operator.insist(async (life) => {
    await order(life, campaign, { name: 'start', startAt: null });
  });
}

/** Waits until a process has deleted the rows of removed drafts; a question for no rows deletes none. */
async function awaitSweep({ world }: Stage): Promise<void> {
  const { business } = world.time.clocks;
  const isLeft = (): Promise<boolean> => world.file()?.sweepRemoved({ limit: 0 }) ?? Promise.resolve(true);
  for (let waitedMs = 0; await isLeft(); waitedMs += lookEveryMs) {
    if (waitedMs > dayMs) broken('8 removed: the rows of a removed draft were not deleted within a day');
    await new Promise<void>((resolve) => void business.at(business.now() + lookEveryMs, resolve));
  }
}

/** A draft comes, gets a list and goes; then another campaign begins. */
export async function playDraft(stage: Stage, draft: Draft): Promise<void> {
  const { world, operator, campaigns } = stage;
  const { business } = world.time.clocks;
  const { kill, name } = draft;
  if (kill) happen(stage, { kind: 'kill', afterMs: 0, who: 'all', ...kill });
  const campaign = await create(stage, name);
  await fill(stage, campaign, draft.people);
  const status = await remove(stage, campaign);
  if (status >= 300) broken(`1 done twice: the removal of ${name} is answered with ${status}`);
  const file = world.file();
  if (file) await checkGone(file, campaign);
  const mistaken = await remove(stage, campaigns[draft.mistaken] ?? '');
  if (mistaken < 300) broken(`2 nobody lost: a campaign that is no draft was removed`);
  const [next, swept] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  business.at(business.now() + draft.nextAfterMs, () => {
    next.resolve();
  });
  void operator.insist(() => next.promise);
  await next.promise;
  await begin(stage, `after-${name}`);
  void operator.insist(() => swept.promise);
  await awaitSweep(stage);
  swept.resolve();
}
