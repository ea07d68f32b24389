import { html } from 'hono/html';
import type { Html } from './html.ts';

/** A name and its value. */
export type Fact = readonly [name: string, value: Html | string];

/** Facts in columns, each name above its value. */
export function factList(facts: readonly Fact[]): Html {
  return html`<dl class="facts">
    ${facts.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
