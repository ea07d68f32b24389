import { html } from 'hono/html';
import type { PersonView } from '../../../queries/index.ts';
import type { Html } from '../../layout/html.ts';
import { chip } from '../../text/chip.ts';
import { count, instant, unknown } from '../../text/format.ts';
import { enrollmentHue } from '../../text/hues.ts';
import { reasonLabels } from '../../text/reason-labels.ts';
import { scrollTable } from '../../layout/scroll-table.ts';

/** Contacts of one campaign, one per line. */
export function contactTable(items: readonly PersonView[]): Html {
  return scrollTable({
    label: 'Contacts',
    heads: [
      { number: 'Row' },
      'Contact',
      'Address',
      'State',
      'Waits for',
      'Due',
      { number: 'Attempts' },
      'Last result',
    ],
    rows: items.map(row),
  });
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
