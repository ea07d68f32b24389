import { html } from 'hono/html';
import { scrollTable } from '../../layout/scroll-table.ts';
import type { Html } from './parts.ts';

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
  const isFigure = (column: number): boolean => column >= heads.length - figures;
  const rowOf = ([name, ...rest]: readonly string[]): Html =>
    html`<tr>
      <th scope="row">${name ?? ''}</th>
      ${rest.map((text, index) => cell(text, isFigure(index + 1) ? 'number' : 'text'))}
    </tr>`;
  return scrollTable({
    label: heads.join(', '),
    heads: heads.map((text, column) => (isFigure(column) ? { number: text } : text)),
    rows: rows.map(rowOf),
  });
}
