import { html } from 'hono/html';
import type { Caller } from '../../domain/caller.ts';
import type { Viewer } from '../contract.ts';
import type { Clock } from '../../platform/clock.ts';
import { helpLink } from '../help/help-link.ts';
import type { Html } from './html.ts';
import { navigation } from './navigation.ts';
import { pageHeaders } from './policy.ts';
import { sourcesOf } from './sources.ts';
import type { Source } from './sources.ts';

export type DocumentInput = {
  title: string;
  main: Html;
  /** Null before the sign-in. */
  viewer: Viewer | null;
  url: URL;
  status?: number;
  sources?: readonly Source[];
};

/** Writes a whole page around its content. */
export type WriteDocument = (input: DocumentInput) => Promise<Response>;

/** Facts about the service that every page shows. */
export type DocumentFacts = {
  version: string;
  carrier: string;
  /** Whether pages need a session. */
  needsSession: boolean;
  /** Why nothing can be ordered, if the pages show a copy. */
  readOnly?: string;
};

/** Creates the writer of pages. `assets` returns the address of a file of the dashboard. */
export function createWriteDocument({
  facts,
  business,
  assets,
}: {
  facts: DocumentFacts;
  business: Clock;
  assets: (name: string) => string;
}): WriteDocument {
  return async ({ title, main, viewer, url, status = 200, sources = [] }) => {
    const page = html`<!doctype html>
      <html lang="en" ${viewer?.theme === undefined ? '' : html`data-theme="${viewer.theme}"`}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title} · Ringmaster</title>
          <link rel="icon" href="${assets('icon.svg')}" type="image/svg+xml" />
          <link rel="stylesheet" href="${assets('style.css')}" />
          <script src="${assets('idiomorph.js')}" defer></script>
          <script src="${assets('page.js')}" type="module"></script>
        </head>
        <body data-worker="${assets('live/worker.js')}" data-business="${Math.floor(business.now())}">
          <a class="skip" href="#main">Skip to the content</a>
          ${header({ viewer, url, facts })}
          <p class="not-live" role="alert" hidden>
            Not live since <time data-shown="wall"></time>. Figures may be old and commands are switched off
            until the service answers again. ${helpLink('notLive')}
          </p>
          <main id="main" tabindex="-1">${main}</main>
          <footer class="footer">
            ${sourcesOf({ sources, origin: url.origin })}
            <p>
              Ringmaster ${facts.version}. <a href="/help/guide">Guide</a> ·
              <a href="/help/troubleshooting">Troubleshooting</a> · <a href="/ui/docs">HTTP API</a>
            </p>
          </footer>
        </body>
      </html>`;
    return new Response(String(await page), { status, headers: pageHeaders });
  };
}

function header({ viewer, url, facts }: { viewer: Caller | null; url: URL; facts: DocumentFacts }): Html {
  return html`<header class="head">
    <a class="brand" href="/">Ringmaster</a>
    ${
      viewer
        ? html`<button type="button" class="menu-button" popovertarget="menu">Menu</button>
            <div id="menu" class="menu" popover>
              ${navigation(url.pathname)}
              <div class="who">${identity({ viewer, facts })}</div>
            </div>`
        : ''
    }
    ${facts.readOnly === undefined ? '' : html`<span class="tag" title="${facts.readOnly}">read-only</span>`}
    ${facts.carrier === 'simulator' && facts.readOnly === undefined ? html`<span class="tag">simulated calls</span>` : ''}
  </header>`;
}

/** The viewer and the way out. Without API keys every request from this machine is the local administrator. */
function identity({ viewer, facts }: { viewer: Caller; facts: DocumentFacts }): Html {
  if (!facts.needsSession) {
    return html`<span class="tag" title="Without API keys only this machine has access, as administrator."
      >open on this machine</span
    >`;
  }
  return html`<span>${viewer.by.replace(/^key:/, '')} (${viewer.role})</span>
    <form method="post" action="/ui/sign-out"><button class="plain" type="submit">Sign out</button></form>`;
}
