import { html } from 'hono/html';
import { RingmasterError } from '../../domain/errors.ts';
import { readJson } from '../api/read-json.ts';
import { campaignPath, readCampaign } from '../api/reads.ts';
import type { Page, PageRequest } from '../contract.ts';
import type { WriteDocument } from '../layout/document.ts';
import type { Html } from '../layout/html.ts';
import { staysAt } from '../layout/order-button.ts';
import { refusalNotice } from '../layout/problem.ts';
import { campaignCommandList, campaignCommandsRegion } from '../regions/campaign-commands.ts';
import { campaignFiguresRegion } from '../regions/campaign-figures.ts';
import { campaignHoursRegion } from '../regions/campaign-hours.ts';
import { campaignMapRegion } from '../regions/campaign-map.ts';
import { campaignProgressRegion } from '../regions/campaign-progress.ts';
import { campaignTablesRegion } from '../regions/campaign-tables.ts';
import { placeRegions } from '../regions/region.ts';
import { bundleLine } from './campaign-bundle.ts';
import { whatIfPart } from './campaign-what-if.ts';
import { giveOrder } from './give-order.ts';
import { statusOf } from './problem-status.ts';

const regions = [
  campaignCommandsRegion,
  campaignFiguresRegion,
  campaignMapRegion,
  campaignTablesRegion,
  campaignProgressRegion,
  campaignHoursRegion,
];

/** Returns the page of a campaign, by id or name, and the handler of its commands. */
export function campaignPages({ write }: { write: WriteDocument }): Page[] {
  const show = async (request: PageRequest, problem?: RingmasterError): Promise<Response> => {
    const { api, viewer, url, params } = request;
    const { id, name, client, state } = await readCampaign(api, params['campaign'] ?? '');
    const input = { api, viewer, about: id };
    const [commands, figures, map, tables, progress, hours] = await placeRegions(regions, input);
    const whatIf = await whatIfPart(request, { id, state });
    const main = html`<p class="soft"><a href="/campaigns">Campaigns</a> / <bdi>${client}</bdi></p>
      <h1><bdi>${name}</bdi></h1>
      ${refusalNotice(problem)} ${state === 'draft' ? draftLine(id) : ''} ${commands} ${figures}
      <section>
        <h2>Contacts on the machine</h2>
        ${map}
        <p><a href="/machines/campaign/${id}">The campaign itself on its machine</a></p>
      </section>
      ${tables}
      <section>
        <h2>Progress</h2>
        ${progress}
      </section>
      ${whatIf}
      <section>
        <h2>Hours</h2>
        ${hours}
      </section>
      ${bundleLine(id)}`;
    return write({
      title: name,
      main,
      viewer,
      url,
      status: problem ? statusOf(problem) : 200,
      sources: [
        { path: campaignPath(id), cli: `status ${name}` },
        { path: campaignPath(id, '/progress') },
        { path: campaignPath(id, '/what-if?concurrent=20'), cli: `status ${name} --if-concurrent 20` },
        { path: campaignPath(id, '/why'), cli: `why ${name}` },
        { path: campaignPath(id, '/series') },
        { path: campaignPath(id, '/hours') },
        { path: `/v1/machines/enrollment?campaign=${id}` },
      ],
    });
  };
  return [
    { method: 'get', path: '/campaigns/:campaign', handle: (request) => show(request) },
    killPage(show),
    {
      method: 'post',
      path: '/ui/campaigns/:campaign/:command',
      async handle(request) {
        const { campaign = '', command = '' } = request.params;
        const found = campaignCommandList.find(({ name }) => name === command);
        if (!found) throw noSuchCommand(command);
        const form = await request.readForm();
        const id = encodeURIComponent(campaign);
        return giveOrder({
          give: () => order(request, found.name, form),
          to: staysAt(form, 'machine') ? `/machines/campaign/${id}` : `/campaigns/${id}`,
          refused: (error) => show(request, error),
        });
      },
    },
  ];
}

function draftLine(id: string): Html {
  return html`<p class="lead">
    This is a draft. <a href="/campaigns/${id}/prepare">Add contacts, check and rehearse it</a> before the
    start.
  </p>`;
}

async function order({ api, params }: PageRequest, command: string, form: URLSearchParams): Promise<void> {
  const text = (name: string): string => (form.get(name) ?? '').trim();
  const reason = text('reason');
  const json = {
    ...(text('canary') !== '' && { canary: Number(text('canary')) }),
    ...(reason !== '' && { reason }),
    ...(text('hangUp') === 'true' && { hangUp: true }),
  };
  await readJson(api, {
    method: 'POST',
    path: campaignPath(params['campaign'] ?? '', `/${command}`),
    json,
    idempotencyKey: text('key') || undefined,
  });
}

type Show = (request: PageRequest, problem?: RingmasterError) => Promise<Response>;

/** The handler of the button that kills the owner of a campaign. The API has this order in `ringmaster cluster` only. */
const killPage = (show: Show): Page => ({
  method: 'post',
  path: '/ui/instances/:instance/kill',
  async handle(request) {
    const form = await request.readForm();
    const campaign = form.get('campaign') ?? '';
    return giveOrder({
      give: () => kill(request, form),
      to: `/campaigns/${encodeURIComponent(campaign)}`,
      refused: (error) => show({ ...request, params: { campaign } }, error),
    });
  },
});

async function kill({ api, params }: PageRequest, form: URLSearchParams): Promise<void> {
  await readJson(api, {
    method: 'POST',
    path: `/v1/instances/${encodeURIComponent(params['instance'] ?? '')}/kill`,
    idempotencyKey: form.get('key') || undefined,
  });
}

function noSuchCommand(command: string): RingmasterError {
  return new RingmasterError({
    code: 'page.no-command',
    family: 'not-found',
    message: `A campaign has no command ${command.slice(0, 40)}.`,
  });
}
