import { html } from 'hono/html';
import type { Html } from '../layout/html.ts';
import { count } from '../text/format.ts';

const shades = 5;

/** A cell of a grid of amounts: the darker, the more of `most`. None is an empty cell. */
export function shadedCell(amount: number, most: number): Html {
  if (amount === 0) return html`<td class="cell"></td>`;
  const shade = Math.max(1, Math.ceil((amount / most) * shades));
  return html`<td class="cell shade-${shade}">${count(amount)}</td>`;
}
