import { html } from 'hono/html';
import type { RingmasterError } from '../../../domain/errors.ts';
import type { CallView, PersonView } from '../../../queries/index.ts';
import { readJson } from '../../api/read-json.ts';
import { readCampaignNames, readCalls, withQuery } from '../../api/reads.ts';
import type { Page, PageRequest } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import { refusalNotice } from '../../layout/problem.ts';
import { openCallsRegion } from '../../regions/calls/open-calls.ts';
import { placeRegion } from '../../regions/region.ts';
import { isRefusal } from '../give-order.ts';
import { statusOf } from '../problem-status.ts';
import { redirectTo } from '../redirect.ts';
import { callForm, readCallFields } from './call-form.ts';
import type { CallFields } from './call-form.ts';
import { endedCalls } from './ended-calls.ts';

const pageSize = '50';

type Refused = { problem: RingmasterError; fields: CallFields };

/** Returns the page of all calls: the open ones live, the form for one call, and those that have ended, page by page. */
export function callsPages({ write }: { write: WriteDocument }): Page[] {
  const show = async ({ api, viewer, url }: PageRequest, refused?: Refused): Promise<Response> => {
    const after = url.searchParams.get('after') ?? undefined;
    const query = { after, limit: pageSize };
    const [{ items, next }, open] = await Promise.all([
      readCalls(api, query),
      placeRegion(openCallsRegion, { api, viewer, about: '' }),
    ]);
    const ended = items.filter(({ active }) => !active);
    const names = await readCampaignNames(api, ended);
    const main = html`<h1>Calls</h1>
      ${refusalNotice(refused?.problem)}
      <section aria-labelledby="open">
        <h2 id="open">Open now</h2>
        ${open}
      </section>
      ${callForm({ fields: refused?.fields ?? {}, viewer })}
      <section aria-labelledby="ended">
        <h2 id="ended">Ended, newest first</h2>
        ${endedCalls({ calls: ended, names, isFirst: after === undefined, next })}
      </section>`;
    return write({
      title: 'Calls',
      main,
      viewer,
      url,
      status: refused ? statusOf(refused.problem) : 200,
      sources: [
        { path: '/v1/calls?active=true', cli: 'calls' },
        { path: withQuery('/v1/calls', query), cli: 'calls --all' },
      ],
    });
  };
  return [
    { method: 'get', path: '/calls', handle: (request) => show(request) },
    {
      method: 'post',
      path: '/ui/calls',
      async handle(request) {
        const form = await request.readForm();
        const fields = readCallFields(form);
        try {
          return redirectTo(await placeCall(request, { fields, key: form.get('key') || undefined }));
        } catch (error) {
          if (!isRefusal(error)) throw error;
          return show(request, { problem: error, fields });
        }
      },
    },
  ];
}

/** Orders a call. Resolves with the page of the call, or of the contact if the call has to wait. */
async function placeCall(
  { api }: PageRequest,
  { fields, key }: { fields: CallFields; key: string | undefined },
): Promise<string> {
  const { call, campaign, contact } = await readJson<{
    call: CallView | null;
    campaign: string;
    contact: PersonView;
  }>(api, { method: 'POST', path: '/v1/calls', json: fields, idempotencyKey: key });
  return call ? `/calls/${call.id}` : `/campaigns/${campaign}/contacts/${contact.id}`;
}
