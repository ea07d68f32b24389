import { html } from 'hono/html';
import { readJson } from '../../api/read-json.ts';
import { campaignPath, contactPath, readCampaign } from '../../api/reads.ts';
import type { PageRequest } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import type { Html } from '../../layout/html.ts';
import type { Source } from '../../layout/sources.ts';
import { actorRegion } from '../../regions/machines/actor-region.ts';
import { aboutActor, actorPagePath, actorPath } from '../../regions/machines/actor-view.ts';
import type { ActorView } from '../../regions/machines/actor-view.ts';
import { placeRegion } from '../../regions/region.ts';
import { redirectTo } from '../redirect.ts';

/** The page of a campaign, a contact or an attempt as an actor of its machine. */
export async function showActor(
  { api, viewer, url, params }: PageRequest,
  write: WriteDocument,
): Promise<Response> {
  const { name = '', id = '' } = params;
  const path = actorPath(id, url.searchParams.get('campaign') ?? undefined);
  const actor = await readJson<ActorView>(api, { path });
  if (actor.machine !== name) return redirectTo(actorPagePath(actor));
  const campaign = await readCampaign(api, actor.campaign);
  const region = await placeRegion(actorRegion, { api, viewer, about: aboutActor(actor) });
  const main = html`<p class="soft">
      <a href="/machines">Machines</a> / <a href="/machines/${name}">${name}</a>
    </p>
    <h1><code>${actor.id}</code></h1>
    <p>
      ${pageLink(actor)} of the campaign <a href="/campaigns/${campaign.id}"><bdi>${campaign.name}</bdi></a
      >.
    </p>
    ${region}`;
  const sources = [{ path }, ...eventSources(actor, campaign.name)];
  return write({ title: `${name} ${id}`, main, viewer, url, sources });
}

/** The page for people about the same. */
function pageLink({ machine, id, campaign, context }: ActorView): Html {
  if (machine === 'campaign') return html`The machine`;
  if (machine === 'attempt') return html`<a href="/calls/${id}">Attempt ${String(context['number'])}</a>`;
  return html`<a href="/campaigns/${campaign}/contacts/${id}">Contact</a>`;
}

function eventSources({ machine, id, campaign, context }: ActorView, name: string): Source[] {
  const machineSource = { path: `/v1/machines/${machine}`, cli: `machine show ${machine} ${name}` };
  if (machine === 'campaign') {
    return [machineSource, { path: campaignPath(campaign, '/events/own'), cli: `events ${name}` }];
  }
  const contact = machine === 'attempt' ? String(context['contact']) : id;
  return [
    machineSource,
    { path: contactPath(campaign, contact) },
    {
      path: campaignPath(campaign, `/events?contact=${encodeURIComponent(contact)}`),
      cli: `events ${name} --contact ${contact}`,
    },
  ];
}
