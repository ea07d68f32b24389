import type { Clock } from '../../types.ts';
import type { Opener, WebReaction } from '../behaviour/reaction.ts';
import type { VisitEntry } from '../journal/entries.ts';
import type { Content, Original } from '../message/original.ts';

/** Sends a request to the web. A rejection means that the connection failed. */
export type FetchPage = (request: Request) => Promise<Response>;

export type Visit = Pick<VisitEntry, 'method' | 'url' | 'status' | 'result'>;

type VisitNeeds = {
  fetchPage: FetchPage;
  /** The clock of the time limit. */
  system: Clock;
  /** Origins besides loopback addresses that may be requested. */
  origins: readonly string[];
};

const timeLimitMs = 10_000;

const browser =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36';

const openerAgents: Readonly<Record<Opener, string>> = {
  person:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Thunderbird/128.0',
  gmail: 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
  apple: 'Mozilla/5.0',
};

/** Returns a function that carries out what a recipient does in the web, and returns its requests in order. */
export function createVisits(needs: VisitNeeds) {
  return async ({
    reaction,
    original: { unsubscribe },
    content: { links, images },
  }: {
    reaction: WebReaction;
    original: Original;
    content: Content;
  }): Promise<Visit[]> => {
    const get = (url: string, agent: string) => request({ ...needs, url, agent });
    switch (reaction.kind) {
      case 'open':
        return all(images, (url) => get(url, openerAgents[reaction.by]));
      case 'click': {
        const [link] = links.filter((url) => url !== unsubscribe.url && !/unsubscribe/i.test(url));
        return link === undefined ? [] : all([link], (url) => get(url, browser));
      }
      case 'scan':
        return all([...images, ...links], (url) => get(url, browser));
      case 'unsubscribe':
        if (unsubscribe.url === null || (reaction.by === 'one-click' && !unsubscribe.oneClick)) return [];
        return reaction.by === 'one-click'
          ? all([unsubscribe.url], (url) => request({ ...needs, url, agent: browser, form: oneClick }))
          : useUnsubscribePage({ ...needs, url: unsubscribe.url });
    }
  };
}

/** RFC 8058, 3.1. */
const oneClick = { 'List-Unsubscribe': 'One-Click' };

async function all(urls: readonly string[], visit: (url: string) => Promise<Fetched>): Promise<Visit[]> {
  const visits: Visit[] = [];
  for (const url of urls) visits.push((await visit(url)).visit);
  return visits;
}

type Fetched = { visit: Visit; body: string };

/** Opens the page, and sends its first form, as a person does who presses the button. */
async function useUnsubscribePage({ url, ...needs }: VisitNeeds & { url: string }): Promise<Visit[]> {
  const page = await request({ ...needs, url, agent: browser });
  const form = /<form\b[^>]*>[\s\S]*?<\/form>/i.exec(page.body)?.[0];
  if (form === undefined) return [page.visit];
  const action = /^<form\b[^>]*\baction\s*=\s*["']([^"']*)["']/i.exec(form)?.[1] ?? '';
  const fields = [...form.matchAll(/<(?:input|button)\b[^>]*>/gi)].flatMap(([tag]) => {
    const name = /\bname\s*=\s*["']([^"']*)["']/i.exec(tag)?.[1];
    return name === undefined
      ? []
      : [[name, /\bvalue\s*=\s*["']([^"']*)["']/i.exec(tag)?.[1] ?? ''] as const];
  });
  const target = new URL(action.replaceAll('&amp;', '&'), url).href;
  const sent = await request({ ...needs, url: target, agent: browser, form: Object.fromEntries(fields) });
  return [page.visit, sent.visit];
}

async function request({
  fetchPage,
  system,
  origins,
  url,
  agent,
  form,
}: VisitNeeds & { url: string; agent: string; form?: Readonly<Record<string, string>> }): Promise<Fetched> {
  const method = form ? 'POST' : 'GET';
  if (!mayVisit({ url, origins }))
    return { visit: { method, url, status: null, result: 'not-allowed' }, body: '' };
  const limit = new AbortController();
  const stop = system.at(system.now() + timeLimitMs, () => limit.abort());
  try {
    const response = await fetchPage(
      new Request(url, {
        method,
        headers: { 'user-agent': agent },
        signal: limit.signal,
        ...(form && { body: new URLSearchParams(form) }),
      }),
    );
    return {
      visit: { method, url, status: response.status, result: 'answered' },
      body: await response.text(),
    };
  } catch {
    return { visit: { method, url, status: null, result: 'failed' }, body: '' };
  } finally {
    stop();
  }
}

/** No request leaves the machine unless its origin is named: links of a message may lead to sites of others. */
function mayVisit({ url, origins }: { url: string; origins: readonly string[] }): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, origin } = new URL(url);
  const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  return isHere || origins.includes(origin);
}
