import { html } from 'hono/html';
import { enrollmentStates, waitReasons } from '../../../domain/contact/enrollment.ts';
import type { ProgressView } from '../../../queries/index.ts';
import { withQuery } from '../../api/reads.ts';
import type { Html } from '../../layout/html.ts';
import { reasonLabels } from '../../text/reason-labels.ts';

/** The filter of a list of contacts as the address and forms have it: each a name, several with commas, or empty. */
export type AskedFilter = { state: string; reason: string; disposition: string };

export const filterNames = ['state', 'reason', 'disposition'] as const;

/** How the form names the parts of the filter. */
export const filterLabels: Readonly<Record<keyof AskedFilter, string>> = {
  state: 'State',
  reason: 'Waits for',
  disposition: 'Last result',
};

export function readFilter(fields: URLSearchParams): AskedFilter {
  const of = (name: keyof AskedFilter): string => fields.getAll(name).filter(Boolean).join(',');
  return { state: of('state'), reason: of('reason'), disposition: of('disposition') };
}

export const isEmpty = (filter: AskedFilter): boolean => filterNames.every((name) => filter[name] === '');

/** The address of the list with this filter. */
export function listPath(campaign: string, filter: AskedFilter, after?: string): string {
  return withQuery(`/campaigns/${campaign}/contacts`, { ...filter, after });
}

/** `state waiting, last result busy`; `all contacts` without a filter. */
export function filterWords({ state, reason, disposition }: AskedFilter): string {
  const parts = [
    state && `state ${state}`,
    reason && `waiting for ${reason}`,
    disposition && `last result ${disposition}`,
  ].filter(Boolean);
  return parts.length === 0 ? 'all contacts' : parts.join(', ').replaceAll(',', ', ').replaceAll(',  ', ', ');
}

type Choice = { value: string; label: string };

function select(name: keyof AskedFilter, asked: string, choices: readonly Choice[]): Html {
  const known = choices.some(({ value }) => value === asked);
  const all = [
    { value: '', label: 'any' },
    ...(known || asked === '' ? [] : [{ value: asked, label: asked }]),
  ];
  return html`<label
    >${filterLabels[name]}
    <select name="${name}">
      ${[...all, ...choices].map(
        ({ value, label: text }) =>
          html`<option value="${value}" ${value === asked ? html`selected` : ''}>${text}</option>`,
      )}
    </select>
  </label>`;
}

/** The form that filters the list. Results are those that attempts of this campaign had. */
export function filterForm({ filter, progress }: { filter: AskedFilter; progress: ProgressView }): Html {
  const { started: _, ...ended } = progress.attempts;
  const named = (value: string): Choice => ({ value, label: value });
  const reasons = waitReasons.map((value) => ({ value, label: reasonLabels[value] }));
  return html`<form method="get" class="filter">
    ${select('state', filter.state, enrollmentStates.map(named))} ${select('reason', filter.reason, reasons)}
    ${select('disposition', filter.disposition, Object.keys(ended).map(named))}
    <button type="submit">Show</button>
  </form>`;
}

/** The form that finds one contact. It is sent as a POST, so that no number becomes part of an address. */
export function findForm({ campaign }: { campaign: string }): Html {
  return html`<form method="post" action="/ui/campaigns/${campaign}/contacts/find" class="filter">
    <label
      >Number, email, external id or name
      <input name="find" maxlength="300" autocomplete="off" />
    </label>
    <label
      >or row of the list
      <input name="row" inputmode="numeric" pattern="[0-9]{1,9}" size="8" autocomplete="off" />
    </label>
    <button type="submit">Find</button>
  </form>`;
}
