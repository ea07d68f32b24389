import { html } from 'hono/html';
import { RingmasterError } from '../../../domain/errors.ts';
import { passFile, readJson } from '../../api/read-json.ts';
import { contactPath, readCampaign, readContact, withQuery } from '../../api/reads.ts';
import type { Page, PageRequest } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import type { Html } from '../../layout/html.ts';
import { staysAt } from '../../layout/order-button.ts';
import { refusalNotice } from '../../layout/problem.ts';
import { contactCommandList } from '../../regions/contact/contact-commands.ts';
import { aboutContact, contactRegion } from '../../regions/contact/contact-region.ts';
import { placeRegion } from '../../regions/region.ts';
import { giveOrder } from '../give-order.ts';
import { statusOf } from '../problem-status.ts';
import { consentPages, consentSection } from './contact-consents.ts';

/** Returns the page of a contact in a campaign, and the handler of its commands. */
export function contactPages({ write }: { write: WriteDocument }): Page[] {
  const show = async (request: PageRequest, problem?: RingmasterError): Promise<Response> => {
    const { api, viewer, url, params } = request;
    const campaign = await readCampaign(api, params['campaign'] ?? '');
    const person = await readContact(api, campaign.id, params['contact'] ?? '');
    const { id, name, row } = person;
    const list = `/campaigns/${campaign.id}/contacts`;
    const main = html`<p class="soft">
        <a href="/campaigns/${campaign.id}"><bdi>${campaign.name}</bdi></a> / <a href="${list}">contacts</a> /
        <a href="/machines/enrollment/${id}?campaign=${campaign.id}">machine</a>
      </p>
      <h1>${name === null ? `Contact of row ${row}` : html`<bdi>${name}</bdi>`}</h1>
      ${refusalNotice(problem)}
      ${await placeRegion(contactRegion, { api, viewer, about: aboutContact(campaign.id, id) })}
      ${await consentSection({ request, campaign, person })}
      ${viewer.readOnly === undefined ? evidenceSection(campaign.id, id) : ''}`;
    return write({
      title: `Contact of row ${row}, ${campaign.name}`,
      main,
      viewer,
      url,
      status: problem ? statusOf(problem) : 200,
      sources: [
        { path: contactPath(campaign.id, id), cli: `contacts ${campaign.name} --find ${id}` },
        { path: contactPath(campaign.id, id, '/why'), cli: `why ${campaign.name} ${id}` },
        { path: '/v1/consents', cli: 'consent ADDRESS' },
        { path: withQuery('/v1/calls', { campaign: campaign.id, contact: id }) },
      ],
    });
  };
  return [
    {
      method: 'get',
      path: '/campaigns/:campaign/contacts/:contact',
      handle: (request) => show(request),
    },
    {
      method: 'get',
      path: '/campaigns/:campaign/contacts/:contact/evidence',
      async handle({ api, params: { campaign = '', contact = '' }, url }) {
        const { id, client } = await readCampaign(api, campaign);
        const only = url.searchParams.get('only') === 'campaign' ? id : undefined;
        return passFile(api, withQuery('/v1/evidence', { contact, client, campaign: only }));
      },
    },
    ...consentPages({ show }),
    {
      method: 'post',
      path: '/ui/campaigns/:campaign/contacts/:contact/:command',
      async handle(request) {
        const { campaign = '', contact = '', command = '' } = request.params;
        const found = contactCommandList.find(({ name }) => name === command);
        if (!found) throw noSuchCommand(command);
        const form = await request.readForm();
        const [list, id] = [encodeURIComponent(campaign), encodeURIComponent(contact)];
        return giveOrder({
          give: () => order(request, found.name, form),
          to: staysAt(form, 'machine')
            ? `/machines/enrollment/${id}?campaign=${list}`
            : `/campaigns/${list}/contacts/${id}`,
          refused: (error) => show(request, error),
        });
      },
    },
  ];
}

function evidenceSection(campaign: string, contact: string): Html {
  const path = `/campaigns/${campaign}/contacts/${contact}/evidence`;
  return html`<section>
    <h2>Evidence</h2>
    <p>
      One file with everything that is known of this person: each event, attempt, verdict and suppression, and
      the proof that the events are in the log. <code>ringmaster verify FILE</code> checks it on any machine.
    </p>
    <p class="commands">
      <a href="${path}" download>Download, all campaigns of the client</a>
      <a href="${path}?only=campaign" download>Download, this campaign</a>
    </p>
  </section>`;
}

async function order({ api, params }: PageRequest, command: string, form: URLSearchParams): Promise<void> {
  const reason = (form.get('reason') ?? '').trim();
  const at = form.get('at');
  await readJson(api, {
    method: 'POST',
    path: contactPath(params['campaign'] ?? '', params['contact'] ?? '', `/${command}`),
    json: { ...(reason !== '' && { reason }), ...(at !== null && { at }) },
    idempotencyKey: form.get('key') || undefined,
  });
}

function noSuchCommand(command: string): RingmasterError {
  return new RingmasterError({
    code: 'page.no-command',
    family: 'not-found',
    message: `A contact has no command ${command.slice(0, 40)}.`,
  });
}
