import { html } from 'hono/html';
import type { Caller } from '../../../domain/caller.ts';
import type { Html } from '../../layout/html.ts';
import { roleRefusal } from '../../layout/order-button.ts';
import { filterNames, filterWords } from './contact-filter.ts';
import type { AskedFilter } from './contact-filter.ts';

/** The commands to everything that matches. */
export const bulkCommands = [
  { name: 'pause', label: 'Pause' },
  { name: 'resume', label: 'Resume' },
  { name: 'retry', label: 'Retry' },
  { name: 'remove', label: 'Remove' },
] as const;

export const bulkPath = (campaign: string): string => `/ui/campaigns/${campaign}/contacts/bulk`;

/** The filter as hidden fields of a form. */
export function filterFields(filter: AskedFilter): Html {
  return html`${filterNames.map((name) =>
    filter[name] === '' ? '' : html`<input type="hidden" name="${name}" value="${filter[name]}" />`,
  )}`;
}

/** The form that begins a change of all contacts that match. It is first answered with their number. */
export function bulkForm({
  campaign,
  filter,
  viewer,
}: {
  campaign: string;
  filter: AskedFilter;
  viewer: Caller;
}): Html {
  const refusal = roleRefusal(viewer);
  return html`<section aria-labelledby="bulk">
    <h2 id="bulk">Change everything that matches</h2>
    <p class="soft">
      Not only this page: every contact that matches (${filterWords(filter)}) and has not ended. The contacts
      are counted first, and nothing is changed before you confirm.
    </p>
    ${
      refusal === null
        ? html`<form method="post" action="${bulkPath(campaign)}" class="bulk">
            ${filterFields(filter)}
            <label
              >Command
              <select name="command">
                ${bulkCommands.map(({ name, label }) => html`<option value="${name}">${label}</option>`)}
              </select>
            </label>
            <label>Reason, for the log <input name="because" maxlength="200" autocomplete="off" /></label>
            <button type="submit">Count…</button>
          </form>`
        : html`<p><button type="button" disabled>Count…</button> <span class="soft">${refusal}</span></p>`
    }
  </section>`;
}
