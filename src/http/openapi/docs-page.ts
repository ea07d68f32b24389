import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { OpenApi } from './document.ts';
import type { Operation } from './operation.ts';

const style = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c2430; background: #fff }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #d5dae1 }
code { font: 0.9em ui-monospace, monospace; background: #f1f3f6; padding: 0.1em 0.3em; border-radius: 3px }
details { border: 1px solid #d5dae1; border-radius: 6px; margin: 0.5rem 0; padding: 0.5rem 0.8rem }
summary { cursor: pointer }
summary b { display: inline-block; min-width: 4.2rem; text-transform: uppercase; font: 600 0.85em ui-monospace, monospace }
table { border-collapse: collapse; margin: 0.5rem 0 }
td, th { text-align: left; vertical-align: top; padding: 0.15rem 1rem 0.15rem 0 }
@media (prefers-color-scheme: dark) {
  body { color: #e4e8ee; background: #14181e }
  code { background: #232a33 }
  details, h2 { border-color: #39424e }
  a { color: #8ab8ff }
}`;

/** The content security policy: only the page's own style is allowed. */
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

type Entry = { method: string; path: string; operation: Operation };

/**
 * Returns the reference page, generated from the OpenAPI document. It has no scripts and loads nothing from other
 * hosts.
 */
export async function docsPage({ api, notice }: { api: OpenApi; notice: string | null }): Promise<Response> {
  const entries = Object.entries(api.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method, path, operation })),
  );
  const tags = [...new Set(entries.flatMap(({ operation }) => operation.tags))];
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Ringmaster ${api.info.version}: HTTP API</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <h1>Ringmaster ${api.info.version}: HTTP API</h1>
        ${notice === null ? '' : html`<p><strong>${notice}</strong></p>`}
        <p>${api.info.description} The same as data: <a href="/openapi.json">/openapi.json</a></p>
        <p>
          Errors are <code>application/problem+json</code> with a <code>code</code> for programs and a
          <code>detail</code> and <code>hint</code> for people. Every POST under <code>/v1</code> accepts an
          <code>Idempotency-Key</code>.
        </p>
        <ul>
          ${tags.map((tag) => html`<li><a href="#${slug(tag)}">${tag}</a></li>`)}
        </ul>
        ${tags.map((tag) =>
          section(
            tag,
            entries.filter(({ operation }) => operation.tags.includes(tag)),
          ),
        )}
      </body>
    </html>`;
  return new Response(String(await page), {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
  });
}

function section(tag: string, entries: readonly Entry[]) {
  return html`<h2 id="${slug(tag)}">${tag}</h2>
    ${entries.map(entry)}`;
}

function entry({ method, path, operation }: Entry) {
  const { summary, description, parameters = [], responses, requestBody } = operation;
  const role = operation['x-role'];
  return html`<details>
    <summary><b>${method}</b> <code>${path}</code> ${summary}</summary>
    ${description === undefined ? '' : html`<p>${description}</p>`}
    ${typeof role === 'string' ? html`<p>Role: ${role}</p>` : ''}
    ${
      parameters.length === 0
        ? ''
        : html`<table>
            ${parameters.map(
              ({ name, in: where, description: about }) =>
                html`<tr>
                  <td><code>${name}</code></td>
                  <td>${where}</td>
                  <td>${about ?? ''}</td>
                </tr>`,
            )}
          </table>`
    }
    ${requestBody === undefined ? '' : html`<p>Body: ${bodyText(requestBody)}</p>`}
    <table>
      ${Object.entries(responses).map(
        ([status, response]) =>
          html`<tr>
            <td><code>${status}</code></td>
            <td>${String(response['description'])}</td>
          </tr>`,
      )}
    </table>
  </details>`;
}

function bodyText({ content }: Readonly<Record<string, unknown>>) {
  const types = Object.entries((content ?? {}) as Record<string, { schema?: { $ref?: string } }>);
  return types.map(([type, { schema }]) => {
    const name = schema?.$ref?.split('/').at(-1);
    return html`<code>${type}</code>${name === undefined ? '' : html` (${name})`} `;
  });
}

function slug(tag: string): string {
  return tag.toLowerCase().replaceAll(/[^a-z]+/g, '-');
}
