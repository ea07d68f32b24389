import { html } from 'hono/html';
import { readJson } from '../../api/read-json.ts';
import { layoutsOf, machineChart } from '../../charts/machines/index.ts';
import type { PageRequest } from '../../contract.ts';
import type { WriteDocument } from '../../layout/document.ts';
import type { Html } from '../../layout/html.ts';
import { subjectOf } from '../../regions/machines/machine-states.ts';

type Definition = {
  name: string;
  version: number;
  config: Readonly<Record<string, unknown>>;
  mermaid: string;
};

/** The page of a statechart: its chart with all events, and its definition to copy. */
export async function showMachine(
  { api, viewer, url, params }: PageRequest,
  write: WriteDocument,
): Promise<Response> {
  const path = `/v1/machines/${encodeURIComponent(params['name'] ?? '')}`;
  const { name, version, config, mermaid } = await readJson<Definition>(api, { path });
  const layouts = layoutsOf(name, 'full');
  const chart =
    layouts &&
    machineChart({
      layouts,
      direction: 'down',
      id: 'machine-chart',
      label: `The machine ${name}`,
      current: null,
      taken: null,
      nextEvents: [],
      hrefOf: () => null,
    });
  const main = html`<p class="soft"><a href="/machines">Machines</a></p>
    <h1>${name} <span class="soft">version ${version}</span></h1>
    <p class="lead">${subjectOf(name)}</p>
    ${chart ?? ''}
    ${toCopy({
      id: 'config',
      title: html`Definition, for <code>createMachine</code> and for Stately's editor`,
      text: JSON.stringify(config, null, 2),
    })}
    ${toCopy({ id: 'mermaid', title: html`Mermaid diagram, for Markdown`, text: mermaid })}`;
  const sources = [
    { path, cli: `machine ${name} --config` },
    { path, cli: `machine show ${name} --mermaid` },
  ];
  return write({ title: `Machine ${name}`, main, viewer, url, sources });
}

/** A text with a button that copies it, which the script copy.js shows. */
function toCopy({ id, title, text }: { id: string; title: Html; text: string }): Html {
  return html`<details>
    <summary>${title}</summary>
    <p class="copy" hidden><button type="button" data-copy="${id}">Copy</button> <output></output></p>
    <pre class="code" id="${id}" tabindex="0">${text}</pre>
  </details>`;
}
