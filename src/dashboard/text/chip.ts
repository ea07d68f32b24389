import { html } from 'hono/html';
import type { Html } from '../layout/html.ts';
import type { Hue } from './hues.ts';

/** The name of a state, verbatim, in its colour; without a colour if it has none. */
export function chip(state: string, hue: Hue | null): Html {
  return html`<span class="chip ${hue ?? ''}">${state}</span>`;
}
