import { html } from 'hono/html';
import { isRingmasterError } from '../../domain/errors.ts';
import type { OpenPageRequest, Page } from '../contract.ts';
import { helpLink } from '../help/help-link.ts';
import type { WriteDocument } from '../layout/document.ts';
import { problemNotice } from '../layout/problem.ts';
import { redirectTo } from './redirect.ts';

type Attempt = { next: string; problem?: { detail: string; hint?: string | undefined; status: number } };

/** A path of this service. Another address would send the viewer elsewhere after the sign-in. */
function localPath(text: string | null): string {
  return text !== null && /^\/(?![/\\])/.test(text) ? text : '/';
}

/** Returns the page on which an API key is exchanged for a session, and the handlers of sign-in and sign-out. */
export function signInPages({ write }: { write: WriteDocument }): Page[] {
  const show = ({ url, viewer }: OpenPageRequest, { next, problem }: Attempt): Promise<Response> => {
    const main = html`<h1>Sign in</h1>
      ${
        problem
          ? html`${problemNotice(problem)}
              <p>${helpLink('signIn')}</p>`
          : ''
      }
      <form class="form" method="post" action="/ui/sign-in">
        <input type="hidden" name="next" value="${next}" />
        <label for="key">API key</label>
        <input id="key" name="key" type="password" autocomplete="current-password" required autofocus />
        <button type="submit">Sign in</button>
      </form>
      <p class="soft">
        The key is one of <code>API_KEYS</code>. It is exchanged for a session of this browser, which ends
        after 12 hours without use.
      </p>`;
    return write({ title: 'Sign in', main, viewer, url, status: problem?.status ?? 200 });
  };
  return [
    {
      method: 'get',
      path: '/sign-in',
      isOpen: true,
      async handle(request) {
        const next = localPath(request.url.searchParams.get('next'));
        return request.viewer ? redirectTo(next) : show(request, { next });
      },
    },
    {
      method: 'post',
      path: '/ui/sign-in',
      isOpen: true,
      async handle(request) {
        const form = await request.readForm();
        const next = localPath(form.get('next'));
        if (!request.needsSession) return redirectTo(next);
        try {
          const cookie = await request.signIn(form.get('key') ?? '');
          return redirectTo(next, { 'set-cookie': cookie });
        } catch (error) {
          if (!isRingmasterError(error) || !error.code.startsWith('auth.')) throw error;
          const status = error.family === 'overloaded' ? 429 : 403;
          return show(request, { next, problem: { detail: error.message, hint: error.hint, status } });
        }
      },
    },
    // Tells a page whose stream has ended whether its session has, too: it is answered only in a session.
    {
      method: 'get',
      path: '/ui/session',
      handle: async () => new Response(null, { status: 204 }),
    },
    {
      method: 'post',
      path: '/ui/sign-out',
      isOpen: true,
      handle: async ({ signOut }) => redirectTo('/sign-in', { 'set-cookie': await signOut() }),
    },
  ];
}
