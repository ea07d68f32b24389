import { html } from 'hono/html';
import type { ListPreview } from '../api/preparation.ts';
import type { Html } from '../layout/html.ts';
import { count, counted } from './format.ts';

/** How the first rows of a list would be read: the role of each column, which can be changed, and the rows. */
export function previewTable(preview: ListPreview): Html {
  const { columns, rows } = preview;
  if (columns.length === 0) return html`<p>The list has no columns.</p>`;
  const refused = rows.filter(({ problem }) => problem !== null);
  return html`<p class="lead">
      ${
        refused.length === 0
          ? `The first ${counted(rows.length, 'row')} can be imported.`
          : `${count(refused.length)} of the first ${counted(rows.length, 'row')} would be rejected.`
      }
    </p>
    <p class="soft">
      Correct the role of a column if the guess is wrong. Columns without a role are variables for texts.
    </p>
    <div class="scroller" role="region" aria-label="First rows of the list" tabindex="0">
      <table class="rows">
        <thead>
          <tr>
            <th scope="col" class="number">Row</th>
            ${columns.map(
              (column) => html`<th scope="col"><bdi>${column}</bdi>${roleSelect({ column, preview })}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => rowOf({ ...row, width: columns.length }))}
        </tbody>
      </table>
    </div>`;
}

function roleSelect({ column, preview: { mapping, roles } }: { column: string; preview: ListPreview }): Html {
  const guess = mapping?.taken.find(({ columns }) => columns.includes(column))?.as ?? '';
  return html`<select data-column="${column}" data-guess="${guess}" aria-label="Role of ${column}">
    <option value="">no role</option>
    ${roles.map(
      (role) => html`<option value="${role}" ${role === guess ? html`selected` : ''}>${role}</option>`,
    )}
  </select>`;
}

function rowOf({ row, cells, problem, width }: ListPreview['rows'][number] & { width: number }): Html {
  return html`<tr ${problem ? html`class="refused"` : ''}>
      <td class="number">${count(row)}</td>
      ${cells.map((cell) => html`<td><bdi>${cell.slice(0, 200)}</bdi></td>`)}
    </tr>
    ${
      problem
        ? html`<tr>
            <td></td>
            <td colspan="${Math.max(1, width)}" class="refusal">${problem.detail}</td>
          </tr>`
        : ''
    }`;
}
