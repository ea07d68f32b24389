import { html } from 'hono/html';
import type { PersonView } from '../../../queries/index.ts';
import type { Html } from '../../layout/html.ts';
import { chip } from '../../text/chip.ts';
import { count, instant, unknown } from '../../text/format.ts';
import { enrollmentHue } from '../../text/hues.ts';
import { reasonLabels } from '../../text/reason-labels.ts';

/** Contacts of one campaign, one per line. */
export function contactTable(items: readonly PersonView[]): Html {
  return html`<div class="scroller" role="region" aria-label="Contacts" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col" class="number">Row</th>
          <th scope="col">Contact</th>
          <th scope="col">Address</th>
          <th scope="col">State</th>
          <th scope="col">Waits for</th>
          <th scope="col">Due</th>
          <th scope="col" class="number">Attempts</th>
          <th scope="col">Last result</th>
        </tr>
      </thead>
      <tbody>
        ${items.map(row)}
      </tbody>
    </table>
  </div>`;
}

function row(person: PersonView): Html {
  const { id, campaign, row: listRow, name, state, waitReason, dueAt, attempts } = person;
  return html`<tr>
    <td class="number">${count(listRow)}</td>
    <th scope="row">
      <a href="/campaigns/${campaign}/contacts/${id}"><bdi>${name ?? 'without a name'}</bdi></a>
    </th>
    <td><bdi>${person.phone ?? person.email ?? person.linkedin ?? unknown}</bdi></td>
    <td>${chip(state, enrollmentHue(state))}</td>
    <td>${waitReason === null ? unknown : reasonLabels[waitReason]}</td>
    <td>${instant(dueAt)}</td>
    <td class="number">${count(attempts)}</td>
    <td>${[person.lastDisposition, person.lastOutcome].filter(Boolean).join(', ') || unknown}</td>
  </tr>`;
}
