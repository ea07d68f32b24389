import { html } from 'hono/html';
import { checkFile } from '../../api/preparation.ts';
import { readJson } from '../../api/read-json.ts';
import type { Page, PageRequest } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import type { Html } from '../../layout/html.ts';
import { roleRefusal } from '../../layout/order-button.ts';
import { campaignFileOf, exampleFields } from '../../text/campaign-file.ts';
import type { CampaignFields } from '../../text/campaign-file.ts';
import { redirectTo } from '../redirect.ts';
import { fileField, fileIn, fileRefusal, fileStatus, refusedFile, saveButton } from './file-form.ts';
import type { FileTried } from './file-form.ts';

type Shown = FileTried & {
  /** The variables that a list must fill; missing if the file was not checked. */
  variables?: readonly string[];
  fields: CampaignFields;
};

/** Returns the page on which a campaign is written, and its handler: fields that write a file, and the file itself. */
export function newCampaignPages({ write }: { write: WriteDocument }): Page[] {
  const show = ({ viewer, url }: PageRequest, shown: Shown): Promise<Response> => {
    const main = html`<p class="soft"><a href="/campaigns">Campaigns</a></p>
      <h1>New campaign</h1>
      <p class="lead">
        The file below is the campaign. Write it yourself, or let the fields write it. It is created as a
        draft: nothing is sent before you start it.
      </p>
      ${fileRefusal(shown, 'nothing was created')} ${variablesNotice(shown.variables ?? [])}
      ${form(shown, roleRefusal(viewer))}`;
    return write({
      title: 'New campaign',
      main,
      viewer,
      url,
      status: fileStatus(shown),
      sources: [],
    });
  };
  return [
    {
      method: 'get',
      path: '/campaigns/new',
      async handle(request) {
        const fields = exampleFields(request.viewer.client);
        return show(request, await written(request, fields));
      },
    },
    {
      method: 'post',
      path: '/ui/new-campaign',
      async handle(request) {
        const form = await request.readForm();
        const fields = fieldsIn(form);
        if (form.get('do') === 'write') return show(request, await written(request, fields));
        const shown = { fields, file: fileIn(form) };
        return create({ request, key: form.get('key') ?? '', shown, show });
      },
    },
  ];
}

/** The file that fields write, with the variables that its texts need of a list. */
async function written({ api }: PageRequest, fields: CampaignFields): Promise<Shown> {
  const file = campaignFileOf(fields);
  const { variables } = await checkFile(api, file);
  return { fields, file, variables };
}

function variablesNotice(variables: readonly string[]): Html | '' {
  if (variables.length === 0) return '';
  return html`<p class="soft">
    The list of contacts must have a column for each of these variables, or the file a value under variables:
    ${variables.map((name, index) => html`${index === 0 ? '' : ', '}<code>${name}</code>`)}.
  </p>`;
}

async function create({
  request,
  key,
  shown,
  show,
}: {
  request: PageRequest;
  key: string;
  shown: Shown;
  show: (request: PageRequest, shown: Shown) => Promise<Response>;
}): Promise<Response> {
  try {
    const { file, issues } = await checkFile(request.api, shown.file);
    if (file === null) return await show(request, { ...shown, issues });
    const { id } = await readJson<{ id: string }>(request.api, {
      method: 'POST',
      path: '/v1/campaigns',
      json: file,
      idempotencyKey: key || undefined,
    });
    return redirectTo(`/campaigns/${id}/prepare`);
  } catch (error) {
    return show(request, { ...shown, ...refusedFile(error) });
  }
}

function fieldsIn(form: URLSearchParams): CampaignFields {
  const names = Object.keys(exampleFields(null)) as (keyof CampaignFields)[];
  const entries = names.map((name) => [name, (form.get(name) ?? '').trim()]);
  return Object.fromEntries(entries) as CampaignFields;
}

type Field = {
  name: keyof CampaignFields;
  label: string;
  kind?: 'text' | 'number' | 'time';
};

const pairs: readonly Field[] = [
  { name: 'name', label: 'Name' },
  { name: 'client', label: 'Client' },
  { name: 'from', label: 'Caller ID' },
  { name: 'country', label: 'Country of numbers' },
  { name: 'start', label: 'First hour, local', kind: 'time' },
  { name: 'end', label: 'Last hour, local', kind: 'time' },
  { name: 'concurrent', label: 'Calls at once', kind: 'number' },
  { name: 'perSecond', label: 'Starts per second', kind: 'number' },
  { name: 'perDay', label: 'Calls per day', kind: 'number' },
  { name: 'maxAttempts', label: 'Attempts', kind: 'number' },
];

function form({ fields, file }: Shown, refusal: string | null): Html {
  const input = ({ name, label, kind = 'text' }: Field): Html =>
    html`<label
      >${label}
      <input
        name="${name}"
        value="${fields[name]}"
        autocomplete="off"
        type="${kind === 'time' ? 'time' : 'text'}"
        ${kind === 'number' ? html`inputmode="decimal"` : ''}
    /></label>`;
  return html`<form method="post" action="/ui/new-campaign" class="beside">
    <input type="hidden" name="key" />
    <div class="form">
      <h2>Fields</h2>
      <div class="fields">${pairs.map(input)}</div>
      <label>What the call says <textarea name="text" rows="3">${fields.text}</textarea></label>
      <p class="soft">Empty fields use the defaults of the client. Hours are those of the contact.</p>
      <button type="submit" name="do" value="write">Write the file from the fields</button>
    </div>
    <div class="form wide">
      ${fileField({ file })}
      <div class="commands">
        ${saveButton({ label: 'Create the draft', refusal, send: { name: 'do', value: 'create' } })}
      </div>
    </div>
  </form>`;
}
