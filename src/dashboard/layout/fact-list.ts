import { html } from 'hono/html';
import type { Html } from './html.ts';

/** A name and its value. */
export type Fact = readonly [name: string, value: Html | string];

/** Facts in columns (`facts`) or in a strip (`figures`), each name above its value. */
export function factList(
  facts: readonly Fact[],
  look: 'facts' | 'figures' | 'figures small' = 'facts',
): Html {
  return html`<dl class="${look}">
    ${facts.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
