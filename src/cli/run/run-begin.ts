import { campaignPath } from '../api/campaign-path.ts';
import { interrupted } from '../errors.ts';
import { importLines, rejectionLines } from '../text/import-lines.ts';
import { forgetList, rememberList, remembersList } from '../folder/list-memory.ts';
import { RemoteError, withAdvice } from '../api/remote-error.ts';
import type { RunStepsInput } from './run-steps-input.ts';
import { findBrokenImport, uploadList } from '../api/upload.ts';
import type { CampaignView, ImportView, ListView, ProgressView } from '../api/views.ts';

const mostRejectionsShown = 10;
const serverTrouble = 500;
/** What to do after a run was stopped. */
export const howToGoOn = 'Resume it with the same command; no contact is called twice or left out';

/** Made, filled and started. */
export async function begin(steps: RunStepsInput): Promise<void> {
  const { client, input, output } = steps;
  const { plain } = input.campaign;
  output.line({ type: 'country', ...input.country });
  if (input.mapping) output.line({ type: 'columns', ...input.mapping });
  const draft = await client.post<CampaignView>('/v1/campaigns', { body: plain });
  await orLeaveNothing(steps, draft.id, async () => {
    await fill(steps, { id: draft.id, resume: null });
    await client.post(campaignPath(draft.id, '/start'), { body: {} });
  });
}

/** A refusal before the start leaves no draft behind: the list or file can be corrected and run again. */
async function orLeaveNothing(
  { client, folder }: RunStepsInput,
  id: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof RemoteError) || error.status >= serverTrouble) throw error;
    await client.delete(campaignPath(id));
    forgetList({ path: folder.list(id) });
    throw withAdvice(error, 'No contact was called, and nothing was kept: correct it and run it again');
  }
}

async function fill(steps: RunStepsInput, target: { id: string; resume: string | null }): Promise<void> {
  const { input, cli, folder } = steps;
  if (target.resume === null) {
    await rememberList({ path: folder.list(target.id), list: input.list.path, at: cli.system.now() });
  }
  await upload(steps, target);
}

async function upload(
  { client, input, output, screen, cli }: RunStepsInput,
  { id, resume }: { id: string; resume: string | null },
): Promise<void> {
  const { path, encoding } = input.list;
  const view = await uploadList({
    client,
    campaign: id,
    path,
    encoding,
    output,
    query: { client: input.campaign.definition.client },
    resume,
    signal: cli.interrupt,
  }).catch((error: unknown) => {
    throw cli.interrupt.aborted ? interrupted(`Stopped while ${path} was read.`, howToGoOn) : error;
  });
  output.line({ type: 'import', ...view });
  for (const line of importLines({ path, view })) screen.print(line);
  for (const line of rejectionLines({ view, most: mostRejectionsShown })) {
    screen.print(line);
  }
  screen.print();
}

/** Resumes what an earlier run left, wherever that was stopped; `adds` imports the list whether it has changed or not. */
export async function goOn(
  steps: RunStepsInput,
  existing: CampaignView,
  { adds }: { adds: boolean },
): Promise<void> {
  const { client, screen, output } = steps;
  const { name } = existing;
  const query = { client: steps.input.campaign.definition.client };
  const progress = await client.get<ProgressView>(campaignPath(existing.id, '/progress'));
  const { total, remaining } = progress;
  output.line({ type: 'resuming', campaign: existing.id, name, done: total - remaining, total });
  screen.print(`Resuming ${name}: ${total - remaining} of ${total} done`);
  const isOurs = existing.state === 'draft' && remembersList({ path: steps.folder.list(existing.id) });
  if (isOurs) await orLeaveNothing(steps, existing.id, () => goOnFilling(steps, existing, adds));
  else await goOnFilling(steps, existing, adds);
  if (existing.state !== 'paused') return;
  screen.print(`It was paused (${existing.pause?.reason ?? existing.pause?.cause ?? 'no reason given'}).`);
  await client.post(campaignPath(name, '/resume'), { body: {}, query });
}

/** Remembered once it is in: a run that is stopped before must not take it for the list that was read. */
async function addList(steps: RunStepsInput, id: string): Promise<void> {
  const { input, cli, folder } = steps;
  await upload(steps, { id, resume: null });
  await rememberList({ path: folder.list(id), list: input.list.path, at: cli.system.now() });
}

/** Its list may have broken off, or not been begun. */
async function goOnFilling(steps: RunStepsInput, { id, state }: CampaignView, adds: boolean): Promise<void> {
  const { client } = steps;
  const broken = await findBrokenImport({ client, campaign: id });
  const { items } = await client.get<ListView<ImportView>>(campaignPath(id, '/imports'));
  if (adds) await addList(steps, id);
  else if (broken && items.at(-1)?.id === broken.id) await fill(steps, { id, resume: broken.id });
  else if (items.length === 0) await fill(steps, { id, resume: null });
  if (state === 'draft') await client.post(campaignPath(id, '/start'), { body: {} });
}
