import { html } from 'hono/html';
import type { RingmasterError } from '../../../domain/errors.ts';
import { passFile, readJson } from '../../api/read-json.ts';
import { callPath, contactPath, readCall, readCampaign, withQuery, campaignPath } from '../../api/reads.ts';
import type { Page, PageRequest } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import { staysAt } from '../../layout/order-button.ts';
import { refusalNotice } from '../../layout/problem.ts';
import { aboutCall, callRegion } from '../../regions/calls/call-region.ts';
import { placeRegion } from '../../regions/region.ts';
import { giveOrder } from '../give-order.ts';
import { statusOf } from '../problem-status.ts';
import { readTransferFields, transferForm } from './transfer-form.ts';
import type { TransferFields } from './transfer-form.ts';

/** Returns the page of a call, and the handlers that hang it up and transfer it. */
export function callPages({ write }: { write: WriteDocument }): Page[] {
  const show: Show = async (request, problem, fields) => {
    const { api, viewer, url, params } = request;
    const call = await readCall(api, params['call'] ?? '');
    const { id, campaign, contact, number } = call;
    const { name } = await readCampaign(api, campaign);
    const main = html`<p class="soft">
        <a href="/calls">Calls</a> / <a href="/campaigns/${campaign}"><bdi>${name}</bdi></a> /
        <a href="/campaigns/${campaign}/contacts/${contact}">contact</a> /
        <a href="/machines/attempt/${id}">machine</a>
      </p>
      <h1>Call, attempt ${number}</h1>
      ${refusalNotice(problem)} ${transferForm({ call, viewer, ...(fields && { fields }) })}
      ${await placeRegion(callRegion, { api, viewer, about: aboutCall(campaign, id) })}`;
    return write({
      title: `Call, ${name}`,
      main,
      viewer,
      url,
      status: problem ? statusOf(problem) : 200,
      sources: [
        { path: callPath(id), cli: `calls --all --campaign ${name}` },
        { path: `${callPath(id)}/callbacks`, cli: `calls ${id}` },
        { path: `/v1/actors/${id}` },
        {
          path: withQuery(campaignPath(campaign, '/events'), { contact }),
          cli: `events ${name} --contact ${contact}`,
        },
        { path: contactPath(campaign, contact) },
      ],
    });
  };
  return [
    { method: 'get', path: '/calls/:call', handle: (request) => show(request) },
    ...orderPages(show),
    ...recordingPages(show),
  ];
}

type Show = (request: PageRequest, problem?: RingmasterError, fields?: TransferFields) => Promise<Response>;

/** The handlers of the orders on the page. */
function orderPages(show: Show): Page[] {
  return [
    {
      method: 'post',
      path: '/ui/calls/:call/hang-up',
      async handle(request) {
        const { api, params, readForm } = request;
        const id = params['call'] ?? '';
        const form = await readForm();
        return giveOrder({
          give: () =>
            readJson(api, {
              method: 'DELETE',
              path: callPath(id),
              idempotencyKey: form.get('key') || undefined,
            }),
          to: pageAfter(form, id),
          refused: (error) => show(request, error),
        });
      },
    },
    {
      method: 'post',
      path: '/ui/calls/:call/transfer',
      async handle(request) {
        const { api, params, readForm } = request;
        const id = params['call'] ?? '';
        const form = await readForm();
        const fields = readTransferFields(form);
        return giveOrder({
          give: () =>
            readJson(api, {
              method: 'POST',
              path: `${callPath(id)}/transfer`,
              json: fields,
              idempotencyKey: form.get('key') || undefined,
            }),
          to: `/calls/${encodeURIComponent(id)}`,
          refused: (error) => show(request, error, fields),
        });
      },
    },
    {
      method: 'post',
      path: '/ui/calls/:call/disposition',
      async handle(request) {
        const id = request.params['call'] ?? '';
        const form = await request.readForm();
        return giveOrder({
          give: () => setDisposition(request, { id, form }),
          to: pageAfter(form, id),
          refused: (error) => show(request, error),
        });
      },
    },
  ];
}

/** The sound of a recording, and the handler that deletes it. */
function recordingPages(show: Show): Page[] {
  return [
    {
      method: 'get',
      path: '/ui/calls/:call/recordings/:recording',
      handle: ({ api, params: { call = '', recording = '' } }) =>
        passFile(api, `${callPath(call)}/recordings/${encodeURIComponent(recording)}`),
    },
    {
      method: 'post',
      path: '/ui/calls/:call/recordings/:recording/delete',
      async handle(request) {
        const { api, params, readForm } = request;
        const { call = '', recording = '' } = params;
        const form = await readForm();
        return giveOrder({
          give: () =>
            readJson(api, {
              method: 'DELETE',
              path: `${callPath(call)}/recordings/${encodeURIComponent(recording)}`,
              idempotencyKey: form.get('key') || undefined,
            }),
          to: pageAfter(form, call),
          refused: (error) => show(request, error),
        });
      },
    },
  ];
}

/** Sets the disposition that the form of the page of a call names. */
async function setDisposition(
  { api }: PageRequest,
  { id, form }: { id: string; form: URLSearchParams },
): Promise<void> {
  const note = (form.get('note') ?? '').trim();
  await readJson(api, {
    method: 'POST',
    path: `${callPath(id)}/disposition`,
    json: {
      disposition: (form.get('disposition') ?? '').trim(),
      retry: form.get('retry') === 'on',
      ...(note !== '' && { note }),
    },
    idempotencyKey: form.get('key') || undefined,
  });
}

function pageAfter(form: URLSearchParams, id: string): string {
  if (staysAt(form, 'calls')) return '/calls';
  const name = encodeURIComponent(id);
  return staysAt(form, 'machine') ? `/machines/attempt/${name}` : `/calls/${name}`;
}
