import { html } from 'hono/html';
import { isRingmasterError, RingmasterError } from '../../../domain/errors.ts';
import type { Verdict } from '../../../queries/index.ts';
import { passFile, readJson } from '../../api/read-json.ts';
import { withQuery } from '../../api/reads.ts';
import { allClients } from '../../api/stops.ts';
import type { Page, PageRequest } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import { roleRefusal } from '../../layout/order-button.ts';
import { refusalNotice } from '../../layout/problem.ts';
import { addForm, askForm, listTable, verdictText } from '../../text/do-not-contact.ts';
import type { Entry } from '../../text/do-not-contact.ts';
import { importForm, importResult } from '../../text/do-not-contact-import.ts';
import type { ListImport } from '../../text/do-not-contact-import.ts';
import { listType } from '../list-type.ts';
import { statusOf } from '../problem-status.ts';

const perPage = '50';
const path = '/ui/do-not-contact';

type Shown = {
  verdict?: Verdict;
  imported?: ListImport;
  problem?: RingmasterError;
  done?: string;
  after?: string;
};

/**
 * Returns the page of the do-not-contact lists and its handlers. Addresses are sent in bodies only, and no answer to a
 * form is a redirect, so that no address is in the history of a browser.
 */
export function doNotContactPages({ write }: { write: WriteDocument }): Page[] {
  const show = async (request: PageRequest, shown: Shown): Promise<Response> => {
    const { api, viewer, url } = request;
    const { verdict, imported, problem, done, after } = shown;
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
        ${mayChange ? importForm(viewer) : ''} ${imported ? importResult(imported) : ''}
        <p>
          <a href="/do-not-contact/export/csv" download>All entries as CSV</a>
          <a href="/do-not-contact/export/ndjson" download>as NDJSON</a>
        </p>
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
      return answered(request, () => work({ request, text }));
    },
  });

  /** Shows the page with what the work has done, or with its refusal. */
  const answered = async (request: PageRequest, work: () => Promise<Shown>): Promise<Response> => {
    try {
      return await show(request, await work());
    } catch (error) {
      if (!isRingmasterError(error) || error.family === 'fault') throw error;
      return show(request, { problem: error });
    }
  };

  return [
    { method: 'get', path: '/do-not-contact', handle: (request) => show(request, {}) },
    ...(['csv', 'ndjson'] as const).map((format): Page => ({
      method: 'get',
      path: `/do-not-contact/export/${format}`,
      handle: ({ api }) => passFile(api, withQuery('/v1/suppression-export', { format })),
    })),
    handler('ask', ask),
    handler('list', async ({ text }) => ({ after: text('after') })),
    handler('add', add),
    handler('remove', remove),
    {
      method: 'post',
      path: `${path}/import`,
      handle: (request) => answered(request, () => importList(request)),
    },
  ];
}

type Form = { request: PageRequest; text: (field: string) => string };

/** The fields for a client and a campaign; nothing for the client of the viewer. */
function listIn(text: Form['text']): { client?: string; campaign?: string } {
  return {
    ...(text('client') !== '' && { client: text('client') }),
    ...(text('campaign') !== '' && { campaign: text('campaign') }),
  };
}

async function ask({ request: { api }, text }: Form): Promise<Shown> {
  const verdict = await readJson<Verdict>(api, {
    method: 'POST',
    path: '/v1/suppression-verdict',
    json: { address: text('address'), ...listIn(text) },
  });
  return { verdict };
}

async function add({ request: { api }, text }: Form): Promise<Shown> {
  const { address, client, campaign, expiresAt } = await readJson<Entry>(api, {
    method: 'POST',
    path: '/v1/suppressions',
    json: {
      address: text('address'),
      source: 'operator',
      ...(text('reason') !== '' && { reason: text('reason') }),
      ...(text('until') !== '' && { expiresAt: endIn(text('until')) }),
      ...listIn(text),
    },
    idempotencyKey: text('key') || undefined,
  });
  const whose = client === allClients ? 'all clients' : (campaign ?? client);
  const end = expiresAt === null ? '' : `, until ${expiresAt}`;
  return { done: `${address} is on the list of ${whose}${end}. It is in force at once.` };
}

async function remove({ request: { api }, text }: Form): Promise<Shown> {
  const address = text('address');
  await readJson(api, {
    method: 'DELETE',
    path: withQuery(`/v1/suppressions/${encodeURIComponent(address)}`, { ...listIn(text) }),
    idempotencyKey: text('key') || undefined,
  });
  return { done: `${address} was removed from the list. Contacts that ended as suppressed do not change.` };
}

/** A day is its beginning in UTC. */
function endIn(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
}

async function importList(request: PageRequest): Promise<Shown> {
  const form = await request.readUpload();
  const list = form.get('list');
  if (!(list instanceof File) || list.size === 0) {
    throw new RingmasterError({
      code: 'import.empty',
      family: 'invalid',
      message: 'No list was chosen, or it is empty.',
      hint: 'Choose a CSV, NDJSON or JSON file.',
    });
  }
  const field = (name: string): string | undefined => {
    const value = form.get(name);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const imported = await readJson<ListImport>(request.api, {
    method: 'POST',
    path: withQuery('/v1/suppression-imports', {
      client: field('client'),
      campaign: field('campaign'),
      country: field('country')?.toUpperCase(),
      reason: field('reason'),
      origin: list.name,
    }),
    body: { type: listType(list.name), content: list.stream() },
  });
  return { imported };
}
