import { html } from 'hono/html';
import type { Html } from './html.ts';

/** A request to the API that a page shows the answer of, and the command that prints the same. */
export type Source = { path: string; cli?: string };

/** Returns the disclosure at the end of a page: the same answers as JSON, with curl and with the command line. */
export function sourcesOf({ sources, origin }: { sources: readonly Source[]; origin: string }): Html | '' {
  if (sources.length === 0) return '';
  return html`<details class="sources">
    <summary>This page as JSON, curl and CLI</summary>
    <ul>
      ${sources.map(
        ({ path, cli }) =>
          html`<li>
            <a href="/ui/json?path=${encodeURIComponent(path)}">${path}</a>
            <code>curl -H "Authorization: Bearer $KEY" '${origin}${path}'</code>
            ${cli === undefined ? '' : html`<code>ringmaster ${cli}</code>`}
          </li>`,
      )}
    </ul>
  </details>`;
}
