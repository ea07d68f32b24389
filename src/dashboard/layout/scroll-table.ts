import { html } from 'hono/html';
import type { Html } from './html.ts';

/** The head of a column: a text, the head of numbers, or one that only screen readers need. */
export type Head = string | { number: string } | { hidden: string };

/** A table that scrolls within its own box if the page is narrower. `label` is the name of the box. */
export function scrollTable({
  label,
  caption,
  heads,
  rows,
}: {
  label: string;
  caption?: string;
  heads: readonly Head[];
  rows: Html | readonly Html[];
}): Html {
  return html`<div class="scroller" role="region" aria-label="${label}" tabindex="0">
    <table>
      ${
        caption === undefined
          ? ''
          : html`<caption>
              ${caption}
            </caption>`
      }
      <thead>
        <tr>
          ${heads.map(headCell)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function headCell(head: Head): Html {
  if (typeof head === 'string') return html`<th scope="col">${head}</th>`;
  if ('number' in head) return html`<th scope="col" class="number">${head.number}</th>`;
  return html`<th scope="col"><span class="hidden">${head.hidden}</span></th>`;
}
