import { html } from 'hono/html';
import type { Html } from './html.ts';

/** An address of the web that continues in the next line after a slash, and not within a word. */
export function webAddress(url: string): Html {
  const [first = '', ...rest] = url.split('/');
  return html`<bdi>${first}${rest.map((part) => html`/<wbr />${part}`)}</bdi>`;
}
