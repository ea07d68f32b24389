import { campaignPath } from '../api/campaign-path.ts';
import { interrupted } from '../errors.ts';
import { importLines, rejectionLines } from '../text/import-lines.ts';
import { removeListRecord, recordList, hasRecordedList } from '../folder/list-record.ts';
import { RemoteError, withAdvice } from '../api/remote-error.ts';
import type { RunContext } from './run-context.ts';
import { findBrokenImport, uploadList } from '../api/upload.ts';
import type { CampaignView, ImportView, ListView, ProgressView } from '../api/views.ts';

const maxRejectionsShown = 10;
const firstServerError = 500;
/** What to do after a stop of a run. */
export const howToResume = 'Resume it with the same command; no contact is called twice or skipped';

/** Creates, fills and starts the campaign. */
export async function begin(run: RunContext): Promise<void> {
  const { client, input, output } = run;
  const { plain } = input.campaign;
  output.line({ type: 'country', ...input.country });
  if (input.mapping) output.line({ type: 'columns', ...input.mapping });
  const draft = await client.post<CampaignView>('/v1/campaigns', { body: plain });
  await removingDraftOnRefusal(run, draft.id, async () => {
    await fill(run, { id: draft.id, resume: null });
    await client.post(campaignPath(draft.id, '/start'), { body: {} });
  });
}

/** Removes the draft if `work` is refused, so that the list or file can be corrected and run again. */
async function removingDraftOnRefusal(
  { client, folder }: RunContext,
  id: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof RemoteError) || error.status >= firstServerError) throw error;
    await client.delete(campaignPath(id));
    removeListRecord({ path: folder.list(id) });
    throw withAdvice(error, 'No contact was called and nothing was stored: correct it and run it again');
  }
}

async function fill(run: RunContext, target: { id: string; resume: string | null }): Promise<void> {
  const { input, cli, folder } = run;
  if (target.resume === null) {
    await recordList({ path: folder.list(target.id), list: input.list.path, at: cli.system.now() });
  }
  await upload(run, target);
}

async function upload(
  { client, input, output, screen, cli }: RunContext,
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
    throw cli.interrupt.aborted ? interrupted(`Stopped during the import of ${path}.`, howToResume) : error;
  });
  output.line({ type: 'import', ...view });
  for (const line of importLines({ path, view })) screen.print(line);
  for (const line of rejectionLines({ view, most: maxRejectionsShown })) {
    screen.print(line);
  }
  screen.print();
}

/** Resumes the campaign of an earlier run at any point. `adds` imports the list even if it has changed. */
export async function resumeCampaign(
  run: RunContext,
  existing: CampaignView,
  { adds }: { adds: boolean },
): Promise<void> {
  const { client, screen, output } = run;
  const { name } = existing;
  const query = { client: run.input.campaign.definition.client };
  const progress = await client.get<ProgressView>(campaignPath(existing.id, '/progress'));
  const { total, remaining } = progress;
  output.line({ type: 'resuming', campaign: existing.id, name, done: total - remaining, total });
  screen.print(`Resuming ${name}: ${total - remaining} of ${total} done`);
  const isOurs = existing.state === 'draft' && hasRecordedList({ path: run.folder.list(existing.id) });
  if (isOurs) await removingDraftOnRefusal(run, existing.id, () => resumeFilling(run, existing, adds));
  else await resumeFilling(run, existing, adds);
  if (existing.state !== 'paused') return;
  screen.print(`It was paused (${existing.pause?.reason ?? existing.pause?.cause ?? 'no reason given'}).`);
  await client.post(campaignPath(name, '/resume'), { body: {}, query });
}

/** Imports the list and then records it. If the run is stopped before, the list must not count as imported. */
async function addList(run: RunContext, id: string): Promise<void> {
  const { input, cli, folder } = run;
  await upload(run, { id, resume: null });
  await recordList({ path: folder.list(id), list: input.list.path, at: cli.system.now() });
}

/** Completes the import of the list, and starts a draft. */
async function resumeFilling(run: RunContext, { id, state }: CampaignView, adds: boolean): Promise<void> {
  const { client } = run;
  const broken = await findBrokenImport({ client, campaign: id });
  const { items } = await client.get<ListView<ImportView>>(campaignPath(id, '/imports'));
  if (adds) await addList(run, id);
  else if (broken && items.at(-1)?.id === broken.id) await fill(run, { id, resume: broken.id });
  else if (items.length === 0) await fill(run, { id, resume: null });
  if (state === 'draft') await client.post(campaignPath(id, '/start'), { body: {} });
}
