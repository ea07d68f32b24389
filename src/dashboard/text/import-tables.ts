import { html } from 'hono/html';
import type { ImportView, Rejection } from '../api/preparation.ts';
import type { Html } from '../layout/html.ts';
import { count, instant } from './format.ts';
import { scrollTable } from '../layout/scroll-table.ts';

export type RejectionPage = { items: readonly Rejection[]; next: string | null };

/** The lists of a campaign with their counts. `shown` is the id of the list that was just imported. */
export function importTable({
  imports,
  campaign,
  shown,
  mayChange,
}: {
  imports: readonly ImportView[];
  campaign: string;
  shown: string | null;
  mayChange: boolean;
}): Html | '' {
  if (imports.length === 0) return '';
  return scrollTable({
    label: 'Imported lists',
    heads: [
      'List',
      'State',
      { number: 'Added' },
      { number: 'Do not contact' },
      { number: 'Duplicates' },
      { number: 'Rejected' },
      { number: 'Last row' },
    ],
    rows: imports.map(
      (one) =>
        html`<tr>
          <th scope="row">
            ${instant(one.openedAt)}${one.id === shown ? html` <strong>this one</strong>` : ''}
          </th>
          <td>
            ${importStates[one.state]}
            ${
              one.state === 'open' && mayChange
                ? html`<form method="post" action="/ui/close-import/${campaign}/${one.id}">
                    <button type="submit">Close it</button>
                  </form>`
                : ''
            }
          </td>
          <td class="number">${count(one.enrolled)}</td>
          <td class="number">${count(one.suppressed)}</td>
          <td class="number">${count(one.duplicates)}</td>
          <td class="number">
            ${
              one.rejected + one.duplicates === 0
                ? count(one.rejected)
                : html`<a href="/campaigns/${campaign}/imports/${one.id}">${count(one.rejected)}</a>`
            }
          </td>
          <td class="number">${count(one.lastRow)}</td>
        </tr>`,
    ),
  });
}

const importStates: Readonly<Record<ImportView['state'], string>> = {
  open: 'being imported',
  closed: 'complete',
  broken: 'interrupted',
};

/** The first rejected rows of a list. */
export function rejected({
  items,
  next,
  campaign,
  imported,
}: RejectionPage & { campaign: string; imported: string }): Html {
  if (items.length === 0) return html`<p class="passed">The list was imported; no row was rejected.</p>`;
  return html`<h3>First rejected rows</h3>
    ${rejectionTable(items)}
    ${
      next === null
        ? ''
        : html`<p><a href="/campaigns/${campaign}/imports/${imported}">All rejected rows</a></p>`
    }`;
}

/** Rejected rows with their reasons. */
export function rejectionTable(items: readonly Rejection[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th scope="col" class="number">Row</th>
        <th scope="col">Reason</th>
        <th scope="col">Code</th>
      </tr>
    </thead>
    <tbody>
      ${items.map(
        ({ row, code, detail }) =>
          html`<tr>
            <td class="number">${count(row)}</td>
            <td><bdi>${detail}</bdi></td>
            <td><code>${code}</code></td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
