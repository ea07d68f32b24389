import { html } from 'hono/html';
import type { RingmasterError } from '../../../domain/errors.ts';
import { editableWhileRunning } from '../../../domain/campaign/campaign-definition.ts';
import { campaignIn, directName, editableStates } from '../../../domain/campaign/campaign.ts';
import type { CampaignView } from '../../../queries/index.ts';
import { mergePatchBetween } from '../../api/merge-patch.ts';
import { checkFile } from '../../api/preparation.ts';
import { readJson } from '../../api/read-json.ts';
import { campaignPath, readCampaign } from '../../api/reads.ts';
import type { Page, PageRequest, Viewer } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import type { Html } from '../../layout/html.ts';
import { roleRefusal } from '../../layout/order-button.ts';
import { problemNotice } from '../../layout/problem.ts';
import { fileText } from '../../text/campaign-file.ts';
import { redirectTo } from '../redirect.ts';
import { fileField, fileIn, fileRefusal, fileStatus, refusedFile, saveButton } from './file-form.ts';
import type { FileTried } from './file-form.ts';

/** What was sent: the text, and the version of the definition that it was made from. */
type Tried = FileTried & { version: string };

/** Returns the page on which the file of a campaign is edited, and its handler. */
export function editCampaignPages({ write }: { write: WriteDocument }): Page[] {
  const show = async ({ api, viewer, url, params }: PageRequest, tried?: Tried): Promise<Response> => {
    const campaign = await readCampaign(api, params['campaign'] ?? '');
    const { id, name, client, definitionVersion } = campaign;
    const present = { file: fileText(campaign.definition), version: String(definitionVersion) };
    const isChanged = tried?.problem?.code === 'campaign.changed-meanwhile';
    const main = html`<p class="soft">
        <a href="/campaigns">Campaigns</a> / <bdi>${client}</bdi> /
        <a href="/campaigns/${id}"><bdi>${name}</bdi></a>
      </p>
      <h1>Edit <bdi>${name}</bdi></h1>
      <p class="lead">${whatMayChange(campaign)}</p>
      ${isChanged ? changedNotice(id, tried.problem) : ''}
      ${tried && !isChanged ? fileRefusal(tried, 'nothing was saved') : ''}
      ${form({ campaign, shown: tried ?? present, isChanged, refusal: refusalOf(campaign, viewer) })}
      ${isChanged ? presentFile(present) : ''}`;
    return write({
      title: `Edit ${name}`,
      main,
      viewer,
      url,
      status: tried ? fileStatus(tried) : 200,
      sources: [{ path: campaignPath(id), cli: `status ${name}` }],
    });
  };
  return [
    { method: 'get', path: '/campaigns/:campaign/edit', handle: (request) => show(request) },
    {
      method: 'post',
      path: '/ui/edit-campaign/:campaign',
      async handle(request) {
        const form = await request.readForm();
        const tried = { file: fileIn(form), version: form.get('version') ?? '' };
        return save({ request, key: form.get('key') ?? '', tried, show });
      },
    },
  ];
}

async function save({
  request,
  key,
  tried,
  show,
}: {
  request: PageRequest;
  key: string;
  tried: Tried;
  show: (request: PageRequest, tried: Tried) => Promise<Response>;
}): Promise<Response> {
  const { api, params } = request;
  try {
    const { file, issues } = await checkFile(api, tried.file);
    if (file === null) return await show(request, { ...tried, issues });
    const { id, client, definition } = await readCampaign(api, params['campaign'] ?? '');
    // The patch is made for the definition of now. It is refused if that is not of the version that was edited.
    const query = new URLSearchParams({ expectedVersion: tried.version }).toString();
    await readJson(api, {
      method: 'PATCH',
      path: campaignPath(id, `?${query}`),
      json: mergePatchBetween(definition, { client, ...file }),
      idempotencyKey: key || undefined,
    });
    return redirectTo(`/campaigns/${id}`);
  } catch (error) {
    return show(request, { ...tried, ...refusedFile(error) });
  }
}

function whatMayChange({ state }: Pick<CampaignView, 'state'>): string {
  if (state === 'draft') return 'Everything except the name and the client of a draft can be changed.';
  if (!editableStates.includes(state)) return `The campaign is ${state}. Its file can only be read.`;
  const names = `${editableWhileRunning.slice(0, -1).join(', ')} and ${editableWhileRunning.at(-1)}`;
  return `The campaign is ${state}. From the start on only ${names} can be changed; a change applies at once.`;
}

/** Why the file cannot be saved; null if it can. */
function refusalOf({ name, state }: CampaignView, viewer: Viewer): string | null {
  if (name === directName) return 'The campaign of the single calls of a client cannot be edited.';
  if (!editableStates.includes(state)) return `${campaignIn(state)} cannot be edited.`;
  return roleRefusal(viewer);
}

function changedNotice(id: string, problem: RingmasterError | undefined): Html {
  return html`${problem ? problemNotice({ detail: problem.message, hint: 'Nothing was saved.' }) : ''}
    <p>
      Your text is kept below, and the present file is under it. Take over what is missing and save, or
      <a href="/campaigns/${id}/edit">load the present file</a> and discard your text.
    </p>`;
}

function form({
  campaign: { id, definitionVersion },
  shown: { file, version },
  isChanged,
  refusal,
}: {
  campaign: CampaignView;
  shown: Pick<Tried, 'file' | 'version'>;
  isChanged: boolean;
  refusal: string | null;
}): Html {
  // Who saves after this notice has seen the present file, and replaces it.
  const from = isChanged ? String(definitionVersion) : version;
  return html`<form method="post" action="/ui/edit-campaign/${id}" class="form wide">
    <input type="hidden" name="key" />
    <input type="hidden" name="version" value="${from}" />
    ${fileField({ file, isReadOnly: refusal !== null })}
    <div class="commands">
      ${saveButton({ label: isChanged ? `Replace version ${definitionVersion}` : 'Save', refusal })}
    </div>
  </form>`;
}

function presentFile({ file, version }: Tried): Html {
  return html`<section class="form wide">
    ${fileField({ id: 'present', label: `The present file (version ${version})`, file, isReadOnly: true })}
  </section>`;
}
