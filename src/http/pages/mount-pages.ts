import { getConnInfo } from '@hono/node-server/conninfo';
import type { Hono } from 'hono';
import { compress } from 'hono/compress';
import { getCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { themes } from '../../dashboard/contract.ts';
import type { Dashboard, Page, PageRequest, Viewer } from '../../dashboard/contract.ts';
import type { Caller } from '../../domain/caller.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import { localCaller } from '../caller.ts';
import { problemReply } from '../errors.ts';
import { checkLocal } from '../middleware/local-only.ts';
import type { AppContext, AppEnv } from '../route.ts';
import { refuseSocket } from '../socket/open-socket.ts';
import { createEventEncoder, eventStream } from '../sse/event-stream.ts';
import { createCallApi } from './call-api.ts';
import { readForm } from './read-form.ts';
import { readUpload } from './read-upload.ts';
import type { Sessions } from './sessions.ts';

export type PagesInput = {
  app: Hono<AppEnv>;
  dashboard: Dashboard;
  /** Null without API keys: every request from this machine is the local administrator. */
  sessions: Sessions | null;
  system: Clock;
  stopping: AbortSignal;
  /** Set where nothing can be ordered: the error of every order. */
  readOnly: RingmasterError | null;
};

/** Without the rights of an operator, a page offers no order. */
const looking = { role: 'viewer' } as const;

/** Whether an error should be shown as a page, because a browser asked for one. */
export function wantsPage(context: AppContext): boolean {
  const { method, path } = context.req;
  const accepts = context.req.header('accept') ?? '';
  return method === 'GET' && !path.startsWith('/v1/') && accepts.includes('text/html');
}

/**
 * Mounts the pages before the routes of the API, which require a key: a session authenticates pages only. Forms are
 * refused if another site sends them. A page that fails is answered with the page for errors.
 */
export function mountPages({ app, dashboard, sessions, system, stopping, readOnly }: PagesInput): void {
  app.use('/ui/*', csrf());
  const encode = createEventEncoder();
  const viewerOf = async (context: AppContext): Promise<Caller | null> =>
    sessions ? sessions.viewerOf(context) : localCaller;

  const answer = async (page: Page, context: AppContext): Promise<Response> => {
    const url = new URL(context.req.url);
    const caller = withTheme(await viewerOf(context), context);
    const viewer = caller && readOnly ? { ...caller, ...looking, readOnly: readOnly.message } : caller;
    context.set('caller', viewer);
    const log = context.get('log');
    const request = context.req.raw;
    const params = context.req.param();
    const common = { params, url, request, log, readForm: () => readForm(request) };
    if (page.isOpen) {
      const signing = signingOf({ context, sessions });
      return page.handle({ ...common, viewer, needsSession: sessions !== null, ...signing });
    }
    if (!viewer) return askToSignIn({ page, url });
    const signedIn: PageRequest = {
      ...common,
      viewer,
      readUpload: () => readUpload(request),
      api: createCallApi({ app, viewer, requestId: context.get('requestId') }),
      isSignedIn: async () => (await viewerOf(context)) !== null,
      stream: (fill) =>
        eventStream({
          system,
          stopping,
          fill,
          encode,
          onError: (error) => log.error({ err: error }, 'a stream of a page failed'),
        }),
    };
    return page.handle(signedIn);
  };

  for (const page of dashboard.pages) {
    app.use(page.path, compress());
    app.on(page.method.toUpperCase(), page.path, async (context) => {
      context.set('route', page.path);
      refuseSocket(context);
      try {
        if (!sessions) checkLocal(context);
        return await answer(page, context);
      } catch (error) {
        return errorPage({ error, context, dashboard });
      }
    });
  }
}

/** Answers an error with a page. */
export async function errorPage({
  error,
  context,
  dashboard,
}: {
  error: unknown;
  context: AppContext;
  dashboard: Dashboard;
}): Promise<Response> {
  const { problem, headers, isFault } = problemReply({ error, requestId: context.get('requestId') });
  if (isFault) context.get('log').error({ err: error, route: context.get('route') }, 'a page failed');
  const page = await dashboard.errorPage({
    problem,
    viewer: context.get('caller'),
    path: context.req.path,
  });
  for (const [name, value] of Object.entries(headers)) page.headers.set(name, value);
  return page;
}

/** Adds the theme that the browser has chosen. Every page shows it, so that it does not change after the page is shown. */
function withTheme(viewer: Caller | null, context: AppContext): Viewer | null {
  const chosen = getCookie(context, 'theme');
  const theme = themes.find((name) => name === chosen);
  return viewer && theme !== undefined ? { ...viewer, theme } : viewer;
}

/** A page leads to the sign-in and back; a form or a stream is refused. */
function askToSignIn({ page, url }: { page: Page; url: URL }): Response {
  if (page.method !== 'get' || page.path.startsWith('/ui/')) throw signedOut();
  const next = encodeURIComponent(url.pathname + url.search);
  return new Response(null, { status: 303, headers: { location: `/sign-in?next=${next}` } });
}

function signingOf({ context, sessions }: { context: AppContext; sessions: Sessions | null }) {
  return {
    async signIn(key: string): Promise<string> {
      if (!sessions) throw new TypeError('a sign-in without API keys');
      return sessions.open({ context, key, address: addressOf(context) });
    },
    signOut: async (): Promise<string> => (sessions ? sessions.close(context) : ''),
  };
}

/** The address of the peer; one name for all requests that are made in process. */
function addressOf(context: AppContext): string {
  const bindings: object = context.env ?? {};
  const hasSocket = 'incoming' in bindings;
  return (hasSocket ? getConnInfo(context).remote.address : undefined) ?? 'in process';
}

function signedOut(): RingmasterError {
  return new RingmasterError({
    code: 'auth.signed-out',
    family: 'refused',
    message: 'You are not signed in; nothing was done.',
    hint: 'Sign in and try again.',
  });
}
