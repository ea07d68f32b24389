import { html } from 'hono/html';
import type { CalendarHours } from '../../queries/index.ts';
import type { Html } from '../layout/html.ts';
import { count, counted } from '../text/format.ts';
import { shadedCell } from './shaded-cell.ts';

const hourMs = 3_600_000;
/** The hours that are shown one by one; later ones are summed. */
const shownHours = 24;

type Row = { zone: string; cells: number[]; later: number; never: number };

/** The contacts of each time zone, by the hour from now. Calendars of the same zone are one row. */
function rowsOf(calendars: readonly CalendarHours[], now: number): Row[] {
  const first = Math.floor(now / hourMs);
  const rows = new Map<string, Row>();
  for (const { timeZone, hours, neverOpen } of calendars) {
    const cells = Array.from({ length: shownHours }, () => 0);
    const row = rows.get(timeZone) ?? { zone: timeZone, cells, later: 0, never: 0 };
    rows.set(timeZone, row);
    row.never += neverOpen;
    for (const { at, contacts } of hours) {
      const index = Math.max(0, Math.floor(Date.parse(at) / hourMs) - first);
      if (index < shownHours) row.cells[index] = (row.cells[index] ?? 0) + contacts;
      else row.later += contacts;
    }
  }
  return [...rows.values()].toSorted((left, right) => total(right) - total(left));
}

const total = ({ cells, later, never }: Row): number => cells.reduce((sum, one) => sum + one, later + never);

/**
 * Returns a table of the next hours by time zone: how many waiting contacts may first be contacted in each. Limits may
 * delay them.
 */
export function hoursGrid({ calendars, now }: { calendars: readonly CalendarHours[]; now: number }): Html {
  const rows = rowsOf(calendars, now);
  if (rows.length === 0) return html`<p class="soft">No contact waits for its hours.</p>`;
  const most = Math.max(1, ...rows.flatMap(({ cells }) => cells));
  const first = Math.floor(now / hourMs) * hourMs;
  const open = rows.reduce((sum, { cells: [here = 0] }) => sum + here, 0);
  const starts = Array.from({ length: shownHours }, (_, index) =>
    new Date(first + index * hourMs).toISOString(),
  );
  return html`<figure class="chart">
    <div class="scroller" role="region" aria-label="Callable contacts by hour and time zone" tabindex="0">
      <table class="shaded">
        <thead>
          <tr>
            <th scope="col">Time zone</th>
            ${starts.map((at) => html`<th scope="col"><time datetime="${at}" data-shown="hour">${at.slice(11, 13)}</time></th>`)}
            <th scope="col" class="number">later</th>
            <th scope="col" class="number">never</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ zone, cells, later, never }) =>
              html`<tr>
                <th scope="row">${zone.replaceAll('_', ' ')}</th>
                ${cells.map((contacts) => shadedCell(contacts, most))}
                <td class="number">${later === 0 ? '' : count(later)}</td>
                <td class="number">${never === 0 ? '' : count(never)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <figcaption>
      ${counted(open, 'waiting contact may be contacted', 'waiting contacts may be contacted')} in this hour.
      Each waiting contact is counted once, in the first hour that its window allows; limits may delay it.
    </figcaption>
  </figure>`;
}
