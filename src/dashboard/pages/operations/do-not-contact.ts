import { html } from 'hono/html';
import { isRingmasterError } from '../../../domain/errors.ts';
import type { RingmasterError } from '../../../domain/errors.ts';
import type { Verdict } from '../../../queries/index.ts';
import { readJson } from '../../api/read-json.ts';
import { withQuery } from '../../api/reads.ts';
import { allClients } from '../../api/stops.ts';
import type { Page, PageRequest } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import { roleRefusal } from '../../layout/order-button.ts';
import { refusalNotice } from '../../layout/problem.ts';
import { addForm, askForm, listTable, verdictText } from '../../text/do-not-contact.ts';
import type { Entry } from '../../text/do-not-contact.ts';
import { statusOf } from '../problem-status.ts';

const perPage = '50';
const path = '/ui/do-not-contact';

type Shown = { verdict?: Verdict; problem?: RingmasterError; done?: string; after?: string };

/**
 * Returns the page of the do-not-contact lists and its handlers. Addresses are sent in bodies only, and no answer to a
 * form is a redirect, so that no address is in the history of a browser.
 */
export function doNotContactPages({ write }: { write: WriteDocument }): Page[] {
  const show = async (request: PageRequest, shown: Shown): Promise<Response> => {
    const { api, viewer, url } = request;
    const { verdict, problem, done, after } = shown;
    const list = await readJson<{ items: readonly Entry[]; next: string | null }>(api, {
      path: withQuery('/v1/suppressions', { limit: perPage, after }),
    });
    const mayChange = roleRefusal(viewer) === null;
    const main = html`<h1>Do not contact</h1>
      ${refusalNotice(problem)}
      ${done === undefined ? '' : html`<p class="lead passed" role="status">${done}</p>`}
      <section aria-labelledby="ask">
        <h2 id="ask">May we contact it?</h2>
        ${askForm(viewer)} ${verdict ? verdictText(verdict) : ''}
      </section>
      <section aria-labelledby="lists">
        <h2 id="lists">Lists</h2>
        ${mayChange ? addForm(viewer) : html`<p class="soft">Entries are added with the role operator.</p>`}
        ${listTable({ ...list, viewer })}
      </section>`;
    const status = problem ? statusOf(problem) : 200;
    const sources = [{ path: '/v1/suppressions', cli: 'suppress NUMBER' }];
    return write({ title: 'Do not contact', main, viewer, url, status, sources });
  };

  const handler = (name: string, work: (input: Form) => Promise<Shown>): Page => ({
    method: 'post',
    path: `${path}/${name}`,
    async handle(request) {
      const form = await request.readForm();
      const text = (field: string): string => (form.get(field) ?? '').trim();
      try {
        return await show(request, await work({ request, text }));
      } catch (error) {
        if (!isRingmasterError(error) || error.family === 'fault') throw error;
        return show(request, { problem: error });
      }
    },
  });

  return [
    { method: 'get', path: '/do-not-contact', handle: (request) => show(request, {}) },
    handler('ask', ask),
    handler('list', async ({ text }) => ({ after: text('after') })),
    handler('add', add),
    handler('remove', remove),
  ];
}

type Form = { request: PageRequest; text: (field: string) => string };

/** The field for a client; nothing for the client of the viewer. */
function clientIn(text: Form['text']): { client?: string } {
  return text('client') === '' ? {} : { client: text('client') };
}

async function ask({ request: { api }, text }: Form): Promise<Shown> {
  const verdict = await readJson<Verdict>(api, {
    method: 'POST',
    path: '/v1/suppression-verdict',
    json: { address: text('address'), ...clientIn(text) },
  });
  return { verdict };
}

async function add({ request: { api }, text }: Form): Promise<Shown> {
  const { address, client } = await readJson<Entry>(api, {
    method: 'POST',
    path: '/v1/suppressions',
    json: {
      address: text('address'),
      ...(text('reason') !== '' && { reason: text('reason') }),
      ...clientIn(text),
    },
    idempotencyKey: text('key') || undefined,
  });
  const whose = client === allClients ? 'all clients' : client;
  return { done: `${address} is on the list of ${whose}. It is in force at once.` };
}

async function remove({ request: { api }, text }: Form): Promise<Shown> {
  const address = text('address');
  await readJson(api, {
    method: 'DELETE',
    path: withQuery(`/v1/suppressions/${encodeURIComponent(address)}`, clientIn(text)),
    idempotencyKey: text('key') || undefined,
  });
  return { done: `${address} was removed from the list. Contacts that ended as suppressed do not change.` };
}
