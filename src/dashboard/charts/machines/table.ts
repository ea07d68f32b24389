import { html } from 'hono/html';
import type { Html } from './parts.ts';

const head = (text: string, classes: string): Html => html`<th scope="col" class="${classes}">${text}</th>`;
const cell = (text: string, classes: string): Html => html`<td class="${classes}">${text}</td>`;

/** A table of texts. The first column names the row; the last `figures` columns are numbers. Nothing without rows. */
export function tableOf({
  heads,
  rows,
  figures,
}: {
  heads: readonly string[];
  rows: readonly (readonly string[])[];
  figures: number;
}): Html {
  if (rows.length === 0) return html``;
  const classOf = (column: number): string => (column >= heads.length - figures ? 'number' : 'text');
  const rowOf = ([name, ...rest]: readonly string[]): Html =>
    html`<tr>
      <th scope="row">${name ?? ''}</th>
      ${rest.map((text, index) => cell(text, classOf(index + 1)))}
    </tr>`;
  return html`<table>
    <thead>
      <tr>
        ${heads.map((text, column) => head(text, classOf(column)))}
      </tr>
    </thead>
    <tbody>
      ${rows.map(rowOf)}
    </tbody>
  </table>`;
}
