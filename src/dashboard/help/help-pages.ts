import { readFile } from 'node:fs/promises';
import { html, raw } from 'hono/html';
import { RingmasterError } from '../../domain/errors.ts';
import type { Page } from '../contract.ts';
import type { WriteDocument } from '../layout/document.ts';
import { pageHeaders } from '../layout/policy.ts';
import { renderMarkdown } from './render-markdown.ts';

/** The documentation lies beside src and dist. */
const docs = new URL('../../../docs/', import.meta.url);

/** Returns the pages of the documentation and their pictures. They are the same for everyone, and need no session. */
export function helpPages({ write }: { write: WriteDocument }): Page[] {
  return [
    {
      method: 'get',
      path: '/help/:document',
      isOpen: true,
      async handle({ params, viewer, url }) {
        const name = params['document'] ?? '';
        const file = await read({ name, pattern: /^[a-z-]{1,40}$/, file: `${name}.md` });
        const text = file.toString('utf8');
        const title = /^# (.+)$/m.exec(text)?.[1] ?? name;
        const main = html`<article class="prose">${raw(renderMarkdown(text))}</article>`;
        return write({ title, main, viewer, url });
      },
    },
    {
      method: 'get',
      path: '/ui/help/:picture',
      isOpen: true,
      async handle({ params }) {
        const name = params['picture'] ?? '';
        const file = await read({ name, pattern: /^[a-z-]{1,40}\.png$/, file: `pictures/${name}` });
        return new Response(new Uint8Array(file), {
          headers: { ...pageHeaders, 'content-type': 'image/png' },
        });
      },
    },
  ];
}

/** Reads a file of the documentation. Throws `page.no-document`. */
async function read({
  name,
  pattern,
  file,
}: {
  name: string;
  pattern: RegExp;
  file: string;
}): Promise<Buffer> {
  if (!pattern.test(name)) throw noDocument(name);
  try {
    return await readFile(new URL(file, docs));
  } catch (cause) {
    throw noDocument(name, cause);
  }
}

function noDocument(name: string, cause?: unknown): RingmasterError {
  return new RingmasterError({
    code: 'page.no-document',
    family: 'not-found',
    message: `The documentation has no page ${name.slice(0, 60)}.`,
    ...(cause !== undefined && { cause }),
  });
}
