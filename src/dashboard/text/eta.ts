import { html } from 'hono/html';
import type { ProgressView } from '../../queries/index.ts';
import type { Html } from '../layout/html.ts';
import { instant, unknown } from './format.ts';

/** The expected end as a range; a dash if it is not known. */
export function etaText({ eta }: Pick<ProgressView, 'eta'>): Html | string {
  if (!eta) return unknown;
  return html`${instant(eta.likely)}
    <span class="soft">(${instant(eta.early)} to ${instant(eta.late)})</span>`;
}
