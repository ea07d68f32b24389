import type { OneService } from './start-service.ts';

/** An answer to a browser. */
export type PageAnswer = { status: number; headers: Headers; text: string };

/** A browser without scripts: it keeps one cookie, and follows no redirect. */
export type PageClient = {
  get: (path: string) => Promise<PageAnswer>;
  /** Sends a form as the page's own origin does. */
  post: (
    path: string,
    fields?: Record<string, string>,
    headers?: Record<string, string>,
  ) => Promise<PageAnswer>;
  /** Exchanges an API key for a session. */
  signIn: (key: string) => Promise<PageAnswer>;
  /** The cookie as the browser would send it; empty without one. */
  cookie: () => string;
};

/** Creates a browser that visits an instance. `origin` decides whether it is reached by https. */
export function createPageClient(
  { sendRaw }: Pick<OneService, 'sendRaw'>,
  { origin = 'http://localhost' }: { origin?: string } = {},
): PageClient {
  let cookie = '';
  const send = async (path: string, init: RequestInit): Promise<PageAnswer> => {
    const headers = { accept: 'text/html', ...(cookie !== '' && { cookie }), ...init.headers };
    const answer = await sendRaw(new Request(`${origin}${path}`, { ...init, headers, redirect: 'manual' }));
    const [pair = ''] = (answer.headers.get('set-cookie') ?? '').split(';', 1);
    if (pair !== '') cookie = pair.endsWith('=') ? '' : pair;
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const post: PageClient['post'] = (path, fields = {}, headers = {}) =>
    send(path, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin,
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
    });
  return {
    get: (path) => send(path, { method: 'GET' }),
    post,
    signIn: (key) => post('/ui/sign-in', { key, next: '/' }),
    cookie: () => cookie,
  };
}
