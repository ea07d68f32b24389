import { isRingmasterError, RingmasterError } from '../../../domain/errors.ts';
import { readImports, requireImport } from '../../api/preparation.ts';
import type { ListPreview } from '../../api/preparation.ts';
import { readJson } from '../../api/read-json.ts';
import { campaignPath, withQuery } from '../../api/reads.ts';
import type { Page, PageRequest } from '../../contract.ts';
import type { Html } from '../../layout/html.ts';
import { pageHeaders } from '../../layout/policy.ts';
import { problemNotice } from '../../layout/problem.ts';
import { previewTable } from '../../text/list-preview.ts';
import { listType } from '../list-type.ts';
import { statusOf } from '../problem-status.ts';
import { redirectTo } from '../redirect.ts';

/** Returns the handlers of lists of contacts: a file of a form, a file as the body, and the start of a file. */
export function uploadPages(): Page[] {
  return [
    {
      method: 'post',
      path: '/ui/imports/:campaign',
      async handle(request) {
        const isForm = (request.request.headers.get('content-type') ?? '').startsWith('multipart/');
        if (isForm) return redirectTo(await importForm(request));
        return asFragment(async () => {
          const location = await importBody(request);
          return Response.json({ location });
        });
      },
    },
    {
      method: 'post',
      path: '/ui/imports/:campaign/preview',
      handle: (request) =>
        asFragment(async () => {
          const path = listPath(request, '/contact-preview', { columns: query(request, 'columns') });
          const preview = await readJson<ListPreview>(request.api, {
            method: 'POST',
            path,
            body: bodyOf(request),
          });
          return fragment(previewTable(preview));
        }),
    },
    {
      method: 'post',
      path: '/ui/close-import/:campaign/:import',
      async handle({ api, params }) {
        const [campaign, id] = [params['campaign'] ?? '', params['import'] ?? ''];
        requireImport((await readImports(api, campaign)).items, id);
        const path = `/v1/imports/${encodeURIComponent(id)}/close`;
        await readJson(api, { method: 'POST', path, json: {} });
        return redirectTo(preparePath(campaign, null));
      },
    },
  ];
}

async function importForm(request: PageRequest): Promise<string> {
  const form = await request.readUpload();
  const list = form.get('list');
  if (!(list instanceof File) || list.size === 0) throw noFile();
  const text = (name: string): string | undefined => {
    const value = form.get(name);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const path = listPath(request, '/contacts', { columns: text('columns'), resume: text('resume') });
  const { id } = await readJson<{ id: string }>(request.api, {
    method: 'POST',
    path,
    body: { type: listType(list.name), content: list.stream() },
    idempotencyKey: text('key'),
  });
  return preparePath(request.params['campaign'] ?? '', id);
}

async function importBody(request: PageRequest): Promise<string> {
  const asked = { columns: query(request, 'columns'), resume: query(request, 'resume') };
  const path = listPath(request, '/contacts', asked);
  const { id } = await readJson<{ id: string }>(request.api, {
    method: 'POST',
    path,
    body: bodyOf(request),
    idempotencyKey: request.request.headers.get('idempotency-key') ?? undefined,
  });
  return preparePath(request.params['campaign'] ?? '', id);
}

function bodyOf({ request }: PageRequest): { type: string; content: ReadableStream<Uint8Array> | string } {
  return { type: request.headers.get('content-type') ?? '', content: request.body ?? '' };
}

function query({ url }: PageRequest, name: string): string | undefined {
  return url.searchParams.get(name) ?? undefined;
}

function listPath(
  { params }: PageRequest,
  rest: string,
  asked: Readonly<Record<string, string | undefined>>,
): string {
  return withQuery(campaignPath(params['campaign'] ?? '', rest), asked);
}

function preparePath(campaign: string, imported: string | null): string {
  const path = `/campaigns/${encodeURIComponent(campaign)}/prepare`;
  return withQuery(path, { import: imported ?? undefined });
}

/** Answers an error with a notice that the script puts into the page. */
async function asFragment(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!isRingmasterError(error) || error.family === 'fault') throw error;
    return fragment(problemNotice({ detail: error.message, hint: error.hint }), statusOf(error));
  }
}

async function fragment(content: Html, status = 200): Promise<Response> {
  return new Response(String(await content), { status, headers: pageHeaders });
}

function noFile(): RingmasterError {
  return new RingmasterError({
    code: 'page.no-file',
    family: 'invalid',
    message: 'The form has no file, or the file is empty.',
    hint: 'Choose a list of contacts (CSV, NDJSON or JSON).',
  });
}
