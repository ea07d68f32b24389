import { html } from 'hono/html';
import type { RingmasterError } from '../../domain/errors.ts';
import type { Html } from './html.ts';

/** A sentence about something that failed, and what to do. `title` is the heading; the rest comes from the error. */
export function problemNotice({ detail, hint }: { detail: string; hint?: string | undefined }): Html {
  return html`<div class="problem" role="alert">
    <p>${detail}</p>
    ${hint === undefined ? '' : html`<p>${hint}</p>`}
  </div>`;
}

/** The notice of a refused order above the page of its form; nothing without one. */
export function refusalNotice(refusal: RingmasterError | undefined): Html | '' {
  return refusal ? problemNotice({ detail: refusal.message, hint: refusal.hint }) : '';
}
