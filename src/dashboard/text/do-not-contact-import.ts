import { html } from 'hono/html';
import type { Caller } from '../../domain/caller.ts';
import type { Html } from '../layout/html.ts';
import { scrollTable } from '../layout/scroll-table.ts';
import { campaignField, clientField } from './do-not-contact.ts';
import { count, counted } from './format.ts';

/** The counts of an imported list. */
export type ListImport = Readonly<
  Record<'rows' | 'added' | 'changed' | 'unchanged' | 'ended' | 'refused' | 'warned', number>
> & { issues: readonly { row: number; code: string; detail: string }[] };

/** The form for a list. */
export function importForm(viewer: Caller): Html {
  return html`<form
      method="post"
      action="/ui/do-not-contact/import"
      class="filter"
      enctype="multipart/form-data"
    >
      <label
        >List <input type="file" name="list" required accept=".csv,.tsv,.txt,.ndjson,.jsonl,.json"
      /></label>
      <label
        >Country of numbers without +
        <input name="country" maxlength="2" size="3" autocomplete="off" placeholder="US"
      /></label>
      <label
        >Reason <input name="reason" maxlength="500" autocomplete="off" placeholder="imported list"
      /></label>
      ${clientField(viewer, { withAll: true })} ${campaignField()}
      <button type="submit">Import the list</button>
    </form>
    <p class="soft">
      Columns: phone, email, external_id, reason, expires. The same list can be imported again without effect.
    </p>`;
}

/** What an imported list changed, and the first rows that were refused. */
export function importResult({ rows, added, changed, unchanged, ended, refused, issues }: ListImport): Html {
  const parts = [
    `${counted(added, 'entry', 'entries')} added`,
    `${count(changed)} changed`,
    `${count(unchanged)} on the list before`,
    `${count(ended)} ended`,
    `${counted(refused, 'row')} refused`,
  ];
  return html`<p class="lead passed" role="status">${counted(rows, 'row')} read: ${parts.join(', ')}.</p>
    ${
      issues.length === 0
        ? ''
        : scrollTable({
            label: 'Refused rows',
            heads: ['Row', 'Why', 'Code'],
            rows: issues.slice(0, mostIssues).map(
              ({ row, code, detail }) =>
                html`<tr>
                  <th scope="row">${count(row)}</th>
                  <td><bdi>${detail}</bdi></td>
                  <td>${code}</td>
                </tr>`,
            ),
          })
    }`;
}

const mostIssues = 50;
